"""HTML and PDF: every figure is there, nothing is fetched, nothing in the text is executed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pypdfium2
import pytest
from report_sample import CASES, PIXEL, build_document

from xinglin.reports.document.html import to_html
from xinglin.reports.document.model import Chart, Document, FigureRun, Paragraph, Run
from xinglin.reports.document.pdf import to_pdf
from xinglin.site.tools import tools_dir

MILLIMETRE = 72 / 25.4


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))


def tags_of(document: Document) -> list[tuple[str, dict[str, str | None]]]:
    reader = Reader()
    reader.feed(to_html(document))
    return reader.tags


def test_every_printed_figure_is_a_button(document: Document) -> None:
    buttons = [item for tag, item in tags_of(document) if tag == "button"]
    printed = [run.figure.figure_id for run in document.figure_runs()]
    assert [item["data-figure"] for item in buttons] == printed
    assert "not_reported" in {item["data-status"] for item in buttons}


def test_nothing_is_fetched_and_no_script_runs(document: Document) -> None:
    tags = tags_of(document)
    assert not {"script", "link", "iframe"} & {tag for tag, _ in tags}
    sources = [item["src"] for _, item in tags if "src" in item]
    assert sources
    assert all(str(source).startswith("data:image/svg+xml;base64,") for source in sources)
    assert "http" not in re.sub(r'src="[^"]*"', "", to_html(document))


def test_text_is_escaped() -> None:
    nasty = '<script>alert("1")</script>&'
    document = build_document(title=nasty, blocks=(Paragraph((Run(nasty),)),), footer=nasty)
    assert "<script" not in to_html(document)
    assert to_html(document).count("&lt;script&gt;") == 4


def test_a_number_and_its_unit_stay_on_one_line() -> None:
    prose = Paragraph((Run("报告"), FigureRun(CASES), Run("例，会议3次。")))
    html = to_html(build_document(blocks=(prose,), appendix=()))
    assert 'data-status="reported">2988</button>例</span>，会议' in html
    assert '<span class="together">3次</span>。' in html


def text_of(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return "".join("".join(page.get_textpage().get_text_range() for page in pages).split())


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return to_pdf(build_document(), tools_dir() / "fonts")


def test_the_pdf_prints_the_same_text(pdf: bytes) -> None:
    text = text_of(pdf)
    for run in build_document().figure_runs():
        assert run.figure.text in text
    for words in ("杏林市卫生局关于2013年上半年", "（一）传染病防控", "2013年7月10日", "附件"):
        assert words in text


def test_the_pdf_keeps_to_the_text_area(pdf: bytes) -> None:
    # 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 x 225 mm; only the page number stands below it.
    for page in pypdfium2.PdfDocument(pdf):
        text = page.get_textpage()
        for number in range(text.count_rects()):
            rectangle = text.get_rect(number)
            left, bottom, right, top = (length / MILLIMETRE for length in rectangle)
            if top < 35:
                assert "—" in text.get_text_bounded(*rectangle)
                continue
            assert 27.5 < left < right < 184.5
            assert 34.5 < bottom < top < 260.5


def test_page_numbers_of_the_pdf_change_sides(pdf: bytes) -> None:
    sides = []
    for number, page in enumerate(pypdfium2.PdfDocument(pdf), 1):
        text = page.get_textpage()
        index, _ = text.search(f"— {number} —").get_next()
        left, _, _, _ = text.get_charbox(index)
        sides.append("right" if left > 105 * MILLIMETRE else "left")
    assert sides == ["right", "left", "right", "left"]


def test_the_pdf_is_set_in_the_official_fonts(pdf: bytes) -> None:
    names = set(re.findall(rb"/BaseFont ?/[A-Z]{6}\+(\w+)", pdf))
    assert {b"FandolFang", b"FandolKai", b"NotoSansCJKsc", b"NotoSerifCJKsc"} <= {
        name.partition(b"-")[0] for name in names
    }


def test_the_same_document_gives_the_same_pdf(document: Document) -> None:
    fonts = tools_dir() / "fonts"
    assert to_pdf(document, fonts) == to_pdf(document, fonts)


def test_typesetting_in_the_text_is_text() -> None:
    nasty = '#read("/etc/passwd") $x$ *fett* @ref <label> \\'
    document = build_document(blocks=(Paragraph((Run(nasty),)),))
    assert '#read("/etc/passwd")' in text_of(to_pdf(document, tools_dir() / "fonts"))


def test_a_chart_without_caption_is_set() -> None:
    chart = Chart("<svg/>", PIXEL, "无", "")
    assert to_pdf(build_document(blocks=(chart,)), tools_dir() / "fonts").startswith(b"%PDF")
