"""Kinds of values of the language, as Arrow types of snapshots and as SQL types."""

from __future__ import annotations

import pyarrow as pa

_ARROW: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "fen": pa.int64(),
    "milli": pa.int64(),
    "flag": pa.bool_(),
    "date": pa.date32(),
    "moment": pa.timestamp("us", tz="UTC"),
}

HISTORY_COLUMNS: dict[str, str] = {
    "history_id": "integer",
    "id": "integer",
    "version": "integer",
    "recorded_at": "moment",
    "effective_on": "date",
    "op": "text",
    "action": "text",
}
"""Columns every history table of a snapshot has, whatever its register."""


INSTALLATION = "installation"
"""In tables of several installations: the column that says which one a row comes from."""


def is_local_number(column: str, kind: str) -> bool:
    """Whether a column holds numbers that one installation dealt out: of records, of persons.

    The same number means another record or person elsewhere. Everything else (codes, institutions,
    numbers printed on paper) means the same everywhere.
    """
    return kind == "integer" and (column == "id" or column.endswith("_id"))


def arrow_type(kind: str) -> pa.DataType:
    """The Arrow type of a kind; every kind without its own (codes, names, places) is text."""
    return _ARROW.get(kind, pa.string())


def arrow_schema(columns: dict[str, str]) -> pa.Schema:
    """The schema of a table of snapshots, columns in the given order."""
    return pa.schema([(name, arrow_type(kind)) for name, kind in columns.items()])
