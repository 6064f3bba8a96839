"""Supervision (稽查): run the rules, see hospitals side by side, read samples; reconciliation."""

from __future__ import annotations

from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Count, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from xinglin.actions.fund.reconciling import reconcile
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.settling.scheme import claims_register, register_of
from xinglin.actions.supervising import RULES, batches, draw_sample, hospital_fees, run_rules
from xinglin.codes.insurance_codes import HospitalLevel, SupervisionRule
from xinglin.language import catalogue
from xinglin.language.provisions import FINDING
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.scheme.areas import area_asked
from xinglin.scheme.entering import day_or_none, month_typed
from xinglin.store.registers import model_of

_DAYS = 90


@require_http_methods(["GET", "HEAD", "POST"])
def supervision_page(request: HttpRequest) -> HttpResponse:
    """Findings by rule, hospitals' fees, samples; by POST the rules are run or a sample drawn."""
    user = user_of(request)
    require(user, "review" if request.method == "POST" else "report", claims_register())
    sent = request.POST if request.method == "POST" else request.GET
    area, areas = area_asked(user, sent.get("area", ""))
    first, last, problems = _days(sent.get("first", ""), sent.get("last", ""))
    if request.method == "POST" and not problems:
        try:
            messages.success(request, _done(request, area, first, last))
            return redirect(f"{reverse('supervision')}?area={area}&first={first}&last={last}")
        except RefusedError as error:
            problems = list(error.problems)
    findings = model_of(register_of(FINDING))._default_manager.filter(area=area)
    counted = {
        (r["rule"], r["state"]): r
        for r in findings.values("rule", "state").annotate(n=Count("pk"), fen=Sum("amount_fen"))
    }
    recovered = findings.aggregate(fen=Sum("recovered_fen"))["fen"] or 0
    states = register_of(FINDING).lifecycle.states
    context = {
        "area": area, "areas": areas, "first": first, "last": last, "problems": problems,
        "states": list(states.values()),
        "lines": [
            (
                code, SupervisionRule.label_of(code),
                [counted[code, s]["n"] if (code, s) in counted else 0 for s in states],
                sum(counted[code, s]["fen"] for s in states if (code, s) in counted),
            )
            for code in SupervisionRule.codes
        ],
        "recovered": recovered,
        "hospitals": [
            (h, HospitalLevel.label_of(h.level)) for h in hospital_fees(area, first, last)
        ],
        "batches": batches(area),
        "sampled": today().replace(day=1) - timedelta(days=1),
        "may_run": may(user, "review", claims_register()),
        "rules": list(catalogue.load().code_sets[RULES].on(today())),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "scheme/supervision.html", context, status=int(status))


def _days(first: str, last: str) -> tuple[date, date, list[Problem]]:
    end = today()
    if not first and not last:
        return end - timedelta(days=_DAYS), end, []
    begun, ended = day_or_none(first), day_or_none(last)
    if begun is None or ended is None or ended < begun:
        said = "起止日期写法不对或先后颠倒，请写成如 2013-04-01 的样子。"
        return end - timedelta(days=_DAYS), end, [Problem("DAYS", "first", said)]
    return begun, ended, []


def _done(request: HttpRequest, area: str, first: date, last: date) -> str:
    user, sent = user_of(request), request.POST
    if sent.get("act") == "run":
        ran = run_rules(area, first, last, by=user)
        return f"检查了 {ran.claims} 张结算单，线索 {ran.found} 条，其中新增 {ran.new} 条。"
    if sent.get("act") == "draw":
        written = sent.get("count", "")
        count = int(written) if written.isascii() and written.isdecimal() else 0
        month = month_typed(sent.get("month", ""))
        made = draw_sample(area, month, count, by=user)
        return f"{month:%Y-%m} 随机抽取 {made} 张结算单待审核。"
    raise Http404("没有这种操作，请从稽查页重新进入。")


@require_safe
def reconciliation_page(request: HttpRequest) -> HttpResponse:
    """Each hospital's own totals of a month beside what was settled."""
    user = user_of(request)
    require(user, "report", claims_register())
    area, areas = area_asked(user, request.GET.get("area", ""))
    month = month_typed(request.GET.get("month", ""))
    names = Names()
    lines: list[Any] = [(names.institution(r.hospital), r) for r in reconcile(area, month)]
    context = {
        "area": area,
        "areas": areas,
        "month": month,
        "lines": lines,
        "differing": sum(
            1 for _, r in lines if r.difference is not None and not r.difference.is_nothing
        ),
        "silent": sum(1 for _, r in lines if r.stated is None),
    }
    return render(request, "scheme/reconciliation.html", context)
