"""The blocks of a document as WordprocessingML."""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable
from unicodedata import east_asian_width

from lxml import etree

from xinglin.reports.document.binding import bookmark_stem, control_title
from xinglin.reports.document.layout import column_weights, is_figure_cell, signature_lines
from xinglin.reports.document.model import (
    Block,
    Chart,
    Document,
    FigureRun,
    Heading,
    Inline,
    Paragraph,
    Run,
    TableBlock,
)
from xinglin.reports.document.word_markup import PIC, element, qualified, text_element
from xinglin.reports.document.word_styles import (
    HEADING_STYLES,
    LINE_PITCH,
    PARAGRAPH_STYLE_IDS,
    TEXT_WIDTH,
    TWIPS_PER_MM,
    exact_line,
    indent_signs,
    justify,
)

EMU_PER_TWIP = 635
PICTURE_WIDTH_MM = 148
SHORT_TABLE = 10  # rows that are kept on one page with the caption
PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


class BodyWriter:
    """Writes blocks; keeps the numbers that must be unique in the document.

    ``pictures`` are the PNGs met, in order; the n-th is expected as relationship ``rIdPicture<n>``.
    """

    def __init__(self) -> None:
        self.pictures: list[bytes] = []
        self._next_id = 1
        self._printed: Counter[str] = Counter()

    def body(self, document: Document, section: etree._Element) -> etree._Element:
        """``w:body`` of the whole report, in the order of GB/T 9704-2012, 7.3."""
        # A long title is broken by its author, where the sense allows (7.3.1).
        lines = document.title.splitlines()
        body = element("w:body", *(_paragraph("Title", [_run(line)]) for line in lines))
        if document.subtitle:
            body.append(_paragraph("Subtitle", self._runs([Run(document.subtitle)])))
        body.append(_paragraph("Normal", []))
        for block in document.blocks:
            body.extend(self._block(block))
        if len(body) and body[-1].tag == qualified("w:p"):
            # A page with nothing but the signature is not allowed (7.3.5.4).
            body[-1][0].insert(1, element("w:keepNext"))
        body.extend(_signature(document))
        for block in document.appendix:
            body.extend(self._block(block))
        body.extend(_imprint(document.footer))
        body.append(section)
        return body

    def _block(self, block: Block) -> Iterable[etree._Element]:
        if isinstance(block, Heading):
            return [_paragraph(HEADING_STYLES[block.level], [_run(block.text)])]
        if isinstance(block, Paragraph):
            return [_paragraph(PARAGRAPH_STYLE_IDS[block.style], self._runs(block.runs))]
        if isinstance(block, TableBlock):
            return self._table(block)
        return self._chart(block)

    def _runs(self, runs: Iterable[Inline]) -> list[etree._Element]:
        made: list[etree._Element] = []
        for run in runs:
            if isinstance(run, FigureRun):
                made.extend(self._figure(run))
            else:
                made.append(_run(run.text, run.bold))
        return made

    def _figure(self, run: FigureRun) -> list[etree._Element]:
        """A content control, not data-bound, between the two ends of a bookmark.

        Plain text; rich where the figure's text has Chinese signs (【未报】, 下降3.1%), because
        LibreOffice 7.4 writes a plain-text control with Chinese in it several times over.
        """
        figure_id = run.figure.figure_id
        self._printed[figure_id] += 1
        mark, control = self._new_id(), self._new_id()
        name = f"{bookmark_stem(figure_id)}_{self._printed[figure_id]}"
        title = control_title(figure_id)
        properties = element(
            "w:sdtPr",
            element("w:alias", val=title),
            element("w:tag", val=title),
            element("w:id", val=control),
        )
        if not any(east_asian_width(sign) in "WF" for sign in run.figure.text):
            properties.append(element("w:text"))
        content = element("w:sdtContent", _run(run.figure.text, run.bold))
        return [
            element("w:bookmarkStart", id=mark, name=name),
            element("w:sdt", properties, content),
            element("w:bookmarkEnd", id=mark),
        ]

    def _table(self, table: TableBlock) -> list[etree._Element]:
        made = [_paragraph("Caption", [_run(table.caption)])] if table.caption else []
        widths = _column_widths(table)
        grid = element("w:tblGrid", *(element("w:gridCol", w=str(width)) for width in widths))
        properties = element(
            "w:tblPr",
            element("w:tblStyle", val="ReportTable"),
            element("w:tblW", w=str(sum(widths)), type="dxa"),
            justify("center"),
            element("w:tblLayout", type="fixed"),
        )
        rows = element("w:tbl", properties, grid, self._header_row(table.header, widths))
        is_short = len(table.rows) <= SHORT_TABLE
        for number, row in enumerate(table.rows, 1):
            is_kept = is_short and number < len(table.rows)
            cells = [
                _cell(self._runs(cell), width, is_figure_cell(cell), is_kept)
                for cell, width in zip(row, widths, strict=True)
            ]
            rows.append(element("w:tr", element("w:trPr", element("w:cantSplit")), *cells))
        made.append(rows)
        notes = table.notes or ("",)  # two tables without a paragraph between them would melt
        made.extend(_paragraph("Note", [_run(note)] if note else []) for note in notes)
        return made

    def _header_row(self, header: tuple[str, ...], widths: list[int]) -> etree._Element:
        cells = [
            _cell([_run(text, is_bold=True)], width, is_centred=True, is_kept_with_next=True)
            for text, width in zip(header, widths, strict=True)
        ]
        repeated = element("w:trPr", element("w:cantSplit"), element("w:tblHeader"))
        return element("w:tr", repeated, *cells)

    def _chart(self, chart: Chart) -> list[etree._Element]:
        self.pictures.append(chart.png)
        number = len(self.pictures)
        drawing = _drawing(f"rIdPicture{number}", chart, self._new_id(), number)
        made = [_paragraph("Picture", [element("w:r", drawing)])]
        if chart.caption:
            made.append(_paragraph("Caption", [_run(chart.caption)], keep_with_next=False))
        if chart.print_table and chart.table is not None:
            made.extend(self._table(chart.table))
        return made

    def _new_id(self) -> str:
        self._next_id += 1
        return str(self._next_id)


def footer(is_even: bool) -> etree._Element:
    """The page number, — 1 —: odd pages right, even pages left, one sign in (7.5)."""
    side = {"left": 1} if is_even else {"right": 1}
    properties = element(
        "w:pPr",
        element("w:pStyle", val="Footer"),
        indent_signs(**side),
        justify("left" if is_even else "right"),
    )
    field = [
        element("w:r", element("w:fldChar", fldCharType="begin")),
        element("w:r", element("w:instrText", text=" PAGE ")),
        element("w:r", element("w:fldChar", fldCharType="separate")),
        element("w:r", text_element("2" if is_even else "1")),
        element("w:r", element("w:fldChar", fldCharType="end")),
    ]
    number = element("w:p", properties, _run("— "), *field, _run(" —"))
    return element("w:ftr", number)


def png_size(png: bytes) -> tuple[int, int]:
    """Width and height in pixels; ValueError for what is no PNG."""
    if not png.startswith(PNG_SIGNATURE) or png[12:16] != b"IHDR":
        raise ValueError("a chart's picture must be a PNG")
    width, height = struct.unpack(">II", png[16:24])
    return int(width), int(height)


def _paragraph(
    style: str, runs: Iterable[etree._Element], *extra: etree._Element, keep_with_next: bool = True
) -> etree._Element:
    properties = element("w:pPr", element("w:pStyle", val=style))
    if not keep_with_next:
        properties.append(element("w:keepNext", val="0"))
    properties.extend(extra)
    return element("w:p", properties, *runs)


def _run(text: str, is_bold: bool = False) -> etree._Element:
    # The hint makes quotes, dashes and dots of the Chinese kind, as wide as a sign.
    properties = element("w:rPr", element("w:rFonts", hint="eastAsia"))
    if is_bold:
        properties.append(element("w:b"))
    return element("w:r", properties, text_element(text))


def _signature(document: Document) -> list[etree._Element]:
    signed = [
        _paragraph("Normal", [_run(text)], indent_signs(right=round(distance)), justify("right"))
        for text, distance in signature_lines(document)
    ]
    signed[0][0].insert(1, element("w:keepNext"))
    return [_paragraph("Normal", [], element("w:keepNext")), *signed]


def _imprint(footer_text: str) -> list[etree._Element]:
    """The imprint (版记) between its two lines (7.4): thick 1 pt above and below."""
    if not footer_text:
        return []
    borders = element(
        "w:pBdr",
        *(
            element(f"w:{side}", val="single", sz="8", space="4", color="auto")
            for side in ("top", "bottom")
        ),
    )
    indent = indent_signs(left=1, right=1)
    return [
        _paragraph("Normal", [], exact_line(LINE_PITCH)),
        _paragraph("Imprint", [_run(footer_text)], borders, indent),
    ]


def _cell(
    runs: Iterable[etree._Element], width: int, is_centred: bool, is_kept_with_next: bool
) -> etree._Element:
    properties = element(
        "w:tcPr", element("w:tcW", w=str(width), type="dxa"), element("w:vAlign", val="center")
    )
    where = justify("center" if is_centred else "left")
    kept = [element("w:keepNext")] if is_kept_with_next else []
    return element("w:tc", properties, _paragraph("TableText", runs, *kept, where))


def _column_widths(table: TableBlock) -> list[int]:
    weights = column_weights(table)
    return [int(TEXT_WIDTH * weight / sum(weights)) for weight in weights]


def _drawing(relation: str, chart: Chart, picture_id: str, number: int) -> etree._Element:
    pixels_wide, pixels_high = png_size(chart.png)
    wide = round(PICTURE_WIDTH_MM * TWIPS_PER_MM) * EMU_PER_TWIP
    high = wide * pixels_high // pixels_wide
    extent = {"cx": str(wide), "cy": str(high)}
    named = {"id": picture_id, "name": f"图{number}", "descr": chart.alt}
    shape = element(
        "pic:spPr",
        element("a:xfrm", element("a:off", x="0", y="0"), element("a:ext", **extent)),
        element("a:prstGeom", element("a:avLst"), prst="rect"),
    )
    blip = element("a:blip", r__embed=relation)
    fill = element("pic:blipFill", blip, element("a:stretch", element("a:fillRect")))
    properties = element("pic:nvPicPr", element("pic:cNvPr", **named), element("pic:cNvPicPr"))
    graphic = element("a:graphicData", element("pic:pic", properties, fill, shape), uri=PIC)
    inline = element(
        "wp:inline",
        element("wp:extent", **extent),
        element("wp:docPr", **named),
        element("wp:cNvGraphicFramePr"),
        element("a:graphic", graphic),
        distT="0",
        distB="0",
        distL="0",
        distR="0",
    )
    return element("w:drawing", inline)
