"""The document as JSON and back, and the hash that names it."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import json
from datetime import date
from typing import Any

from xinglin.reports.document.model import (
    Block,
    BoundFigure,
    Chart,
    Document,
    FigureRun,
    Heading,
    Inline,
    Paragraph,
    Run,
    TableBlock,
)

FORMAT = 1


def to_json(document: Document) -> dict[str, Any]:
    """The document as JSON values; pictures in base64, dates as ISO strings."""
    plain = {
        field.name: getattr(document, field.name)
        for field in dataclasses.fields(document)
        if field.name not in {"blocks", "appendix", "issued_on"}
    }
    return {
        "format": FORMAT,
        **plain,
        "issued_on": document.issued_on.isoformat(),
        "blocks": [_block_to_json(block) for block in document.blocks],
        "appendix": [_block_to_json(block) for block in document.appendix],
    }


def from_json(value: dict[str, Any]) -> Document:
    """The document that ``to_json`` wrote.

    Raises ValueError for another format, KeyError or TypeError for missing or unknown keys.
    """
    if value.get("format") != FORMAT:
        raise ValueError(f"document format {value.get('format')!r} is not known here")
    plain = {key: item for key, item in value.items() if key != "format"}
    plain["issued_on"] = date.fromisoformat(plain["issued_on"])
    plain["blocks"] = tuple(_block_from_json(block) for block in plain["blocks"])
    plain["appendix"] = tuple(_block_from_json(block) for block in plain["appendix"])
    return Document(**plain)


def document_hash(document: Document) -> str:
    """SHA-256 of the document's canonical JSON, in hex: the name of exactly this text."""
    text = json.dumps(to_json(document), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def _block_to_json(block: Block) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"kind": "heading", "text": block.text, "level": block.level}
    if isinstance(block, Paragraph):
        runs = [_run_to_json(run) for run in block.runs]
        return {"kind": "paragraph", "style": block.style, "runs": runs}
    if isinstance(block, TableBlock):
        return _table_to_json(block)
    return {
        "kind": "chart",
        "svg": block.svg,
        "png": base64.b64encode(block.png).decode(),
        "alt": block.alt,
        "caption": block.caption,
        "table": None if block.table is None else _table_to_json(block.table),
        "print_table": block.print_table,
    }


def _table_to_json(table: TableBlock) -> dict[str, Any]:
    rows = [[[_run_to_json(run) for run in cell] for cell in row] for row in table.rows]
    return {
        "kind": "table",
        "header": list(table.header),
        "rows": rows,
        "caption": table.caption,
        "notes": list(table.notes),
    }


def _run_to_json(run: Inline) -> dict[str, Any]:
    if isinstance(run, FigureRun):
        return {"figure": dataclasses.asdict(run.figure), "bold": run.bold}
    return {"text": run.text, "bold": run.bold}


def _block_from_json(value: dict[str, Any]) -> Block:
    kind = value["kind"]
    if kind == "heading":
        return Heading(value["text"], value["level"])
    if kind == "paragraph":
        return Paragraph(tuple(_run_from_json(run) for run in value["runs"]), value["style"])
    if kind == "table":
        return _table_from_json(value)
    if kind == "chart":
        table = None if value["table"] is None else _table_from_json(value["table"])
        png = base64.b64decode(value["png"], validate=True)
        picture = (value["svg"], png, value["alt"], value["caption"])
        return Chart(*picture, table, value["print_table"])
    raise ValueError(f"unknown kind of block {kind!r}")


def _table_from_json(value: dict[str, Any]) -> TableBlock:
    rows = tuple(
        tuple(tuple(_run_from_json(run) for run in cell) for cell in row) for row in value["rows"]
    )
    return TableBlock(tuple(value["header"]), rows, value["caption"], tuple(value["notes"]))


def _run_from_json(value: dict[str, Any]) -> Inline:
    if "figure" in value:
        return FigureRun(BoundFigure(**value["figure"]), value["bold"])
    return Run(value["text"], value["bold"])
