"""The evidence of a figure: what it is, how it came about, and the records it is the sum of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from xinglin.actions.permissions import may
from xinglin.codes.dates import shanghai
from xinglin.codes.money import yuan_in_groups
from xinglin.indicators.figures import figures
from xinglin.indicators.why import why
from xinglin.language import catalogue
from xinglin.language.expressions import Column
from xinglin.language.plans import SIDES, Plan
from xinglin.language.registers import Register
from xinglin.language.words import say
from xinglin.pages.accounts import write_audit
from xinglin.pages.asking import (
    Asked,
    asked_by_figure,
    asked_in,
    read_period,
    require_figures,
)
from xinglin.pages.cells import Cell, cell, learn_names
from xinglin.pages.names import Names
from xinglin.pages.numbers import Number, number_of
from xinglin.pages.requests import user_of
from xinglin.pages.tags import exact
from xinglin.query.manifest import SnapshotError
from xinglin.reports.evidence import EvidencePage, evidence_of
from xinglin.reports.figures import snapshot_store
from xinglin.reports.references import FigureName
from xinglin.store.models import Report, Snapshot
from xinglin.store.registers import model_of

PAGE = 50
EARLIER = 5
FORMULAS = {
    "total": "计入记录之和",
    "ratio": "分子 ÷ 分母 × {per}",
    "change": "（本期 − 上年同期）÷ 上年同期 × 100",
    "change_of_ratio": "（本期率 − 上年同期率）÷ 上年同期率 × 100",
    "points": "本期率 − 上年同期率",
}


@dataclass(frozen=True)
class Row:
    """One record that counts, as far as the reader may see it."""

    id: int
    register: str
    cells: list[Cell]
    contribution: str


def formula_in_words(plan: Plan) -> str:
    """The formula as the office says it."""
    words = FORMULAS.get(plan.formula, plan.formula).format(per=f"{plan.per:,}")
    return words if plan.in_one == 1 else f"{words} ÷ {plan.in_one:,}（折成{plan.unit}）"


def _found(request: HttpRequest, asked: Asked) -> EvidencePage:
    plan = asked.plan()
    if asked.side not in {s.name for s in plan.sides}:
        raise Http404("这个指标没有这一侧，请从数字重新打开。")
    offset = request.GET.get("offset", "0")
    start = int(offset) if offset.isdecimal() else 0
    return evidence_of(
        asked.evaluation,
        plan,
        asked.place,
        asked.read_period,
        asked.side,
        offset=start,
        limit=PAGE,
    )


@require_safe
def evidence_page(request: HttpRequest, indicator: str) -> HttpResponse:
    """The evidence in the drawer, or on a page of its own."""
    user = user_of(request)
    require_figures(user)
    asked = asked_in(request, indicator)
    if request.GET.get("earlier"):
        return render(request, "parts/earlier.html", {"earlier": _earlier(asked)})
    found = _found(request, asked)
    register = catalogue.load().register(found.plan.side(asked.side).register)
    names = Names()
    about = f"{found.figure.name}，{names.place(asked.place)}，{asked.read_period.label}"
    write_audit("figure", register.table(), detail=about)
    offset = request.GET.get("offset", "0")
    start = int(offset) if offset.isdecimal() else 0
    context = {
        "asked": asked,
        "found": found,
        "number": number_of(found.figure, asked.address()),
        "note": names.spelled_out(found.figure.note),
        "place": names.place_in_full(asked.place),
        "period": asked.read_period,
        "variant": _variant(register, found, asked),
        "words": _words(found),
        "formula": formula_in_words(found.plan),
        "parts": _parts(found),
        "has_amounts": found.plan.formula != "total" or _is_money(found.plan, found.side),
        "sides": [
            (
                s.name,
                SIDES.get(s.name, s.name),
                asked.address(side=s.name),
                found.figure.sides[s.name],
            )
            for s in found.plan.sides
        ],
        "register": register,
        "headings": [register.column_label(c) for c in _columns(register)],
        "rows": _rows(register, found, names) if may(user, "see", register) else [],
        "first": start + 1,
        "last": min(start + PAGE, found.reached),
        # Each earlier snapshot has to be opened for it: only when somebody asks.
        "earlier": f"{asked.address()}&earlier=1" if len(snapshot_store().names()) > 1 else "",
        "older": f"{asked.address()}&offset={start + PAGE}" if start + PAGE < found.reached else "",
        "newer": f"{asked.address()}&offset={max(0, start - PAGE)}" if start else "",
        "why": request.GET.get("why", "").strip(),
        "reasons": _why(request, asked, register),
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "parts/evidence.html" if part else "evidence.html", context)


def _columns(register: type[Register]) -> list[str]:
    return [c.name for c in register.list_columns if c.name != "state"][:6]


def _rows(register: type[Register], found: EvidencePage, names: Names) -> list[Row]:
    columns = _columns(register)
    learn_names(register, columns, [row for row, _ in found.rows], names)
    said = partial(_added, is_money=_is_money(found.plan, found.side))
    return [
        Row(row.pk, register.name, [cell(register, c, row, names) for c in columns], said(share))
        for row, share in found.rows
    ]


def _is_money(plan: Plan, side: str) -> bool:
    """Whether what a side adds up is money, kept in fen and shown in yuan."""
    register = catalogue.load().register(plan.side(side).register)
    kinds = register.stored_columns()
    added = [part.name for part in plan.side(side).amount.walk() if isinstance(part, Column)]
    return bool(added) and all(kinds.get(name) == "fen" for name in added)


def _added(amount: int | None, *, is_money: bool) -> str:
    """What a record adds, as people read it."""
    if amount is None:
        return ""
    return f"{yuan_in_groups(amount)} 元" if is_money else f"{amount:,}"


def _variant(register: type[Register], found: EvidencePage, asked: Asked) -> str:
    """Which day and place the records are counted by; a variant chosen on the page says so."""
    if not (asked.on or asked.at):
        return str(found.about["variant"])
    side = found.plan.side(asked.side)
    days = {c.column.name: c.label for c in register.counting_dates.values()}
    spots = {c.column.name: c.label for c in register.counting_places.values()}
    return f"按{days.get(side.date, side.date)}、{spots.get(side.place, side.place)}统计"


def _parts(found: EvidencePage) -> str:
    """Numerator and denominator of a ratio, in the unit people read; exact."""
    figure, plan = found.figure, found.plan
    if figure.denominator is None:
        return ""
    sides = [s.name for s in plan.sides]
    pair = [figure.numerator, figure.denominator]
    if sides[:2] == ["numerator", "denominator"] and all(_is_money(plan, s) for s in sides[:2]):
        return " / ".join(f"{yuan_in_groups(int(Fraction(str(p))))} 元" for p in pair)
    return " / ".join(exact(p) for p in pair)


def _words(found: EvidencePage) -> list[tuple[str, str]]:
    """Side → what of which register counts, in words, as this plan has it."""
    said = []
    for side in found.plan.sides:
        register = catalogue.load().registers[side.register]
        text = "全部记录" if side.where is None else say(side.where, register)
        said.append((SIDES.get(side.name, side.name), f"{register.label}：{text}"))
    return said if len(said) > 1 else [("计入", said[0][1])]


def _earlier(asked: Asked) -> list[tuple[str, str, Number]]:
    """The same figure on earlier snapshots: (name, moment, number)."""
    kept = set(snapshot_store().names())
    rows = Snapshot.objects.filter(name__in=kept).order_by("-taken_at")
    current = asked.evaluation.snapshot.name
    found = []
    for row in [r for r in rows if r.name != current][:EARLIER]:
        before = replace(asked, snapshot=row.name)
        try:
            figure = figures(
                [before.plan()],
                asked.place,
                asked.read_period,
                before.evaluation.engine,
                before.evaluation.circumstances(),
            )[0]
        except SnapshotError:
            continue
        taken = f"{shanghai(row.taken_at):%Y-%m-%d %H:%M}"
        found.append((row.name, taken, number_of(figure, before.address())))
    return found


def _why(request: HttpRequest, asked: Asked, register: type[Register]) -> list[str]:
    """Why one record counts or not; found by record number or by a number on paper."""
    text = request.GET.get("why", "").strip()
    if not text:
        return []
    rows = model_of(register)._default_manager
    numbers = [f.name for f in register.fields.values() if f.kind == "document_number"]
    row = next((r for n in numbers if (r := rows.filter(**{n: text}).first()) is not None), None)
    if row is None and text.isdecimal() and len(text) < 19:
        row = rows.filter(pk=int(text)).first()
    if row is None:
        return [
            f"没有编号或记录号为“{text[:40]}”的{register.label}，或它不在您的数据范围内，请核对。"
        ]
    evaluation = asked.evaluation
    reasons = why(
        asked.plan(),
        row.pk,
        asked.place,
        asked.read_period,
        evaluation.engine,
        register,
        evaluation.circumstances(),
    )
    return [reason.text for reason in reasons]


@require_safe
def by_figure(request: HttpRequest) -> HttpResponse:
    """From a figure's id in a report to its evidence."""
    require_figures(user_of(request))
    try:
        name = FigureName.read(request.GET.get("id", ""))
    except ValueError:
        raise Http404("看不懂这个数字的编号，请从报告里重新点开。") from None
    read_period(name.period)
    report = Report.objects.filter(report_id=request.GET.get("report", "")).first()
    address = asked_by_figure(name, report).address()
    return redirect(address) if address.startswith(reverse("workbench")) else redirect("reports")
