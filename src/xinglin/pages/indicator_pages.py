"""Indicators: all of them with their figures, and one with its definition, table and chart."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.indicators.figures import Figure
from xinglin.language import catalogue
from xinglin.language.periods import Period, months_of
from xinglin.pages.asking import Asked, asked_in, indicator_or_404, require_figures
from xinglin.pages.evidences import formula_in_words
from xinglin.pages.menu import line_label
from xinglin.pages.names import Names
from xinglin.pages.numbers import bar_chart, largest_of, number_of, points_of
from xinglin.pages.requests import user_of
from xinglin.reports.chart_options import Series
from xinglin.reports.figures import NoSnapshotError
from xinglin.reports.places import places_below


@require_safe
def indicators_page(request: HttpRequest) -> HttpResponse:
    """Every indicator with its figure at one place for one period."""
    require_figures(user_of(request))
    asked, names = asked_in(request, ""), Names()
    period = asked.read_period
    context: dict[str, Any] = {
        "asked": asked,
        "period": period,
        "place": names.place_in_full(asked.place),
    }
    try:
        found = asked.evaluation.figures(asked.place, period)
        context["snapshot"] = asked.evaluation.snapshot
    except NoSnapshotError as error:
        return render(request, "indicators.html", context | {"nothing": str(error)})
    declared = catalogue.load().indicators
    lines: dict[str, list[Any]] = {}
    for figure in found:
        indicator = declared.get(figure.indicator)
        if indicator is not None:
            number = number_of(figure, _named(asked, figure).address())
            lines.setdefault(indicator.line, []).append((indicator, number, indicator.variant()))
    context["lines"] = [(line_label(line), rows) for line, rows in lines.items()]
    return render(request, "indicators.html", context)


def _named(asked: Asked, figure: Figure) -> Asked:
    return Asked(figure.indicator, figure.place, figure.period, snapshot=asked.snapshot)


@require_safe
def indicator_page(request: HttpRequest, indicator: str) -> HttpResponse:
    """One indicator: definition, formula, attributes, table of place × period, chart."""
    require_figures(user_of(request))
    declared, asked, names = indicator_or_404(indicator), asked_in(request, indicator), Names()
    period = asked.read_period
    register = declared.main_register()
    context: dict[str, Any] = {
        "indicator": declared,
        "asked": asked,
        "period": period,
        "register": register,
        "place": names.place_in_full(asked.place),
        "formula": formula_in_words(declared.plan()),
        "words": declared.in_words().items(),
        "variant": declared.variant(),
    }
    try:
        context |= _table(asked, period)
        context |= {"chart": _chart(asked, period), "snapshot": asked.evaluation.snapshot}
    except NoSnapshotError as error:
        context["nothing"] = str(error)
    return render(request, "indicator.html", context)


def _table(asked: Asked, period: Period) -> dict[str, Any]:
    """Places down, periods across: the place and those below it; this period and last year's."""
    below = places_below(asked.place)
    names = Names()
    places = [
        (asked.place, names.place(asked.place) + "（合计）"),
        *((p.code, p.name) for p in below),
    ]
    periods = [period, period.previous_year()]
    found = asked.evaluation.series([asked.indicator], [code for code, _ in places], periods)
    by_key = {(f.place, f.period): f for f in found}
    largest = largest_of([f for f in found if f.place != asked.place and f.period == period.key])
    rows = [
        (
            name,
            [
                number_of(
                    by_key[code, p.key],
                    _named(asked, by_key[code, p.key]).address(),
                    largest if code != asked.place and p is period else None,
                )
                for p in periods
            ],
        )
        for code, name in places
    ]
    return {"periods": periods, "rows": rows}


def _chart(asked: Asked, period: Period) -> dict[str, Any] | None:
    """Months of the period against the same months a year before."""
    months, before = months_of(period), months_of(period.previous_year())
    if len(months) < 2 or len(months) != len(before):
        return None
    found = asked.evaluation.series([asked.indicator], [asked.place], months + before)
    now, then = found[: len(months)], found[len(months) :]
    series = [
        Series(f"{period.start.year}年", points_of(now)),
        Series(f"{period.start.year - 1}年", points_of(then)),
    ]
    doors = [[_named(asked, f).address() for f in part] for part in (now, then)]
    labels = [f"{m.start.month}月" for m in months]
    unit = asked.evaluation.plan(asked.indicator).unit
    chart = bar_chart(labels, series, unit, doors)
    chart["rows"] = [
        (label, number_of(a, doors[0][i]), number_of(b, doors[1][i]))
        for i, (label, a, b) in enumerate(zip(labels, now, then, strict=True))
    ]
    chart["names"] = [s.name for s in series]
    return chart
