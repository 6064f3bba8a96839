"""What if (测算): move a policy's numbers over a year's real claims; prepayment budgets."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import RefusedError
from xinglin.actions.settling.scheme import claims_register, policy_on
from xinglin.actions.what_if import claims_of_year, paid_by_hospital, years_of
from xinglin.claims.policy import Policy
from xinglin.claims.policy_faults import PolicyError
from xinglin.claims.prepayment import budget_of, settle_year
from xinglin.claims.simulation import simulate
from xinglin.claims.what_if import knobs_of, moved
from xinglin.pages.numbers import bar_chart
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Series
from xinglin.scheme.areas import area_asked
from xinglin.scheme.charting import in_wan
from xinglin.scheme.entering import year_typed


@require_safe
def what_if_page(request: HttpRequest) -> HttpResponse:
    """The numbers of the policy in force, and what a year would have cost with others."""
    user = user_of(request)
    require(user, "report", claims_register())
    sent = request.GET
    area, areas = area_asked(user, sent.get("area", ""))
    years = years_of(area) or [today().year]
    year = year_typed(sent["year"]) if sent.get("year") else years[0]
    context: dict[str, Any] = {"area": area, "areas": areas, "years": years, "year": year}
    status = HTTPStatus.OK
    try:
        policy = policy_on(area, date(year, 12, 31))
    except RefusedError as error:
        context |= {"problems": [str(error)]}
        return render(request, "scheme/what_if.html", context, status=422)
    context |= {"policy": policy, "budgets": _budgets(area, year, policy)}
    try:
        other = moved(policy, sent.dict())
        if sent.get("run"):
            done = simulate([claims_of_year(area, year)], policy, other, progress=lambda _: None)
            context |= {"done": done, "chart": _chart(done)}
    except PolicyError as error:
        context |= {"problems": [fault.sentence for fault in error.faults]}
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    context["knobs"] = [(k, sent.get(k.key, "") or k.text) for k in knobs_of(policy)]
    return render(request, "scheme/what_if.html", context, status=int(status))


def _budgets(area: str, year: int, policy: Policy) -> list[tuple[str, Any, int, Any]]:
    """(hospital, its budget from last year, spent this year, how it would end)."""
    rules = policy.prepayment
    if rules is None:
        return []
    before, now = paid_by_hospital(area, year - 1), paid_by_hospital(area, year)
    found = []
    for hospital, last in sorted(before.items(), key=lambda x: -x[1]):
        budget = budget_of(last, rules)
        spent = now.get(hospital, 0)
        found.append((hospital, budget, spent, settle_year(budget.budget, spent, rules)))
    return found


def _chart(done: dict[str, Any]) -> dict[str, Any]:
    levels = done["by_level"]
    series = [
        Series(name, tuple(in_wan(level[key]) for level in levels))
        for name, key in (("原方案", "paid_before_fen"), ("测算", "paid_after_fen"))
    ]
    return bar_chart([level["label"] for level in levels], series, "万元", [[], []])
