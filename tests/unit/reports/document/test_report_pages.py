"""HTML and PDF: every figure is there, nothing is fetched, nothing in the text is executed."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pymupdf
import pytest
from report_sample import CASES, PIXEL, build_document

from xinglin.reports.document.html import to_html
from xinglin.reports.document.model import Chart, Document, FigureRun, Paragraph, Run
from xinglin.reports.document.pdf import to_pdf
from xinglin.site.tools import tools_dir


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


@pytest.fixture(scope="module")
def pdf() -> pymupdf.Document:
    return pymupdf.open(stream=to_pdf(build_document(), tools_dir() / "fonts"))


def test_the_pdf_prints_the_same_text(pdf: pymupdf.Document) -> None:
    text = "".join("".join(page.get_text() for page in pdf).split())
    for run in build_document().figure_runs():
        assert run.figure.text in text
    for words in ("杏林市卫生局关于2013年上半年", "（一）传染病防控", "2013年7月10日", "附件"):
        assert words in text


def test_the_pdf_keeps_to_the_text_area(pdf: pymupdf.Document) -> None:
    millimetre = 72 / 25.4
    for page in pdf:
        assert abs(page.rect.width - 210 * millimetre) < 1
        for left, top, right, bottom, text, *_ in page.get_text("blocks"):
            if "—" in text and top > 262 * millimetre:
                continue  # the page number
            assert left > 27 * millimetre, text
            assert right < 185.5 * millimetre, text
            assert top > 35 * millimetre, text
            assert bottom < 263.5 * millimetre, text


def test_page_numbers_of_the_pdf_change_sides(pdf: pymupdf.Document) -> None:
    places = []
    for number, page in enumerate(pdf, 1):
        (place,) = page.search_for(f"— {number} —")
        places.append(place.x0 > page.rect.width / 2)
    assert places == [number % 2 == 1 for number in range(1, len(places) + 1)]
    assert len(places) >= 2


def test_the_pdf_is_set_in_the_official_fonts(pdf: pymupdf.Document) -> None:
    names = {font[3].partition("+")[2] for page in pdf for font in page.get_fonts()}
    assert any("FandolFang" in name for name in names)
    assert any("FandolKai" in name for name in names)


def test_the_same_document_gives_the_same_pdf(document: Document) -> None:
    fonts = tools_dir() / "fonts"
    assert to_pdf(document, fonts) == to_pdf(document, fonts)


def test_typesetting_in_the_text_is_text() -> None:
    nasty = '#read("/etc/passwd") $x$ *fett* @ref <label> \\'
    document = build_document(blocks=(Paragraph((Run(nasty),)),))
    text = pymupdf.open(stream=to_pdf(document, tools_dir() / "fonts"))[0].get_text()
    assert '#read("/etc/passwd")' in " ".join(text.split())


def test_a_chart_without_caption_is_set() -> None:
    chart = Chart("<svg/>", PIXEL, "无", "")
    assert to_pdf(build_document(blocks=(chart,)), tools_dir() / "fonts").startswith(b"%PDF")
