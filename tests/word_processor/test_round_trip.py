"""A report saved by another word processor still holds, and tampering is still seen after it.

LibreOffice opens the file and saves it as .docx again: it drops tags, renumbers ids, moves the
ends of bookmarks, splits runs where the script changes and rewrites every part.
"""

from __future__ import annotations

import io
import struct
import subprocess
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from xinglin.reports.document.checking import check_text
from xinglin.reports.document.model import (
    BoundFigure,
    Chart,
    Document,
    FigureRun,
    Heading,
    Paragraph,
    Run,
    TableBlock,
)
from xinglin.reports.document.word import to_word
from xinglin.reports.document.word_reading import read_word
from xinglin.site.tools import ToolCommand

Convert = Callable[[bytes, str], bytes]

# Every form of printed figure, and what may stand on either side of it.
TEXTS = (
    "2988",
    "3.10%",
    "-3",
    "6.05‰",
    "<5",
    "119.37/10万",
    "下降3.10%",
    "提高1.20个百分点",
    "4.6万",
    "—",
    "【未报】",
    "【未报：疾控科】",
    "【无法判定】",
    "持平",
    "0",
)
SIDES = (("中", "中"), ("A ", "B"), ("", ""), ("（", "）"), ("，", "，"), ("“", "”"), ("12 ", " 3"))


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff"))
    + _chunk(b"IEND", b"")
)


def _document() -> Document:
    figures = [
        BoundFigure(f"f{number}", text, None, "reported", "i", "469900", "2013H1")
        for number, text in enumerate(TEXTS)
    ]
    prose = [
        Paragraph((Run(before), FigureRun(item), Run(after)))
        for item in figures
        for before, after in SIDES
    ]
    neighbours = Paragraph(tuple(FigureRun(item) for item in figures[:4]))
    bold = Paragraph((Run("其中", bold=True), FigureRun(figures[0], bold=True), Run("例。")))
    rows = tuple(((Run(item.figure_id),), (FigureRun(item),)) for item in figures)
    chart = Chart("<svg/>", PIXEL, "图", "图1  2013年发病数")
    heading = Heading("一、上半年主要工作")
    table = TableBlock(("编号", "数值"), rows, "表1  数字", ("注：共3项。",))
    return Document(
        title="2013年上半年\n工作报告",
        report_id="R-2013H1-1",
        place="469900",
        period="2013H1",
        snapshot="a" * 64,
        definitions="b" * 64,
        audit_head="c" * 64,
        blocks=(heading, *prose, neighbours, bold, chart, table),
        issued_by="杏林市卫生局",
        issued_on=date(2013, 7, 10),
        footer="报告编号：R-2013H1-1，共3页",
        appendix=(Paragraph((Run("附件"),), "appendix"), table),
    )


@pytest.fixture(scope="module")
def convert(soffice_command: ToolCommand, tmp_path_factory: pytest.TempPathFactory) -> Convert:
    profile = tmp_path_factory.mktemp("profile")

    def run(data: bytes, to: str) -> bytes:
        folder = tmp_path_factory.mktemp("convert")
        (folder / "report.docx").write_bytes(data)
        output = folder / "out"
        subprocess.run(
            [
                *soffice_command.argv,
                f"-env:UserInstallation={profile.as_uri()}",
                "--headless",
                "--convert-to",
                to,
                "--outdir",
                str(output),
                str(folder / "report.docx"),
            ],
            env=soffice_command.environment(),
            check=True,
            capture_output=True,
            timeout=180,
        )
        return Path(output / f"report.{to}").read_bytes()

    return run


@pytest.fixture(scope="module")
def saved_again(convert: Convert) -> bytes:
    return convert(to_word(_document()), "docx")


def _breaking(data: bytes) -> list[tuple[str, str, str | None, str | None]]:
    return [
        (found.kind, found.figure_id, found.old, found.new)
        for found in check_text(read_word(data))
        if found.breaks
    ]


def _replace(data: bytes, old: str, new: str) -> bytes:
    source = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            if name == "word/document.xml":
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode(), 1)
            target.writestr(name, content)
    return buffer.getvalue()


def test_everything_holds_after_a_save(saved_again: bytes) -> None:
    assert _breaking(saved_again) == []
    readback = read_word(saved_again)
    assert readback.binding is not None
    assert len(readback.found) == len(TEXTS)
    expected = {f"f{number}": text for number, text in enumerate(TEXTS)}
    for figure_id, places in readback.found.items():
        assert {place.text for place in places} == {expected[figure_id]}


def test_it_really_was_another_program(saved_again: bytes) -> None:
    parts = zipfile.ZipFile(io.BytesIO(saved_again))
    assert b"LibreOffice" in parts.read("docProps/app.xml")
    assert b"w:tag " not in parts.read("word/document.xml")


def test_everything_holds_after_a_second_save(convert: Convert, saved_again: bytes) -> None:
    assert _breaking(convert(saved_again, "docx")) == []


def test_a_figure_changed_before_the_save_is_named(convert: Convert) -> None:
    tampered = _replace(
        to_word(_document()), '<w:t xml:space="preserve">2988<', '<w:t xml:space="preserve">2888<'
    )
    assert _breaking(convert(tampered, "docx")) == [("text_changed", "f0", "2988", "2888")]


def test_a_number_typed_before_the_save_is_named(convert: Convert) -> None:
    tampered = _replace(to_word(_document()), "一、上半年主要工作", "一、上半年主要工作321项")
    assert _breaking(convert(tampered, "docx")) == [("loose_number", "", None, "321")]


def test_a_figure_changed_after_the_save_is_named(saved_again: bytes) -> None:
    found = _breaking(_replace(saved_again, "<w:t>2988<", "<w:t>2888<"))
    assert found == [("text_changed", "f0", "2988", "2888")]


def test_the_printed_pages_are_official(convert: Convert) -> None:
    pages = pypdfium2.PdfDocument(convert(to_word(_document()), "pdf"))
    millimetre = 72 / 25.4
    wide, high = pages[0].get_size()
    assert abs(wide - 210 * millimetre) < 1
    assert abs(high - 297 * millimetre) < 1
    text = "".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    for printed in (*TEXTS, "一、上半年主要工作", "杏林市卫生局2013年7月10日"):
        assert printed in text
    first = pages[0].get_textpage()
    index, _ = first.search("— 1 —").get_next()
    left, bottom, _, top = first.get_charbox(index)
    assert left > wide / 2
    # 7.5: the dashes stand 7 mm below the text area, which ends 35 mm above the edge.
    assert abs((bottom + top) / 2 / millimetre - (35 - 7)) < 1.5
