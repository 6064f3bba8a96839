"""Records as a table that a bureau can read, in a spec and in the printed manual.

    | genre | lent_date  | branch
  --+-------+------------+-------
  1 | novel | 2013-02-01 | 11

The first column is the record number; an empty cell is unknown (不详).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from tests.spec.indicators.library import history_columns

from xinglin.language.registers import Register

Records = Mapping[type[Register], str]


def read_records(records: Records) -> dict[type[Register], list[dict[str, Any]]]:
    """The rows of every table."""
    return {register: _rows(register, text) for register, text in records.items()}


def cells(text: str) -> list[list[str]]:
    """Header and rows as texts, the ruler left out."""
    lines = [line for line in text.splitlines() if line.strip() and "-+-" not in line]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def _rows(register: type[Register], text: str) -> list[dict[str, Any]]:
    (_, *columns), *rows = cells(text)
    kinds = history_columns(register)
    return [
        {"id": int(number)} | {c: _value(kinds[c], v) for c, v in zip(columns, values, strict=True)}
        for number, *values in rows
    ]


def _value(kind: str, text: str) -> Any:
    if not text:
        return None
    if kind in ("integer", "fen"):
        return int(text)
    if kind == "date":
        return date.fromisoformat(text)
    if kind == "moment":
        return datetime.fromisoformat(text)
    return {"是": True, "否": False}[text] if kind == "flag" else text
