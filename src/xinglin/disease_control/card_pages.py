"""Cards side by side: repeated ones, and how well each unit reports."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.card_families import cases_register, days_of
from xinglin.actions.duplicate_cards import duplicate_cards
from xinglin.actions.moments import today
from xinglin.actions.permissions import may, require
from xinglin.actions.reporting_quality import ORDERS, Quality, key_items, quality_by_unit
from xinglin.codes.dates import read_date
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.text import mask_name
from xinglin.pages.accounts import write_audit
from xinglin.pages.exports import csv_body
from xinglin.pages.names import Names
from xinglin.pages.requests import user_of
from xinglin.pages.tags import two_decimals

_DAYS = 30


@require_safe
def duplicate_cards_page(request: HttpRequest) -> HttpResponse:
    """Pairs of cards that may be of one illness, the newest first, names masked."""
    cases = cases_register()
    require(user_of(request), "see", cases)
    disease = request.GET.get("disease", "")
    if disease and disease not in NotifiableDisease:
        raise Http404("没有这个病种，请从列表中选择。")
    found = duplicate_cards(disease)
    write_audit("open", cases.table(), detail=f"查看重卡清单 {len(found.shown)} 对")
    names = Names()
    names.learn_institutions(card.reporter for p in found.shown for card in (p.first, p.second))
    context = {
        "pairs": [
            (_card(p.first, cases, names), _card(p.second, cases, names), p) for p in found.shown
        ],
        "total": found.total, "disease": disease, "register": cases,
        "diseases": NotifiableDisease.choices(today()), "days": days_of("acute", today()),
    }  # fmt: skip
    return render(request, "disease_control/duplicate_cards.html", context)


def _card(row: Any, cases: Any, names: Names) -> dict[str, Any]:
    return {
        "row": row,
        "name": mask_name(row.patient_name or ""),
        "disease": NotifiableDisease.label_of(row.disease),
        "unit": names.institution(row.reporter) if row.reporter else "",
        "state": cases.lifecycle.states[row.state],
    }


@require_safe
def quality_page(request: HttpRequest) -> HttpResponse:
    """Every unit's late cards, gaps and silent days, the worst first."""
    user, cases = user_of(request), cases_register()
    require(user, "see", cases)
    first, last, problem = _span(request)
    order = request.GET.get("order", "")
    order = order if order in ORDERS else "late"
    found = [] if problem else quality_by_unit(first, last, order)
    names = Names()
    names.learn_institutions(q.unit for q in found)
    context = {
        "lines": [(q, names.institution(q.unit) if q.unit else "（未填报告单位）") for q in found],
        "whole": _whole(found), "first": first, "last": last, "problem": problem,
        "orders": [(name, words) for name, (words, _) in ORDERS.items()], "order": order,
        "items": "、".join(key_items()), "may_export": may(user, "export", cases),
    }  # fmt: skip
    status = HTTPStatus.UNPROCESSABLE_ENTITY if problem else HTTPStatus.OK
    return render(request, "disease_control/quality.html", context, status=int(status))


@require_safe
def quality_csv(request: HttpRequest) -> HttpResponse:
    """The same table as a file."""
    user, cases = user_of(request), cases_register()
    require(user, "export", cases)
    first, last, problem = _span(request)
    if problem:
        raise Http404(problem)
    order = request.GET.get("order", "")
    found = quality_by_unit(first, last, order if order in ORDERS else "late")
    write_audit("export", cases.table(), detail=f"报告质量（按单位）{first} 至 {last}")
    answer = HttpResponse(csv_body(_lines(found)), content_type="text/csv; charset=utf-8")
    name = f"reporting-quality-{first}-{last}.csv"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _lines(found: list[Quality]) -> Iterator[list[Any]]:
    names = Names()
    names.learn_institutions(q.unit for q in found)
    yield [
        "单位代码", "报告单位", "报告卡数", "迟报卡数", "迟报比例（%）", "缺项卡数", "完整率（%）",
        "应零报告天数", "缺报天数", "缺报比例（%）",
    ]  # fmt: skip
    for q in found:
        yield [
            q.unit, names.institution(q.unit) if q.unit else "", q.cards, q.late,
            _share(q.late_share), q.gaps, _share(q.complete_share), q.days, q.silent,
            _share(q.silent_share),
        ]  # fmt: skip


def _share(value: Any) -> str:
    return "" if value is None else two_decimals(value)


def _whole(found: list[Quality]) -> Quality:
    """All units together."""
    columns = ("cards", "late", "gaps", "days", "silent")
    return Quality("", *(sum(getattr(q, c) for q in found) for c in columns))


def _span(request: HttpRequest) -> tuple[date, date, str]:
    """The days asked for, the last thirty where none are; what is wrong with them."""
    last = today() - timedelta(days=1)
    first = last - timedelta(days=_DAYS - 1)
    told = {name: request.GET.get(name, "").strip() for name in ("from", "to")}
    read = {name: read_date(text).value if text else None for name, text in told.items()}
    for name, text in told.items():
        if text and read[name] is None:
            return first, last, f"日期“{text}”写法不对，请写成如 2013-06-30 的样子。"
    ended = read["to"] or last
    begun = read["from"] or ended - timedelta(days=_DAYS - 1)
    if begun > ended:
        return first, last, "起始日在截止日之后，请核对两处日期。"
    return begun, ended, ""
