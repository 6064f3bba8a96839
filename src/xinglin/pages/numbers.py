"""A figure on a page: its text, how the four kinds of nothing look, and its door."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xinglin.indicators.figures import Figure
from xinglin.reports.chart_options import Point, Series, add_bars, frame
from xinglin.reports.printing import print_figure

WORDS = {
    "reported": "",
    "zero": "零",
    "not_reported": "未报",
    "not_applicable": "不适用",
    "cannot_tell": "无法判定",
}
"""Status → the word beside a number that needs one."""


@dataclass(frozen=True)
class Number:
    """One figure as a page shows it. door: the address of its evidence."""

    text: str
    status: str
    door: str
    note: str = ""
    share: float = 0.0

    @property
    def word(self) -> str:
        """What kind of nothing it is, in a word."""
        return WORDS.get(self.status, "")

    @property
    def bar(self) -> str:
        """Its length in a table of bars, per cent of the largest (for drawing only)."""
        return f"{self.share:.1f}"


def number_of(figure: Figure, door: str, largest: Decimal | None = None) -> Number:
    """A figure as text with its door."""
    share = 0.0
    if largest and figure.value is not None and Decimal(figure.value) > 0:
        share = float(Decimal(figure.value) / largest * 100)
    missing = figure.status not in ("reported", "zero")
    text = WORDS[figure.status] if missing else _spaced(print_figure(figure))
    return Number(text, figure.status, door, figure.note, share)


def _spaced(text: str) -> str:
    """Thousands separated, as on screens (documents follow their own norm)."""
    whole, point, rest = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    digits = whole.lstrip("-")
    return f"{sign}{int(digits):,}{point}{rest}" if digits.isascii() and digits.isdigit() else text


def largest_of(figures: Sequence[Figure]) -> Decimal | None:
    """The largest value among figures, None without one."""
    values = [Decimal(f.value) for f in figures if f.value is not None]
    return max(values, default=None)


def points_of(figures: Sequence[Figure]) -> tuple[Point, ...]:
    """Figures as points of a chart; what is missing keeps its reason."""
    return tuple(
        Point(
            Decimal(f.value) if f.value is not None else None,
            f.status,
            printed=print_figure(f) if f.value is not None else "",
        )
        for f in figures
    )


def bar_chart(
    categories: Sequence[str],
    bars: Sequence[Series],
    unit: str,
    doors: Sequence[Sequence[str]],
    *,
    touching: bool = False,
) -> dict[str, Any]:
    """ECharts' option for the screen, and behind each bar the address of its evidence."""
    option = frame(categories, unit, None)
    add_bars(option, bars)
    if touching:
        for series in option["series"]:
            series["barCategoryGap"] = "4%"
    for axis in (*option["xAxis"], *option["yAxis"]):
        axis.setdefault("axisLabel", {})["fontSize"] = 12
        axis.get("nameTextStyle", {})["fontSize"] = 12
    option["grid"] = {"left": 8, "right": 12, "top": 44, "bottom": 8, "containLabel": True}
    option["legend"]["textStyle"]["fontSize"] = 12
    option["tooltip"] = {"trigger": "item", "renderMode": "richText", "confine": True}
    return {"option": option, "doors": {s.name: list(d) for s, d in zip(bars, doors, strict=True)}}
