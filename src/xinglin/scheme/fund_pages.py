"""The fund (基金): its signs and warning lines, balances, vouchers, the month's close."""

from __future__ import annotations

from datetime import date
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from xinglin.actions.fund.households import credit_households
from xinglin.actions.fund.ledger import (
    Line,
    close_month,
    end_of,
    is_closed,
    post,
    post_month,
    vouchers,
)
from xinglin.actions.fund.state import RULES, FundState, fund_state
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.actions.settling.scheme import claims_register
from xinglin.actions.values import ValueReader
from xinglin.codes.insurance_codes import FundAccount, FundCompartment
from xinglin.language import catalogue
from xinglin.pages.numbers import bar_chart
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Series
from xinglin.scheme.areas import area_asked
from xinglin.scheme.charting import in_wan
from xinglin.scheme.entering import day_or_none, month_typed

LINES = 4


@require_http_methods(["GET", "HEAD", "POST"])
def fund_page(request: HttpRequest) -> HttpResponse:
    """The fund of an area up to a month; by POST one of its works is done."""
    user = user_of(request)
    require(user, "review" if request.method == "POST" else "report", claims_register())
    sent = request.POST if request.method == "POST" else request.GET
    area, areas = area_asked(user, sent.get("area", ""))
    month = month_typed(sent.get("month", ""))
    problems: list[Problem] = []
    if request.method == "POST":
        try:
            messages.success(request, _done(request, area, month))
            return redirect(f"{reverse('fund')}?area={area}&month={month:%Y-%m}")
        except RefusedError as error:
            problems = list(error.problems)
    posted: list[Any] = list(vouchers(area, month, end_of(month)))
    state = fund_state(area, min(end_of(month), max(today(), month)))
    rules = catalogue.load().code_sets[RULES]
    context = {
        "area": area,
        "areas": areas,
        "month": month,
        "state": state,
        "problems": problems,
        "balances": [
            (FundAccount.label_of(b.account), FundCompartment.label_of(b.compartment), b)
            for b in state.balances
        ],
        "vouchers": [
            (v, [(FundAccount.label_of(x.account), FundCompartment.label_of(x.compartment), x)
                 for x in v.lines.all()])
            for v in posted
        ],
        "is_closed": is_closed(area, month),
        "may_post": may(user, "review", claims_register()),
        "accounts": [(c, FundAccount.label_of(c)) for c in FundAccount.codes],
        "compartments": [(c, FundCompartment.label_of(c)) for c in FundCompartment.codes],
        "lines": range(LINES),
        "typed": request.POST,
        "rules": list(rules.on(today())),
        "hit": sum(t.is_within for t in state.tests),
        "chart": _chart(state) if state.expense_by_month else None,
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problems else HTTPStatus.OK
    return render(request, "scheme/fund.html", context, status=int(status))


def _done(request: HttpRequest, area: str, month: date) -> str:
    user, sent = user_of(request), request.POST
    act = sent.get("act", "")
    if act == "credit":
        credited = credit_households(month.year, by=user)
        return f"{month.year} 年度缴费已划入家庭账户，本次 {credited} 人。"
    if act == "post_month":
        return f"{month:%Y-%m} 自动记账 {len(post_month(area, month, by=user))} 张凭证。"
    if act == "close":
        close_month(area, month, by=user)
        return f"{month:%Y-%m} 已月结。"
    if act == "post":
        made = _posted(request, area)
        return f"已记账，凭证号 {made.voucher_no}。"
    raise Http404("没有这种操作，请从基金页重新进入。")


def _posted(request: HttpRequest, area: str) -> Any:
    sent = request.POST
    reader, problems, lines = ValueReader(load_references(), today()), list[Problem](), list[Line]()
    money = claims_register().fields["paid_fen"]
    for n in range(LINES):
        debit, wrong_debit = reader.read(money, sent.get(f"debit{n}", ""))
        credit, wrong_credit = reader.read(money, sent.get(f"credit{n}", ""))
        for wrong in (wrong_debit, wrong_credit):
            if wrong is not None:
                said = wrong.message.partition("：")[2]
                problems.append(Problem(wrong.code, "", f"第 {n + 1} 行：{said}"))
        if debit or credit:
            account, compartment = sent.get(f"account{n}", ""), sent.get(f"compartment{n}", "")
            lines.append(Line(account, compartment, debit or 0, credit or 0))
    day = day_or_none(sent.get("day", ""))
    if day is None:
        problems.append(Problem("VOUCHER", "day", "记账日期：请写成如 2013-06-30 的样子。"))
    if problems or day is None:
        raise RefusedError(problems)
    reference = (
        sent.get("reference", "").strip() or f"手工 {day:%Y-%m-%d} {sent.get('summary', '')}"
    )
    return post(area, day, sent.get("summary", ""), lines, reference=reference, by=user_of(request))


def _chart(state: FundState) -> dict[str, Any]:
    months = sorted(state.expense_by_month)[-24:]
    points = tuple(in_wan(state.expense_by_month[m]) for m in months)
    labels = [f"{m:%Y-%m}" for m in months]
    address = reverse("fund")
    doors = [[f"{address}?area={state.area}&month={m}" for m in labels]]
    return bar_chart(labels, [Series("每月支出", points)], "万元", doors)
