"""The options given to ECharts: axes, bars, lines, and the four kinds of nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xinglin.reports.document.model import BoundFigure

FONT = "Noto Sans CJK SC, Microsoft YaHei, SimHei, sans-serif"  # a screen may lack the first
INK, GREY, PALE = "#1f2d3d", "#8a97a6", "#e3e6ea"
FILLS = ("#2f5d8a", "#c9d6e3", "#7f7f7f", "#efefef")
HATCH = {"symbol": "rect", "rotation": 0.785, "dashArrayX": [1, 0], "dashArrayY": [1.5, 5]}
DECALS: tuple[dict[str, Any], ...] = (
    {"symbol": "none"},
    {"symbol": "rect", "rotation": -0.785, "dashArrayX": [1, 0], "dashArrayY": [1, 6]},
    {"symbol": "circle", "dashArrayX": [[4, 4], [0, 4, 4, 0]], "dashArrayY": [4, 4]},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [1, 4]},
)
LINES = ("solid", "dashed", "dotted", [8, 3, 2, 3])
GROUND_AXIS, LINE_AXIS = 1, 2  # the left axis is 0
STATUS_LABELS = {"not_reported": "未报", "cannot_tell": "无法判定", "not_applicable": "—"}


@dataclass(frozen=True)
class Point:
    """One value of a series: exact, or None with the status that says why."""

    value: Decimal | int | None
    status: str = "reported"
    figure: BoundFigure | None = None
    printed: str = ""
    """As people read it, where that is not the exact value."""

    def __post_init__(self) -> None:
        if (self.value is None) != (self.status in STATUS_LABELS):
            raise ValueError(f"a point that is {self.status} has value {self.value}")

    @property
    def text(self) -> str:
        """What stands in the chart's table."""
        if self.figure is not None:
            return self.figure.text
        if self.printed:
            return self.printed
        return (
            STATUS_LABELS.get(self.status, "") if self.value is None else f"{Decimal(self.value):f}"
        )


@dataclass(frozen=True)
class Series:
    """A named row of points, one for each category."""

    name: str
    points: tuple[Point, ...]


def frame(categories: Sequence[str], unit: str, line_unit: str | None) -> dict[str, Any]:
    """Axes, legend and fonts; a right axis for lines where ``line_unit`` is given."""
    words = {"color": INK, "fontSize": 15, "fontFamily": FONT, "textBorderWidth": 0}
    axis = {
        "type": "category",
        "data": list(categories),
        "axisTick": {"alignWithLabel": True},
        "axisLine": {"lineStyle": {"color": INK}},
        "axisLabel": words | {"interval": "auto", "hideOverlap": True},
    }
    value_axes = [
        _value_axis(unit, words),
        {"type": "value", "min": 0, "max": 1, "show": False, "position": "left"},
    ]
    if line_unit is not None:
        value_axes.append(_value_axis(line_unit, words) | {"splitLine": {"show": False}})
        value_axes[-1]["position"] = "right"
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "grid": {"left": 20, "right": 20, "top": 70, "bottom": 14, "containLabel": True},
        "legend": {"top": 4, "textStyle": words, "itemWidth": 28, "data": []},
        "xAxis": [axis, {"type": "category", "data": list(categories), "show": False}],
        "yAxis": value_axes,
        "series": [],
    }


def _value_axis(unit: str, words: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "value",
        "name": f"（{unit}）" if unit else "",
        "nameTextStyle": words,
        "axisLabel": words,
        "axisLine": {"show": True, "lineStyle": {"color": INK}},
        "splitLine": {"lineStyle": {"color": PALE}},
    }


def add_bars(
    option: dict[str, Any], bars: Sequence[Series], order: Sequence[int] | None = None
) -> None:
    """The bars, and on a second pair of axes the grounds of the values that are not there."""
    numbered = list(zip(order or range(len(bars)), bars, strict=True))
    is_crowded = len(option["xAxis"][0]["data"]) * len(bars) > 16
    for number, series in numbered:
        option["series"].append(_bar(series, number, has_labels=not is_crowded))
        option["legend"]["data"].append(series.name)
    for status, style in _GROUNDS.items():
        if not any(point.status == status for series in bars for point in series.points):
            continue
        label = STATUS_LABELS[status]
        option["legend"]["data"].append(label)
        for _, series in numbered:
            option["series"].append(_ground(series, status, label, style))


def _bar(series: Series, number: int, has_labels: bool) -> dict[str, Any]:
    shown = {
        "show": has_labels,
        "position": "top",
        "color": INK,
        "fontSize": 14,
        "fontFamily": FONT,
        "textBorderWidth": 0,
    }
    size = 9 if has_labels else 5
    zero = {"symbol": "circle", "symbolSize": size, "silent": True, "label": {"show": False}}
    zeros = [{"coord": [index, 0]} for index, point in enumerate(series.points) if _is_zero(point)]
    return {
        "type": "bar",
        "name": series.name,
        "data": [_labelled(point) for point in series.points],
        "barMaxWidth": 46,
        "barGap": "10%",
        "label": shown,
        "itemStyle": {
            "color": FILLS[number % len(FILLS)],
            "borderColor": INK,
            "borderWidth": 1,
            "decal": DECALS[number % len(DECALS)],
        },
        "markPoint": zero
        | {
            "itemStyle": {"color": "#ffffff", "borderColor": INK, "borderWidth": 1.6},
            "data": zeros,
        },
    }


def _labelled(point: Point) -> Any:
    """A bar's value; its label is what is printed, where the value has more digits than that."""
    value = _number(point)
    if value is None or point.text in (str(value), f"{value:g}"):
        return value
    return {"value": value, "label": {"formatter": point.text}}


def _ground(series: Series, status: str, label: str, style: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": label,
        "stack": f"ground of {series.name}",
        "xAxisIndex": 1,
        "yAxisIndex": GROUND_AXIS,
        "data": [1 if point.status == status else None for point in series.points],
        "barMaxWidth": 46,
        "barGap": "10%",
        "itemStyle": style,
    }


_GROUNDS: dict[str, dict[str, Any]] = {
    "not_reported": {
        "color": "#ffffff",
        "borderColor": GREY,
        "borderWidth": 1,
        "borderType": "dashed",
        "decal": HATCH | {"color": GREY},
    },
    "cannot_tell": {"color": "#d5d9de", "borderWidth": 0, "decal": {"symbol": "none"}},
}


def rate_line(series: Series, number: int) -> dict[str, Any]:
    """A line on the right axis, broken where there is no value."""
    points = [
        {"value": _number(point), "symbol": "emptyCircle" if _is_zero(point) else "circle"}
        for point in series.points
    ]
    return {
        "type": "line",
        "name": series.name,
        "yAxisIndex": LINE_AXIS,
        "data": points,
        "connectNulls": False,  # a gap is not a straight line between its neighbours
        "symbolSize": 8,
        "lineStyle": {"color": INK, "width": 2, "type": LINES[number % len(LINES)]},
        "itemStyle": {"color": INK},
    }


def _number(point: Point) -> float | None:
    # Only for drawing: a picture has no exact values, its table has.
    return None if point.value is None else float(point.value)


def _is_zero(point: Point) -> bool:
    return point.value is not None and point.value == 0
