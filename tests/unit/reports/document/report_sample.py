"""One small report with every kind of block, and ways to tamper with its Word file."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from datetime import date
from typing import Any

from lxml import etree

from xinglin.reports.document.checking import TextFinding, check_text
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
from xinglin.reports.document.word_reading import read_word


def _chunk(kind: bytes, data: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + check


# A PNG of one white pixel.
PIXEL = (
    b"\x89PNG\r\n\x1a\n"
    + _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    + _chunk(b"IDAT", zlib.compress(b"\0\xff"))
    + _chunk(b"IEND", b"")
)
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"w": W}

Change = Callable[[etree._Element], Any]


def figure(figure_id: str, text: str, value: str | None, status: str = "reported") -> BoundFigure:
    return BoundFigure(figure_id, text, value, status, "infectious.cases", "469900", "2013H1")


CASES = figure("cases", "2988", "2988")
DEATHS = figure("deaths", "12", "12")
CHANGE = figure("change", "下降3.10%", "-3.1")
LATE = figure("late", "【未报：疾控科】", None, "not_reported")
CLASS_A = figure("class-a", "0", "0", "zero")


def build_document(**changes: Any) -> Document:
    prose = Paragraph(
        (
            Run("加强监测。", bold=True),
            Run("召开会议3次。全市报告乙丙类传染病"),
            FigureRun(CASES),
            Run("例，死亡"),
            FigureRun(DEATHS),
            Run("例，同比"),
            FigureRun(CHANGE),
            Run("；甲类"),
            FigureRun(CLASS_A),
            Run("例。及时率"),
            FigureRun(LATE),
            Run("。"),
        )
    )
    chart = Chart('<svg xmlns="http://www.w3.org/2000/svg"/>', PIXEL, "发病数柱状图", "图1  发病数")
    rows = tuple(((Run(item.figure_id),), (FigureRun(item),)) for item in (CASES, DEATHS, LATE))
    blocks = (
        Paragraph((Run("市人民政府："),), "flush"),
        Heading("一、上半年主要工作", 1),
        Heading("（一）传染病防控", 2),
        Heading("1．疫情概况。", 3),
        Heading("（1）重点病种", 4),
        prose,
        chart,
        TableBlock(
            ("病种", "发病数"), (((Run("合计"),), (FigureRun(CASES),)),), "表1  发病", ("注：略。",)
        ),
        Paragraph((Run("力争12月底前完成。"),)),
    )
    appendix = (
        Paragraph((Run("附件"),), "appendix"),
        Paragraph((Run("全部数字"),), "appendix_title"),
        TableBlock(("编号", "数值"), rows),
    )
    plain: dict[str, Any] = {
        "title": "杏林市卫生局关于2013年上半年\n卫生工作情况的报告",
        "report_id": "R-1",
        "place": "469900",
        "period": "2013H1",
        "snapshot": "a" * 64,
        "definitions": "b" * 64,
        "blocks": blocks,
        "issued_by": "杏林市卫生局",
        "issued_on": date(2013, 7, 10),
        "subtitle": "（2013年1月至6月）",
        "footer": "报告编号：R-1",
        "audit_head": "c" * 64,
        "appendix": appendix,
    }
    return Document(**(plain | changes))


def rewrite(data: bytes, parts: dict[str, bytes | None]) -> bytes:
    """The zip with some parts replaced, added, or (None) left out."""
    old = zipfile.ZipFile(io.BytesIO(data))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in [*old.namelist(), *(name for name in parts if name not in old.namelist())]:
            content = parts[name] if name in parts else old.read(name)
            if content is not None:
                new.writestr(name, content)
    return buffer.getvalue()


def part_of(data: bytes, name: str) -> bytes:
    return zipfile.ZipFile(io.BytesIO(data)).read(name)


def tamper(data: bytes, change: Change, part: str = "word/document.xml") -> bytes:
    root = etree.fromstring(part_of(data, part))
    change(root)
    return rewrite(data, {part: etree.tostring(root)})


def findings(data: bytes) -> list[TextFinding]:
    return check_text(read_word(data, "report.docx"))


def breaking(data: bytes) -> list[tuple[str, str, str | None, str | None]]:
    """What breaks the proof: kind, figure, old and new text."""
    return [
        (found.kind, found.figure_id, found.old, found.new)
        for found in findings(data)
        if found.breaks
    ]


def controls(root: etree._Element, title: str) -> list[etree._Element]:
    path = f'//w:sdt[w:sdtPr/w:alias[@w:val="{title}"]]'
    return list(root.xpath(path, namespaces=NAMES))


def texts(root: etree._Element, containing: str) -> list[etree._Element]:
    return [node for node in root.iter(f"{{{W}}}t") if containing in (node.text or "")]


def word_xml(text: str) -> etree._Element:
    """A fragment of WordprocessingML."""
    return etree.fromstring(f'<w:x xmlns:w="{W}">{text}</w:x>')[0]
