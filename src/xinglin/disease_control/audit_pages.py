"""Audits of missed reports: what each came to, and one held against the cards, case by case."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.card_families import cases_register
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.actions.report_audit import (
    LATE,
    MISSED,
    REPORTED,
    Proposal,
    adopt,
    proposals,
    registers,
)
from xinglin.codes.card_codes import Sex
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.follow_up_codes import AuditBook, AuditResult
from xinglin.codes.text import mask_name
from xinglin.pages.accounts import write_audit
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.store.models import DivisionClosure, User
from xinglin.store.registers import model_of

_LISTED = 200


@dataclass(frozen=True)
class Tally:
    """Cases of an audit by result; the rates are of those that have one."""

    reported: int
    late: int
    missed: int
    undecided: int

    @property
    def found(self) -> int:
        """Cases that were due for report and have been held against the cards."""
        return self.reported + self.late + self.missed

    @property
    def missed_rate(self) -> Fraction | None:
        """漏报率, in per cent."""
        return Fraction(100 * self.missed, self.found) if self.found else None

    @property
    def late_rate(self) -> Fraction | None:
        """迟报率, in per cent."""
        return Fraction(100 * self.late, self.found) if self.found else None


@require_safe
def audits_page(request: HttpRequest) -> HttpResponse:
    """The audits in one's scope, the latest first."""
    user = user_of(request)
    audits, audited = registers()
    require(user, "see", audits)
    rows = model_of(audits)._default_manager.exclude(state__in=audits.lifecycle.ended)
    shown: list[Any] = list(rows.order_by("-audited_date", "-pk")[:_LISTED])
    tallies = _tallies([row.audit_no for row in shown])
    names = Names()
    names.learn_institutions(row.unit for row in shown)
    context = {
        "lines": [
            (row, names.institution(row.unit), tallies.get(row.audit_no, Tally(0, 0, 0, 0)),
             audits.lifecycle.states[row.state])
            for row in shown
        ],
        "register": audits, "cases": audited, "may_enter": may(user, "enter", audits),
    }  # fmt: skip
    return render(request, "disease_control/audits.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def audit_page(request: HttpRequest, audit: int) -> HttpResponse:
    """One audit's cases beside what the cards say; by POST what was ticked is taken over."""
    user = user_of(request)
    audits, audited = registers()
    require(user, "enter" if request.method == "POST" else "see", audits)
    row: Any = model_of(audits)._default_manager.filter(pk=audit).first()
    if row is None:
        raise Http404("没有这次漏报抽查，或它不在您的数据范围内。")
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            with transaction.atomic():
                taken = adopt(row, _chosen(request.POST.getlist("case")), by=user)
            messages.success(request, f"已采用 {taken} 例的比对结果。")
            return redirect("report_audit", audit)
        except RefusedError as error:
            problems = list(error.problems)
        except ConflictError as error:
            problems = [Problem("CONFLICT", "", str(error))]
    write_audit("open", audits.table(), row.pk, row.version, "与报告卡比对")
    context = _shown(row, user) | {
        "register": audits, "cases": audited, "problems": problems,
        "state": audits.lifecycle.states[row.state],
        "may_take": may(user, "enter", audited) and row.state in audits.lifecycle.editable,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "disease_control/audit.html", context, status=int(status))


def _chosen(ticked: list[str]) -> dict[int, tuple[int, str]]:
    """What was ticked: "case:version:result". Raises RefusedError for nothing or nonsense."""
    chosen: dict[int, tuple[int, str]] = {}
    for text in ticked:
        case, _, rest = text.partition(":")
        version, _, result = rest.partition(":")
        if not (case.isdecimal() and version.isdecimal() and result in AuditResult):
            raise RefusedError([Problem("CASE", "case", "所选病例不对，请刷新后重新勾选。")])
        chosen[int(case)] = int(version), result
    if not chosen:
        raise RefusedError([Problem("CASE", "case", "还没有勾选病例，请至少勾选一例。")])
    return chosen


def _shown(row: Any, user: User) -> dict[str, Any]:
    found = proposals(row)
    cases = cases_register()
    numbers = {p.card.card_no for p in found if p.card is not None}
    seen = model_of(cases)._default_manager.filter(card_no__in=numbers)
    cards = dict(seen.values_list("card_no", "pk"))
    return {
        "row": row, "unit": Names().institution(row.unit),
        "lines": [_line(p, cards) for p in found], "card_register": cases.name,
        "tally": _tallies([row.audit_no]).get(row.audit_no, Tally(0, 0, 0, 0)),
        "is_partly": not _reaches(user, row.unit),
    }  # fmt: skip


def _line(proposal: Proposal, cards: dict[str, int]) -> dict[str, Any]:
    case, card = proposal.case, proposal.card
    return {
        "case": case,
        "name": mask_name(case.patient_name or ""),
        "book": AuditBook.label_of(case.book),
        "sex": Sex.label_of(case.sex) if case.sex else "",
        "disease": NotifiableDisease.label_of(case.disease),
        "result": AuditResult.label_of(case.result) if case.result else "",
        "proposal": proposal,
        "proposed": AuditResult.label_of(proposal.result),
        "card_id": cards.get(card.card_no) if card is not None else None,
        "ticked": case.result is None and proposal.is_sure,
    }


def _reaches(user: User, unit: str) -> bool:
    """Whether the unit stands in the user's area, so that all its cards could be asked for."""
    if user.is_everything:
        return True
    place = load_references().institutions.get(unit, "")
    above = DivisionClosure.objects.filter(ancestor__in=user.scope_places, descendant=place)
    return above.exists()


def _tallies(numbers: list[str]) -> dict[str, Tally]:
    """Audit → its cases by result, in one question."""
    _, audited = registers()
    rows = model_of(audited)._default_manager.exclude(state__in=audited.lifecycle.ended)
    counted: dict[str, dict[str, int]] = {}
    asked = rows.filter(audit__in=numbers).values_list("audit", "result")
    for number, result, n in asked.annotate(n=Count("pk")).order_by():
        counted.setdefault(number, {})[result or ""] = n
    return {
        number: Tally(*(by.get(result, 0) for result in (REPORTED, LATE, MISSED, "")))
        for number, by in counted.items()
    }
