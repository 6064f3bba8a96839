"""Reads code sets from the CSV tables of this room (and of an installation).

Columns: code, label, valid_from, valid_to, aliases (parted by |), source, status; every other
column is an attribute. Its header may end in `:int` or `:bool`; an empty cell is None.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import cast

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import AttributeValue, CodeRow, GroupRule, Status

DATA = Path(__file__).parent / "data"

_OWN_COLUMNS = frozenset({"code", "label", "valid_from", "valid_to", "aliases", "source", "status"})
_BOOLEANS = {"1": True, "true": True, "是": True, "0": False, "false": False, "否": False}


def read_records(path: Path) -> Iterator[dict[str, str]]:
    """The lines of a UTF-8 CSV table as text, cells stripped; lines that start with # are notes."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        lines = (line for line in stream if not line.startswith("#"))
        for record in csv.DictReader(lines):
            yield {name: (value or "").strip() for name, value in record.items() if name}


def read_code_set(
    file_name: str | Path,
    *,
    name: str,
    label: str,
    source: str,
    groups: Mapping[str, GroupRule] | None = None,
) -> CodeSet:
    """A code set from a table; a bare file name is looked for in this room's data folder.

    Raises ValueError naming file and code where a cell cannot be read.
    """
    path = DATA / file_name
    rows: list[CodeRow] = []
    aliases: dict[str, str] = {}
    for record in read_records(path):
        rows.append(_row(record, path, source))
        aliases.update(dict.fromkeys(split_aliases(record.get("aliases", "")), record["code"]))
    return CodeSet(name, label, source, tuple(rows), aliases, groups or {})


def split_aliases(cell: str) -> list[str]:
    """The spellings of an aliases cell."""
    return [alias.strip() for alias in cell.split("|") if alias.strip()]


def read_day(cell: str) -> date | None:
    """An ISO day, or None for an empty cell. Raises ValueError for anything else."""
    return date.fromisoformat(cell) if cell else None


def read_bool(cell: str) -> bool | None:
    """A yes/no cell (1/0, 是/否), or None for an empty cell. Raises ValueError otherwise."""
    if not cell:
        return None
    if cell.lower() not in _BOOLEANS:
        raise ValueError(f"not a yes/no value: {cell!r}")
    return _BOOLEANS[cell.lower()]


def _row(record: Mapping[str, str], path: Path, source: str) -> CodeRow:
    try:
        return CodeRow(
            code=record["code"],
            label=record["label"],
            valid_from=read_day(record.get("valid_from", "")),
            valid_to=read_day(record.get("valid_to", "")),
            attributes=dict(_attributes(record)),
            source=record.get("source") or source,
            status=cast(Status, record.get("status") or "unverified"),
        )
    except (KeyError, ValueError) as error:
        raise ValueError(f"{path.name}, code {record.get('code')!r}: {error}") from error


def _attributes(record: Mapping[str, str]) -> Iterator[tuple[str, AttributeValue]]:
    readers: dict[str, Callable[[str], AttributeValue]] = {
        "": lambda cell: cell or None,
        "int": lambda cell: int(cell) if cell else None,
        "bool": read_bool,
    }
    for header, cell in record.items():
        if header not in _OWN_COLUMNS:
            name, _, kind = header.partition(":")
            yield name, readers[kind](cell)
