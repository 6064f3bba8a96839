"""Unusual uses of records (异常使用): the list, what each is made of, and what it was."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.access_findings import FINDING_STATES, OPEN, answer_finding
from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import RefusedError
from xinglin.language import catalogue
from xinglin.monitoring import RULES
from xinglin.pages.accounts import write_audit
from xinglin.pages.histories import names_of_users, told
from xinglin.pages.requests import user_of
from xinglin.store.models import AccessFinding, AuditEntry

PAGE = 100
SHOWN = 200
CHANGED = "XL002"


@require_safe
def findings_page(request: HttpRequest) -> HttpResponse:
    """The findings in one's scope, those without an answer first."""
    require(user_of(request), "audit")
    state, rule = request.GET.get("state", OPEN), request.GET.get("rule", "")
    rows = AccessFinding.objects.all()
    if state in FINDING_STATES:
        rows = rows.filter(state=state)
    if rule in RULES:
        rows = rows.filter(rule=rule)
    found = list(rows.order_by("-day", "-pk")[:PAGE])
    people = names_of_users({f.username for f in found})
    pack = catalogue.load().code_sets["AccessRules"]
    context = {
        "lines": [(f, RULES.get(f.rule, f.rule), people.get(f.username, "")) for f in found],
        "total": rows.count(),
        "page": PAGE,
        "state": state,
        "rule": rule,
        "states": FINDING_STATES,
        "rules": RULES,
        "limits": list(pack.on(today())),
        "source": pack.source,
    }
    return render(request, "findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def finding_page(request: HttpRequest, finding: int) -> HttpResponse:
    """One finding with its audit entries, and the answer to it."""
    user = user_of(request)
    require(user, "audit")
    row: Any = AccessFinding.objects.filter(pk=finding).first()
    if row is None:
        raise Http404("没有这条异常使用，或它不在您的数据范围内。")
    if request.method != "POST":
        write_audit("open", "store_accessfinding", row.pk, row.version)
        return _drawn(request, row)
    sent = request.POST
    version = sent.get("version", "")
    try:
        with transaction.atomic():
            answer_finding(
                finding, sent.get("state", ""), by=user, reason=sent.get("reason", ""),
                version=int(version) if version.isdecimal() else 0,
            )  # fmt: skip
    except RefusedError as error:
        return _drawn(request, row, problems=[str(error)], typed=sent.dict())
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") != CHANGED:
            raise
        said = "这条异常使用刚由他人处理过，请看清后再办。"
        return _drawn(request, row, problems=[said], typed=sent.dict())
    messages.success(request, f"已记为“{FINDING_STATES[sent['state']]}”。")
    return redirect("findings")


def _drawn(request: HttpRequest, row: Any, **more: Any) -> HttpResponse:
    entries = AuditEntry.objects.filter(entry_id__in=list(row.entries)).order_by("entry_id")
    context = {
        "finding": row,
        "rule": RULES.get(row.rule, row.rule),
        "who": names_of_users({row.username}).get(row.username, row.username),
        "state": FINDING_STATES[row.state],
        "answers": {k: v for k, v in FINDING_STATES.items() if k != OPEN},
        "looks": told(list(entries[:SHOWN])),
        "shown": SHOWN,
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if "problems" in more else HTTPStatus.OK
    return render(request, "finding.html", context | more, status=status)
