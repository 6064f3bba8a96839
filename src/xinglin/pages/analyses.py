"""Where, when and whom: a line's cases as a curve over time, by place, by age and sex.

Made from declarations: any count indicator, the counting variants of its register, its code
fields as filters, the age and sex of its persons.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.indicators.figures import Figure, series
from xinglin.language import catalogue
from xinglin.language.fields import Code, Integer
from xinglin.language.indicators import Count, Indicator
from xinglin.language.periods import Period, months_of, parse_period
from xinglin.language.registers import Register
from xinglin.pages.asking import Asked, asked_in, require_figures, varied
from xinglin.pages.menu import line_label
from xinglin.pages.names import Names
from xinglin.pages.numbers import WORDS, Number, bar_chart, largest_of, number_of, points_of
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Series
from xinglin.reports.figures import NoSnapshotError
from xinglin.reports.places import places_below

STEPS = {"day": "日", "week": "周", "month": "月"}
MOST_DAYS = 62
SEXES = ("1", "2")
AGES = (
    (0, 0),
    (1, 4),
    (5, 9),
    (10, 14),
    (15, 19),
    (20, 29),
    (30, 39),
    (40, 49),
    (50, 59),
    (60, 69),
    (70, 120),
)


def counts_of(line: str) -> list[type[Indicator]]:
    """A line's indicators that count records about persons, in the order declared."""
    return [
        i
        for i in catalogue.load().indicators.values()
        if i.line == line
        and issubclass(i, Count)
        and i.formula == "total"
        and i.main_register().person is not None
    ]


@require_safe
def analysis_page(request: HttpRequest, line: str) -> HttpResponse:
    """The page of one line."""
    require_figures(user_of(request))
    offered = counts_of(line)
    if not offered:
        raise Http404("这条业务线没有按人计数的指标，请从左侧菜单进入。")
    wanted = request.GET.get("indicator", offered[0].id)
    indicator = next((i for i in offered if i.id == wanted), offered[0])
    register: type[Register] = indicator.main_register()
    asked, names = asked_in(request, indicator.id), Names()
    column = _category(register)
    value = request.GET.get("category", "")
    if column and value:
        asked = replace(asked, cut=f"{column}:{value}")
    period = asked.read_period
    step = request.GET.get("step", "week")
    step = step if step in STEPS else "week"
    if step == "day" and (period.end - period.start).days >= MOST_DAYS:
        step = "week"
    context: dict[str, Any] = {
        "line": line,
        "label": line_label(line),
        "offered": offered,
        "indicator": indicator,
        "asked": asked,
        "period": period,
        "place": names.place_in_full(asked.place),
        "step": step,
        "step_label": STEPS[step],
        "steps": STEPS.items(),
        "register": register,
        "on": asked.on or indicator.counted_on or next(iter(register.counting_dates)),
        "at": asked.at or indicator.counted_at or next(iter(register.counting_places)),
        "days": [(k, d.label) for k, d in register.counting_dates.items()],
        "spots": [(k, p.label) for k, p in register.counting_places.items()],
        "most_days": MOST_DAYS,
        "category": value,
        "category_label": register.column_label(column) if column else "",
    }
    try:
        whole, by_place = _by_place(asked, period)
        context |= {
            "snapshot": asked.evaluation.snapshot,
            "categories": _categories(register, column, asked),
            "curve": _curve(asked, period, step),
            "by_place": by_place,
            "people": _people(register, asked, period, whole),
        }
    except NoSnapshotError as error:
        context["nothing"] = str(error)
    return render(request, "analysis.html", context)


def _category(register: type[Register]) -> str:
    """The column by which a line's cases are told apart: its first coded filter."""
    return next((c.name for c in register.filters if isinstance(c, Code)), "")


def _categories(register: type[Register], column: str, asked: Asked) -> list[tuple[str, str]]:
    if not column:
        return []
    plan = varied(asked.evaluation.plan(asked.indicator), asked.on, asked.at)
    found = asked.evaluation.engine.totals(
        [plan], [asked.read_period], [asked.place], category=column
    )
    codes = {k.category for k, t in found.items() if t.members and k.category}
    return sorted(((str(c), register.value_label(column, c)) for c in codes), key=lambda x: x[1])


def _figures(asked: Asked, places: list[str], periods: list[Period]) -> list[Figure]:
    evaluation = asked.evaluation
    return series([asked.plan()], places, periods, evaluation.engine, evaluation.circumstances())


def _door(asked: Asked, figure: Figure, **changes: str) -> str:
    return asked.address(place=figure.place, period=figure.period, **changes)


def _periods(period: Period, step: str) -> list[Period]:
    """The days, weeks or months that touch a period."""
    if step == "month":
        return months_of(period) or [period]
    found, day = [], period.start
    while day <= period.end:
        if step == "day":
            found.append(parse_period(day.isoformat()))
            day += timedelta(days=1)
        else:
            year, week, weekday = day.isocalendar()
            found.append(parse_period(f"{year:04d}W{week:02d}"))
            day += timedelta(days=8 - weekday)
    return found


def _short(period: Period) -> str:
    if period.kind == "day":
        return f"{period.start.month}-{period.start.day:02d}"
    return f"{period.start.month}月" if period.kind == "month" else f"{period.key[5:]}周"


def _curve(asked: Asked, period: Period, step: str) -> dict[str, Any]:
    periods = _periods(period, step)
    found = _figures(asked, [asked.place], periods)
    doors = [_door(asked, f) for f in found]
    labels = [_short(p) for p in periods]
    name = asked.evaluation.plan(asked.indicator).name
    unit = asked.evaluation.plan(asked.indicator).unit
    chart = bar_chart(labels, [Series(name, points_of(found))], unit, [doors], touching=True)
    chart["rows"] = [
        (p.label, number_of(f, d)) for p, f, d in zip(periods, found, doors, strict=True)
    ]
    return chart


def _by_place(asked: Asked, period: Period) -> tuple[Figure, list[tuple[str, Number]]]:
    places = [(p.code, p.name) for p in places_below(asked.place)]
    whole, *parts = _figures(asked, [asked.place, *(code for code, _ in places)], [period])
    largest = largest_of(parts)
    rows = [
        (name, number_of(f, _door(asked, f), largest))
        for (_, name), f in zip(places, parts, strict=True)
    ]
    return whole, [("合计", number_of(whole, _door(asked, whole))), *rows]


def _people(
    register: type[Register], asked: Asked, period: Period, whole: Figure
) -> dict[str, Any] | None:
    """Age groups down, sexes across; None where the register has neither.

    whole: the figure of the place. Where it is not reported, an empty group is no zero either.
    """
    sex = register.person.sex if register.person is not None else None
    age = next(
        (f for f in register.fields.values() if isinstance(f, Integer) and f.unit == "岁"), None
    )
    if sex is None or age is None or not isinstance(sex, Code) or sex.codes is None:
        return None
    sexes = [("", "合计"), *((code, sex.codes.label_of(code)) for code in SEXES)]
    cuts = [f"{sex.name}:{code}" if code else "" for code, _ in sexes]
    plans = [replace(varied(asked.plan(), cut=c), indicator=c or "whole") for c in cuts]
    found = asked.evaluation.engine.totals(plans, [period], [asked.place], category=age.name)
    counted: dict[tuple[str, int | None], int] = {}
    for key, total in found.items():
        if key.side == "numerator":
            group = _group_of(key.category)
            at = (key.indicator, group)
            counted[at] = counted.get(at, 0) + total.total
    largest = max([n for (name, _), n in counted.items() if name == "whole"], default=0)
    empty = "zero" if whole.status == "reported" else whole.status
    rows = []
    for group in (*range(len(AGES)), None):
        range_ = "-".join(map(str, AGES[group])) if group is not None else ""
        numbers = []
        for cut in cuts:
            n = counted.get((cut or "whole", group), 0)
            joined = ",".join(filter(None, (asked.cut, f"{age.name}:{range_}", cut)))
            share = 100 * n / largest if largest and not cut else 0.0
            text = f"{n:,}" if n or empty == "zero" else WORDS[empty]
            door = asked.address(cut=joined)
            numbers.append(Number(text, "reported" if n else empty, door, share=share))
        rows.append((_age(*AGES[group]) if group is not None else "年龄不详", numbers))
    return {"sexes": [label for _, label in sexes], "rows": rows}


def _group_of(age: object) -> int | None:
    """Which age group an age falls into; None where it is not known."""
    if not isinstance(age, int):
        return None
    return next((n for n, (low, high) in enumerate(AGES) if low <= age <= high), None)


def _age(low: int, high: int) -> str:
    if high >= AGES[-1][1]:
        return f"{low} 岁及以上"
    return "不满 1 岁" if high == 0 else f"{low}～{high} 岁"
