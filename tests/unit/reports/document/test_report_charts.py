"""Charts: the four kinds of nothing look different, and the table says them in words."""

from __future__ import annotations

import re
from decimal import Decimal

import pypdfium2
import pytest
from report_sample import CASES, build_document

from xinglin.reports.chart_options import Point, Series
from xinglin.reports.charts import ChartMaker, ChartText
from xinglin.reports.document.model import Chart, FigureRun, Run
from xinglin.reports.document.pdf import to_pdf
from xinglin.reports.document.word_content import png_size
from xinglin.site.tools import tools_dir

ZERO, NOT_REPORTED = Point(0, "zero"), Point(None, "not_reported")
CANNOT_TELL, NOT_APPLICABLE = Point(None, "cannot_tell"), Point(None, "not_applicable")
TEXT = ChartText("图1  发病数", "两年发病数比较", "例", "病种")


@pytest.fixture(scope="module")
def maker() -> ChartMaker:
    return ChartMaker(tools_dir() / "web" / "echarts.min.js", tools_dir() / "fonts")


def comparison(maker: ChartMaker, last: Point) -> Chart:
    this_year = Series("2013年上半年", (Point(1024, figure=CASES), Point(52)))
    last_year = Series("2012年上半年", (Point(980), last))
    return maker.yearly_comparison(["手足口病", "痢疾"], this_year, last_year, TEXT)


def printed_grey(chart: Chart) -> bytes:
    """The pixels of the chart's page, printed without colour."""
    document = build_document(blocks=(chart,), appendix=())
    page = pypdfium2.PdfDocument(to_pdf(document, tools_dir() / "fonts"))[0]
    return bytes(page.render(scale=2, grayscale=True).buffer)


def test_the_four_kinds_of_nothing_differ_in_grey(maker: ChartMaker) -> None:
    kinds = (ZERO, NOT_REPORTED, CANNOT_TELL, NOT_APPLICABLE, Point(40))
    pictures = [printed_grey(comparison(maker, kind)) for kind in kinds]
    assert len(set(pictures)) == len(kinds)


def test_zero_is_a_hollow_mark_and_gaps_are_named(maker: ChartMaker) -> None:
    zero = comparison(maker, ZERO).svg
    assert "未报" not in zero
    assert "无法判定" not in zero
    missing = comparison(maker, NOT_REPORTED).svg
    assert "未报" in missing
    assert missing.count("<pattern") > zero.count("<pattern")  # the hatching
    assert "无法判定" in comparison(maker, CANNOT_TELL).svg


def test_the_table_says_the_same_in_words(maker: ChartMaker) -> None:
    table = comparison(maker, CANNOT_TELL).table
    assert table is not None
    assert table.header == ("病种", "2012年上半年", "2013年上半年")
    assert table.rows[0] == ((Run("手足口病"),), (Run("980"),), (FigureRun(CASES),))
    assert table.rows[1] == ((Run("痢疾"),), (Run("无法判定"),), (Run("52"),))


def test_the_same_chart_gives_the_same_bytes(maker: ChartMaker) -> None:
    first = comparison(maker, NOT_REPORTED)
    maker.epidemic_curve(["3月1日"], Series("病例", (Point(3),)), TEXT)
    again = comparison(maker, NOT_REPORTED)
    assert first == again


def test_axes_have_no_thousands_separators(maker: ChartMaker) -> None:
    words = re.findall(r">([^<>]+)</text>", comparison(maker, ZERO).svg)
    assert "1200" in words
    assert not any("," in word for word in words)


def test_a_line_breaks_where_nothing_is_reported(maker: ChartMaker) -> None:
    def drawn(middle: Point) -> int:
        bars = [Series("发病数", (Point(5), Point(6), Point(7)))]
        rates = [Series("发病率", (Point(Decimal("1.2")), middle, Point(Decimal("1.4"))))]
        chart = maker.bar_line_chart(["甲", "乙", "丙"], bars, rates, TEXT, "1/10万")
        line = r'd="M[\d.]+ [\d.]+(?:L[\d.]+ [\d.]+)+" fill="none"[^>]*stroke-width="2"'
        return len(re.findall(line, chart.svg))

    assert drawn(Point(Decimal("1.3"))) == 1
    assert drawn(NOT_REPORTED) == 0  # two lone points, no line between them


def test_pictures_are_fine_enough_for_print(maker: ChartMaker) -> None:
    chart = maker.epidemic_curve(
        [f"3月{day}日" for day in range(1, 32)],
        Series(
            "病例", tuple(Point(day % 7, "reported" if day % 7 else "zero") for day in range(31))
        ),
        TEXT,
    )
    width, height = png_size(chart.png)
    assert width / (148 / 25.4) > 300  # dots an inch at the width it is printed
    assert height > 0


def test_points_that_contradict_themselves_are_refused(maker: ChartMaker) -> None:
    with pytest.raises(ValueError, match="not_reported"):
        Point(3, "not_reported")
    with pytest.raises(ValueError, match="has value None"):
        Point(None)
    with pytest.raises(ValueError, match="1 points, 2 categories"):
        maker.epidemic_curve(["a", "b"], Series("病例", (Point(1),)), TEXT)
