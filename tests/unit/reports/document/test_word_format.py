"""The Word file: deterministic, opened by python-docx, and in the format of GB/T 9704-2012."""

from __future__ import annotations

import io
import time

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt
from lxml import etree
from report_sample import CASES, NAMES, PIXEL, build_document, controls, figure, part_of

from xinglin.reports.document.binding import LONGEST_ALIAS, NAMESPACE
from xinglin.reports.document.model import Chart, FigureRun, Paragraph
from xinglin.reports.document.word import BINDING_PART, to_word
from xinglin.reports.document.word_reading import read_word


def test_the_same_document_gives_the_same_bytes(
    word_file: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    time.tzset()
    assert to_word(build_document()) == word_file


def test_the_page_is_that_of_the_standard(word_file: bytes) -> None:
    section = docx.Document(io.BytesIO(word_file)).sections[0]
    sheet = (section.page_width, section.page_height)
    margins = (section.top_margin, section.left_margin)
    area = (
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
    )
    # 5.1: A4 210 x 297 mm; 5.2.1: 天头 37 mm, 订口 28 mm, 版心 156 x 225 mm.
    for lengths, expected in ((sheet, (210, 297)), (margins, (37, 28)), (area, (156, 225))):
        for length, millimetres in zip(lengths, expected, strict=True):
            assert abs(length - Mm(millimetres)) < Mm(0.1)


def test_fonts_and_sizes_are_those_of_the_standard(word_file: bytes) -> None:
    styles = etree.fromstring(part_of(word_file, "word/styles.xml"))

    def of_style(style_id: str) -> tuple[str, str]:
        path = f'//w:style[@w:styleId="{style_id}"]/w:rPr'
        (properties,) = styles.xpath(path, namespaces=NAMES)
        font = properties.xpath("w:rFonts/@w:eastAsia", namespaces=NAMES)[0]
        return font, properties.xpath("w:sz/@w:val", namespaces=NAMES)[0]

    # 7.3.1: title 2号小标宋; 7.3.3: body 3号仿宋, headings 黑体, 楷体, 仿宋, 仿宋; 7.5: 4号宋体.
    assert of_style("Title") == ("方正小标宋简体", "44")
    assert of_style("Body") == ("仿宋", "32")
    fonts = [of_style(f"Heading{level}")[0] for level in (1, 2, 3, 4)]
    assert fonts == ["黑体", "楷体", "仿宋", "仿宋"]
    assert of_style("Footer") == ("宋体", "28")


def test_twenty_two_lines_fill_the_text_area(word_file: bytes) -> None:
    styles = docx.Document(io.BytesIO(word_file)).styles
    pitch = styles["正文首行缩进"].paragraph_format.line_spacing
    # 5.2.3: 每面排22行, and the area 225 mm high is filled: 22 fit, 23 do not.
    assert 22 * pitch <= Mm(225.5) < 23 * pitch
    assert pitch == Pt(28.9)


def test_page_numbers_stand_right_on_odd_and_left_on_even_pages(word_file: bytes) -> None:
    opened = docx.Document(io.BytesIO(word_file))
    assert opened.settings.odd_and_even_pages_header_footer
    section = opened.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert odd.alignment == WD_ALIGN_PARAGRAPH.RIGHT
    assert even.alignment == WD_ALIGN_PARAGRAPH.LEFT
    assert odd.text == "— 1 —"
    assert " PAGE " in etree.tostring(odd._p, encoding="unicode")


def test_signature_and_date_follow_the_text(word_file: bytes) -> None:
    paragraphs = [item.text for item in docx.Document(io.BytesIO(word_file)).paragraphs]
    at = paragraphs.index("杏林市卫生局")
    # 7.3.5.4: the year in full, no leading zeros.
    assert paragraphs[at - 1 : at + 3] == ["", "杏林市卫生局", "2013年7月10日", "附件"]


def test_each_figure_is_an_unbound_control_within_a_bookmark(word_file: bytes) -> None:
    root = etree.fromstring(part_of(word_file, "word/document.xml"))
    assert len(controls(root, "cases")) == 3
    for control in root.iter(f"{{{NAMES['w']}}}sdt"):
        before, after = control.getprevious(), control.getnext()
        assert etree.QName(before).localname == "bookmarkStart"
        assert etree.QName(after).localname == "bookmarkEnd"
        assert len(before.get(f"{{{NAMES['w']}}}name")) <= 40  # Word's limit
    names = root.xpath("//w:bookmarkStart/@w:name", namespaces=NAMES)
    assert len(set(names)) == len(names)
    assert not root.xpath("//w:dataBinding", namespaces=NAMES)


def test_the_binding_says_what_was_printed(word_file: bytes) -> None:
    root = etree.fromstring(part_of(word_file, BINDING_PART))
    assert root.tag == f"{{{NAMESPACE}}}report"
    binding = read_word(word_file).binding
    assert binding is not None
    assert binding.is_intact
    assert (binding.report_id, binding.place, binding.period) == ("R-1", "469900", "2013H1")
    cases = binding.by_id()["cases"]
    assert (cases.text, cases.value, cases.printed) == ("2988", "2988", 3)
    assert binding.by_id()["late"].value is None


def test_a_long_id_still_has_a_title_word_takes() -> None:
    long = figure("infectious.cases@469900/2013H1/" + "x" * 80, "7", "7")
    data = to_word(build_document(blocks=(Paragraph((FigureRun(long),)),), appendix=()))
    root = etree.fromstring(part_of(data, "word/document.xml"))
    (title,) = root.xpath("//w:alias/@w:val", namespaces=NAMES)
    assert len(title) <= LONGEST_ALIAS
    assert read_word(data).found[long.figure_id][0].text == "7"


def test_signs_outside_the_first_plane_survive() -> None:
    name = Paragraph((FigureRun(CASES),), "body")
    data = to_word(build_document(title="𠮷𬱟县报告", blocks=(name,)))
    assert docx.Document(io.BytesIO(data)).paragraphs[0].text == "𠮷𬱟县报告"


def test_a_picture_that_is_no_png_is_refused() -> None:
    broken = Chart("<svg/>", b"GIF89a" + PIXEL, "", "")
    with pytest.raises(ValueError, match="PNG"):
        to_word(build_document(blocks=(broken,)))
