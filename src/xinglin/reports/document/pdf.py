"""A document as PDF by typst, in the same official layout as the Word file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import Any

import typst

from xinglin.reports.document.layout import (
    column_weights,
    is_figure_cell,
    is_unbroken,
    signature_lines,
    text_of,
    unbroken,
)
from xinglin.reports.document.model import (
    Block,
    Chart,
    Document,
    Heading,
    Inline,
    Paragraph,
    TableBlock,
)

TEMPLATE = "report.typ"


def to_pdf(document: Document, fonts: Path) -> bytes:
    """The PDF, set in the fonts of the folder ``fonts`` and no others.

    All text goes in as data, so nothing in it is read as typesetting. Raises
    ``typst.TypstError`` where the template cannot be set, e.g. for a broken picture.
    """
    with tempfile.TemporaryDirectory(prefix="xinglin-pdf-") as folder:
        root = Path(folder)
        template = files(__package__).joinpath(TEMPLATE).read_text(encoding="utf-8")
        (root / TEMPLATE).write_text(template, encoding="utf-8")
        data = json.dumps(_Pages(root).data(document), ensure_ascii=False)
        (root / "report.json").write_text(data, encoding="utf-8")
        made = typst.compile(
            input=str(root / TEMPLATE),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format="pdf",
        )
    return bytes(made)


class _Pages:
    """The document as the template's data; pictures are written beside it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pictures = 0

    def data(self, document: Document) -> dict[str, Any]:
        day = document.issued_on
        signature = [
            {"text": text, "distance": distance} for text, distance in signature_lines(document)
        ]
        return {
            "title": document.title.splitlines(),
            "subtitle": document.subtitle,
            "issued_by": document.issued_by,
            "date": [day.year, day.month, day.day],
            "blocks": [self._block(block) for block in document.blocks],
            "signature": signature,
            "appendix": [self._block(block) for block in document.appendix],
            "footer": document.footer,
        }

    def _block(self, block: Block) -> dict[str, Any]:
        if isinstance(block, Heading):
            return {"kind": "heading", "level": block.level, "text": block.text}
        if isinstance(block, Paragraph):
            return {"kind": "paragraph", "style": block.style, "runs": _runs(block.runs)}
        if isinstance(block, TableBlock):
            return _table(block)
        return self._chart(block)

    def _chart(self, chart: Chart) -> dict[str, Any]:
        self._pictures += 1
        # The PNG, not the SVG: typst draws the hatching of 未报 too faint to see.
        picture = f"chart{self._pictures}.png"
        (self._folder / picture).write_bytes(chart.png)
        is_printed = chart.print_table and chart.table is not None
        table = _table(chart.table) if is_printed and chart.table is not None else None
        words = {"alt": chart.alt, "caption": chart.caption}
        return {"kind": "chart", "picture": picture, "table": table, **words}


def _table(table: TableBlock) -> dict[str, Any]:
    rows = [
        [{"number": is_figure_cell(cell), "runs": _runs(cell)} for cell in row]
        for row in table.rows
    ]
    return {
        "kind": "table",
        "header": list(table.header),
        "rows": rows,
        "weights": column_weights(table),
        "caption": table.caption,
        "notes": list(table.notes),
    }


def _runs(runs: Iterable[Inline]) -> list[dict[str, Any]]:
    return [
        {
            "together": is_unbroken(group),
            "pieces": [{"text": text_of(run), "bold": run.bold} for run in group],
        }
        for group in unbroken(runs)
    ]
