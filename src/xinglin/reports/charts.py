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
from pathlib import Path
from typing import Any

import resvg_py
from py_mini_racer import MiniRacer

from xinglin.reports.chart_options import (
    INK,
    Point,
    Series,
    add_bars,
    frame,
    rate_line,
)
from xinglin.reports.document.model import Cell, Chart, FigureRun, Run, TableBlock

__all__ = ["ChartMaker", "ChartText", "Point", "Series"]

WIDTH, HEIGHT = 960, 480
PNG_ZOOM = 2.5  # about 400 dots an inch at the width it is printed


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
        self,
        categories: Sequence[str],
        bars: Sequence[Series],
        lines: Sequence[Series],
        text: ChartText,
        line_unit: str = "",
    ) -> Chart:
        """Counts as bars on the left axis, rates as lines on the right one."""
        option = frame(categories, text.unit, line_unit if lines else None)
        add_bars(option, bars, order=range(1, len(bars) + 1))  # pale: the lines cross them
        for number, series in enumerate(lines):
            option["series"].append(rate_line(series, number))
            option["legend"]["data"].append(series.name)
        return self._chart(option, categories, (*bars, *lines), text)

    def epidemic_curve(self, days: Sequence[str], cases: Series, text: ChartText) -> Chart:
        """Cases by day or week of onset: bars that touch, as epidemiologists draw them."""
        option = frame(days, text.unit, None)
        add_bars(option, [cases])
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
        option = frame(categories, text.unit, None)
        add_bars(option, [last_year, this_year], order=(1, 0))
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
                font_family="Noto Sans CJK SC",
                sans_serif_family="Noto Sans CJK SC",
            )
        )

    def _chart(
        self,
        option: dict[str, Any],
        categories: Sequence[str],
        all_series: Sequence[Series],
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


def _table(categories: Sequence[str], all_series: Sequence[Series], text: ChartText) -> TableBlock:
    rows = tuple(
        ((Run(category),), *(_cell(series.points[index]) for series in all_series))
        for index, category in enumerate(categories)
    )
    header = (text.category, *(series.name for series in all_series))
    notes = (f"单位：{text.unit}",) if text.unit else ()
    return TableBlock(header, rows, text.caption, notes)


def _cell(point: Point) -> Cell:
    return (FigureRun(point.figure),) if point.figure is not None else (Run(point.text),)
