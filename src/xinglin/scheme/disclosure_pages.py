"""Disclosures (公示): the office prepares and publishes, everybody reads and may object."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from functools import wraps
from http import HTTPStatus
from typing import Any, cast

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.disclosing import (
    Draft,
    fund_statement,
    in_force,
    payments_list,
    publish,
    receive_objection,
    withdraw,
)
from xinglin.actions.fund.state import limit
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.actions.settling.scheme import claims_register, register_of
from xinglin.actions.values import ValueReader
from xinglin.codes.dates import local_day
from xinglin.language.provisions import OBJECTION
from xinglin.pages.names import Names
from xinglin.pages.requests import simulated_clock, user_of
from xinglin.scheme.areas import area_asked
from xinglin.scheme.entering import day_or_none
from xinglin.store.acting import acting
from xinglin.store.models import Disclosure, Division, User

SYSTEM = "system"
SECONDS = 300
_SHOWN = 20
_POLICY = {
    "default-src": [NONE],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "base-uri": [NONE],
    "form-action": [SELF],
    "frame-ancestors": [NONE],
}
View = Callable[..., HttpResponse]


# --- the office -----------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def disclosures_page(request: HttpRequest) -> HttpResponse:
    """What is published, and what would be; by POST it is published or withdrawn."""
    user = user_of(request)
    require(user, "review" if request.method == "POST" else "report", claims_register())
    sent = request.POST if request.method == "POST" else request.GET
    area, areas = area_asked(user, sent.get("area", ""))
    towns = _towns(area)
    draft, problems = None, list[Problem]()
    try:
        if sent.get("kind"):
            draft = _draft(area, dict(areas)[area], towns, sent)
        if request.method == "POST":
            messages.success(request, _done(request, area, draft))
            return redirect(f"{request.path}?area={area}")
    except RefusedError as error:
        problems = list(error.problems)
    context = {
        "area": area,
        "areas": areas,
        "towns": towns,
        "typed": sent,
        "draft": draft,
        "shown": draft.rows[:_SHOWN] if draft else (),
        "problems": problems,
        "least": limit("publish_days", today()),
        "rows": Disclosure.objects.filter(area=area).order_by("-published_at")[:100],
        "today": today(),
        "may_publish": may(user, "review", claims_register()),
    }
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "scheme/disclosures.html", context, status=int(status))


def _towns(area: str) -> list[tuple[str, str]]:
    names = Names()
    codes = Division.objects.filter(parent_code=area, level="township").order_by("code")
    return [(d, names.place_in_full(d)) for d in codes.values_list("code", flat=True)]


def _draft(area: str, area_name: str, towns: list[tuple[str, str]], sent: Any) -> Draft:
    first, last = day_or_none(sent.get("first", "")), day_or_none(sent.get("last", ""))
    if sent["kind"] == "fund":
        if last is None:
            raise RefusedError([_days_wrong()])
        return fund_statement(area, area_name, last)
    if first is None or last is None or last < first:
        raise RefusedError([_days_wrong()])
    name = dict(towns).get(sent.get("place", ""))
    if name is None:
        raise RefusedError([Problem("PUBLISH", "place", "公示地区：请从本县的乡镇中选择。")])
    return payments_list(area, sent["place"], name, first, last)


def _days_wrong() -> Problem:
    said = "起止日期写法不对或先后颠倒，请写成如 2013-06-30 的样子。"
    return Problem("PUBLISH", "first", said)


def _done(request: HttpRequest, area: str, draft: Draft | None) -> str:
    user, sent = user_of(request), request.POST
    if sent.get("act") == "withdraw":
        row = Disclosure.objects.filter(pk=_number(sent.get("disclosure", "")), area=area).first()
        if row is None:
            raise Http404("没有这份公示，请从公示页重新进入。")
        withdraw(row, sent.get("reason", ""), by=user)
        return f"已撤下《{row.title}》。"
    if sent.get("act") != "publish" or draft is None:
        raise Http404("没有这种操作，请从公示页重新进入。")
    kind = "fund" if sent["kind"] == "fund" else "payments"
    place = area if kind == "fund" else sent["place"]
    made = publish(
        draft, kind, area, place, by=user, phone=sent.get("phone", ""),
        days=_number(sent.get("days", "")),
    )  # fmt: skip
    return f"已公示《{made.title}》，到 {made.to_date} 为止。"


def _number(written: str) -> int:
    is_number = written.isascii() and written.isdecimal() and len(written) < 10
    return int(written) if is_number else 0


# --- everybody ------------------------------------------------------------------------------------


def _public(view: View) -> View:
    """Open to everybody, no script; nothing of a visitor who happens to be logged in."""

    @login_not_required
    @csp(_POLICY)
    @wraps(view)
    def shown(request: HttpRequest, *parts: Any, **named: Any) -> HttpResponse:
        answer = view(request, *parts, **named)
        if request.method != "POST" and answer.status_code == HTTPStatus.OK:
            answer.headers["Cache-Control"] = f"public, max-age={SECONDS}"
        return answer

    return cast("View", shown)


def _day() -> date:
    return local_day(simulated_clock() or timezone.now())


@_public
@require_safe
def public_disclosures(request: HttpRequest) -> HttpResponse:
    """What is published now."""
    return _page("scheme/public_disclosures.html", {"rows": list(in_force(_day()))})


@_public
@require_safe
def public_disclosure(request: HttpRequest, disclosure: int) -> HttpResponse:
    """One list or statement, and the form to object."""
    row = _shown_now(disclosure)
    if isinstance(row, HttpResponse):
        return row
    return _page("scheme/public_disclosure.html", {"d": row, "typed": {}})


@_public
@require_safe
def public_disclosure_csv(request: HttpRequest, disclosure: int) -> HttpResponse:
    """The same as a table for a spreadsheet."""
    row = _shown_now(disclosure)
    if isinstance(row, HttpResponse):
        return row
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(row.content["columns"])
    writer.writerows([_harmless(cell) for cell in line] for line in row.content["rows"])
    answer = HttpResponse(("\ufeff" + out.getvalue()).encode(), "text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="disclosure-{row.pk}.csv"'
    return answer


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula; amounts stay numbers."""
    is_amount = cell.lstrip("-").replace(".", "", 1).isdecimal()
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@") and not is_amount else cell


@csrf_exempt  # nobody is logged in: a forged request can do no more than its sender could
@_public
@require_http_methods(["POST"])
def public_objection(request: HttpRequest, disclosure: int) -> HttpResponse:
    """Take an objection; the answer tells the number it is known by."""
    row = _shown_now(disclosure)
    if isinstance(row, HttpResponse):
        return row
    sent, clock = request.POST, simulated_clock()
    with acting(SYSTEM, action="objection", clock=clock):
        system = User.objects.get(username=SYSTEM)
        register, values = register_of(OBJECTION), dict[str, str]()
        reader, problems = ValueReader(load_references(), today()), list[Problem]()
        for name in ("contact_name", "contact_phone"):
            value, problem = reader.read(register.fields[name], sent.get(name, ""))
            values[name] = value or ""
            problems += [problem] if problem else []
    try:
        if problems:
            raise RefusedError(problems)
        number = receive_objection(
            row, sent.get("told", ""), values["contact_name"], values["contact_phone"],
            system=system, clock=clock,
        )  # fmt: skip
    except RefusedError as error:
        context = {"d": row, "typed": sent, "problems": error.problems}
        return _page("scheme/public_disclosure.html", context, HTTPStatus.UNPROCESSABLE_ENTITY)
    return _page("scheme/public_objection.html", {"d": row, "number": number})


def _shown_now(disclosure: int) -> Disclosure | HttpResponse:
    """The disclosure if it is in force, or the page that says that it is over. Raises Http404."""
    row = Disclosure.objects.filter(pk=disclosure).first()
    day = _day()
    if row is None or row.from_date > day:
        raise Http404("没有这份公示，请从公示列表重新进入。")
    if row.withdrawn_at is not None or row.to_date < day:
        return _page("scheme/public_over.html", {"d": row}, HTTPStatus.GONE)
    return row


def _page(template: str, context: dict[str, Any], status: int = HTTPStatus.OK) -> HttpResponse:
    return HttpResponse(render_to_string(template, context), status=int(status))
