"""Charts of reports: ECharts drawn to SVG in V8, then to PNG; no browser, no network.

They are read on black-and-white prints too, so series differ by pattern, not by colour alone, and
the four kinds of nothing look different: zero is a hollow mark on the axis, not reported (未报)
hatched, cannot tell (无法判定) a grey field, not applicable a dash.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import resvg_py
from py_mini_racer import MiniRacer

from xinglin.reports.document.model import BoundFigure, Cell, Chart, FigureRun, Run, TableBlock

WIDTH, HEIGHT = 960, 480
PNG_ZOOM = 2.5  # about 400 dots an inch at the width it is printed
FONT = "Noto Sans CJK SC"
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
STATUS_LABELS = {"not_reported": "未报", "cannot_tell": "无法判定", "not_applicable": "—"}


@dataclass(frozen=True)
class Point:
    """One value of a series: exact, or None with the status that says why."""

    value: Decimal | int | None
    status: str = "reported"
    figure: BoundFigure | None = None

    def __post_init__(self) -> None:
        if (self.value is None) != (self.status in STATUS_LABELS):
            raise ValueError(f"a point that is {self.status} has value {self.value}")

    @property
    def text(self) -> str:
        """What stands in the chart's table."""
        if self.figure is not None:
            return self.figure.text
        return STATUS_LABELS.get(self.status, "") if self.value is None else f"{self.value:f}"


@dataclass(frozen=True)
class Series:
    """A named row of points, one for each category."""

    name: str
    points: tuple[Point, ...]


@dataclass(frozen=True)
class ChartText:
    """The words around a chart; ``category`` heads the table's first column."""

    caption: str
    alt: str
    unit: str = ""
    category: str = ""


class ChartMaker:
    """Draws charts with one loaded ECharts; loading takes half a second, a chart a tenth.

    ``echarts`` is the path of ``echarts.min.js``, ``fonts`` a folder with a Chinese font.
    """

    def __init__(self, echarts: Path, fonts: Path) -> None:
        self._fonts = fonts
        self._engine = MiniRacer()
        self._engine.eval(echarts.read_text(encoding="utf-8"))
        self._turn = threading.Lock()

    def bar_line_chart(
        self, categories: Sequence[str], bars: Sequence[Series], lines: Sequence[Series],
        text: ChartText, line_unit: str = "",
    ) -> Chart:
        """Counts as bars on the left axis, rates as lines on the right one."""
        option = _frame(categories, text.unit, line_unit if lines else None)
        _add_bars(option, bars, order=range(1, len(bars) + 1))  # pale: the lines cross them
        for number, series in enumerate(lines):
            option["series"].append(_line(series, number))
            option["legend"]["data"].append(series.name)
        return self._chart(option, categories, (*bars, *lines), text)

    def epidemic_curve(
        self, days: Sequence[str], cases: Series, text: ChartText
    ) -> Chart:
        """Cases by day or week of onset: bars that touch, as epidemiologists draw them."""
        option = _frame(days, text.unit, None)
        _add_bars(option, [cases])
        for series in option["series"]:
            series["barCategoryGap"] = "0%"
            series["itemStyle"] = series["itemStyle"] | {"borderColor": INK, "borderWidth": 0.6}
        # One series needs no name beside the caption; the grounds, where there are any, do.
        option["legend"]["data"].remove(cases.name)
        return self._chart(option, days, [cases], text)

    def yearly_comparison(
        self, categories: Sequence[str], this_year: Series, last_year: Series, text: ChartText
    ) -> Chart:
        """This year beside last year, by category; last year stands first and is the pale one."""
        option = _frame(categories, text.unit, None)
        _add_bars(option, [last_year, this_year], order=(1, 0))
        return self._chart(option, categories, [last_year, this_year], text)

    def svg(self, option: dict[str, Any], width: int = WIDTH, height: int = HEIGHT) -> str:
        """Any ECharts option as SVG; the same option gives the same text."""
        size = json.dumps({"renderer": "svg", "ssr": True, "width": width, "height": height})
        script = (
            f"(() => {{ const chart = echarts.init(null, null, {size});"
            f" const option = {json.dumps(option)};"
            # ECharts writes 1,200; official text has no thousands separators.
            " for (const axis of option.yAxis || [])"
            " axis.axisLabel = {...axis.axisLabel, formatter: value => String(value)};"
            " chart.setOption(option);"
            " const text = chart.renderToSVGString(); chart.dispose(); return text; })()"
        )
        with self._turn:
            drawn = str(self._engine.eval(script))
        return _renumbered(drawn)

    def png(self, svg: str) -> bytes:
        """The SVG as PNG, with the fonts of the folder and no others."""
        return bytes(
            resvg_py.svg_to_bytes(
                svg_string=svg,
                background="#ffffff",
                zoom=PNG_ZOOM,
                skip_system_fonts=True,
                font_dirs=[str(self._fonts)],
                font_family=FONT,
                sans_serif_family=FONT,
            )
        )

    def _chart(
        self, option: dict[str, Any], categories: Sequence[str], all_series: Sequence[Series],
        text: ChartText,
    ) -> Chart:
        for series in all_series:
            if len(series.points) != len(categories):
                raise ValueError(
                    f"{series.name}: {len(series.points)} points, {len(categories)} categories"
                )
        svg = self.svg(option)
        table = _table(categories, all_series, text)
        return Chart(svg, self.png(svg), text.alt, text.caption, table)


def _renumbered(svg: str) -> str:
    """ECharts counts its names over all charts ever drawn; counted anew for each they are equal."""
    names: dict[str, str] = {}
    return re.sub(
        r"\bzr\d+-[a-z]+-?\d+", lambda found: names.setdefault(found[0], f"z{len(names)}"), svg
    )


def _table(
    categories: Sequence[str], all_series: Sequence[Series], text: ChartText
) -> TableBlock:
    rows = tuple(
        ((Run(category),), *(_cell(series.points[index]) for series in all_series))
        for index, category in enumerate(categories)
    )
    header = (text.category, *(series.name for series in all_series))
    notes = (f"单位：{text.unit}",) if text.unit else ()
    return TableBlock(header, rows, text.caption, notes)


def _cell(point: Point) -> Cell:
    return (FigureRun(point.figure),) if point.figure is not None else (Run(point.text),)


def _frame(categories: Sequence[str], unit: str, line_unit: str | None) -> dict[str, Any]:
    words = {"color": INK, "fontSize": 15, "fontFamily": FONT, "textBorderWidth": 0}
    axis = {
        "type": "category",
        "data": list(categories),
        "axisTick": {"alignWithLabel": True},
        "axisLine": {"lineStyle": {"color": INK}},
        "axisLabel": words | {"interval": "auto", "hideOverlap": True},
    }
    left = _value_axis(unit, words)
    right = _value_axis(line_unit or "", words) | {"show": line_unit is not None}
    right["splitLine"] = {"show": False}
    ground = {"type": "value", "min": 0, "max": 1, "show": False}
    return {
        "animation": False,
        "textStyle": {"fontFamily": FONT},
        "grid": {"left": 20, "right": 20, "top": 70, "bottom": 14, "containLabel": True},
        "legend": {"top": 4, "textStyle": words, "itemWidth": 28, "data": []},
        "xAxis": [axis, {"type": "category", "data": list(categories), "show": False}],
        "yAxis": [left, right, ground],
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


def _add_bars(
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
        "show": has_labels, "position": "top", "color": INK, "fontSize": 14, "fontFamily": FONT,
        "textBorderWidth": 0,
    }
    size = 9 if has_labels else 5
    zero = {"symbol": "circle", "symbolSize": size, "silent": True, "label": {"show": False}}
    zeros = [
        {"coord": [index, 0]} for index, point in enumerate(series.points) if _is_zero(point)
    ]
    return {
        "type": "bar",
        "name": series.name,
        "data": [_number(point) for point in series.points],
        "barMaxWidth": 46,
        "barGap": "10%",
        "label": shown,
        "itemStyle": {
            "color": FILLS[number % len(FILLS)],
            "borderColor": INK,
            "borderWidth": 1,
            "decal": DECALS[number % len(DECALS)],
        },
        "markPoint": zero | {
            "itemStyle": {"color": "#ffffff", "borderColor": INK, "borderWidth": 1.6},
            "data": zeros,
        },
    }


def _ground(
    series: Series, status: str, label: str, style: dict[str, Any]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": label,
        "stack": f"ground of {series.name}",
        "xAxisIndex": 1,
        "yAxisIndex": 2,
        "data": [1 if point.status == status else None for point in series.points],
        "barMaxWidth": 46,
        "barGap": "10%",
        "itemStyle": style,
    }


_GROUNDS: dict[str, dict[str, Any]] = {
    "not_reported": {
        "color": "#ffffff", "borderColor": GREY, "borderWidth": 1, "borderType": "dashed",
        "decal": HATCH | {"color": GREY},
    },
    "cannot_tell": {"color": "#d5d9de", "borderWidth": 0, "decal": {"symbol": "none"}},
}


def _line(series: Series, number: int) -> dict[str, Any]:
    points = [
        {"value": _number(point), "symbol": "emptyCircle" if _is_zero(point) else "circle"}
        for point in series.points
    ]
    return {
        "type": "line",
        "name": series.name,
        "yAxisIndex": 1,
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
