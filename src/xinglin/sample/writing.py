"""Rows as files for intake: a CSV for each register, the divisions, and the order of loading."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, TextIO

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.divisions import Division
from xinglin.codes.measures import decimals
from xinglin.codes.money import yuan
from xinglin.language.fields import Code
from xinglin.language.registers import COMMON_COLUMNS, Register
from xinglin.sample.makers.maker import Row

LOAD_FORMAT = 1
DIVISIONS = "divisions.csv"
_DIVISION_COLUMNS = (
    *("code", "name", "level", "parent", "valid_from", "valid_to", "successor", "aliases"),
    *("country", "fictitious", "status", "source"),
)


def write_register(
    folder: Path, register: type[Register], rows: Iterable[Row], columns: tuple[str, ...] = ()
) -> int:
    """Write `<register>.csv`: headed by official terms, codes by their labels, unknown empty.

    columns: common columns (报告单位, 状态) to write before the register's own. Returns the
    number of rows.
    """
    names = (*columns, *register.fields)
    cells = [(name, _writer(register, name)) for name in names]
    count = 0
    with _opened(folder / f"{register.name}.csv") as stream:
        writer = csv.writer(stream)
        writer.writerow([_label(register, name) for name in names])
        for row in rows:
            values = ((row.get(name), text) for name, text in cells)
            writer.writerow(["" if value is None else text(value) for value, text in values])
            count += 1
    return count


def write_divisions(folder: Path, divisions: Iterable[Division]) -> int:
    """Write the made-up divisions, in the form of the project's own table."""
    count = 0
    with _opened(folder / DIVISIONS) as stream:
        writer = csv.writer(stream)
        writer.writerow(_DIVISION_COLUMNS)
        for row in divisions:
            days = (row.valid_from or "", row.valid_to or "", row.successor or "")
            marks = ("|".join(row.aliases), row.country, int(row.fictitious), "local", row.source)
            writer.writerow([row.code, row.name, row.level, row.parent or "", *days, *marks])
            count += 1
    return count


def write_load_order(folder: Path, registers: Iterable[str], clock: date) -> None:
    """Write load.toml: which file goes into which register, in which order, at which moment."""
    moment = datetime.combine(clock, time(9), SHANGHAI).isoformat()
    lines = [f"format = {LOAD_FORMAT}", f'clock = "{moment}"', ""]
    lines += ["[[divisions]]", f'file = "{DIVISIONS}"']
    for name in registers:
        lines += ["", "[[load]]", f'register = "{name}"', f'file = "{name}.csv"']
        lines.append('channel = "batch"')
    (folder / "load.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")


def _writer(register: type[Register], name: str) -> Callable[[Any], str]:
    """How the known values of a column are written."""
    field = register.fields.get(name)
    if isinstance(field, Code) or name == "state":
        return _Labels(register, name).__getitem__
    kind = field.kind if field is not None else "text"
    written: dict[str, Callable[[Any], str]] = {
        "moment": _moment,
        "date": date.isoformat,
        "fen": yuan,
        "milli": decimals,
        "flag": {True: "是", False: "否"}.__getitem__,
    }
    return written.get(kind, str)


class _Labels(dict[Any, str]):
    """Code → label of one column, each looked up once."""

    def __init__(self, register: type[Register], name: str) -> None:
        super().__init__()
        self._register, self._name = register, name

    def __missing__(self, code: Any) -> str:
        self[code] = self._register.value_label(self._name, code)
        return self[code]


def _moment(value: datetime) -> str:
    return value.isoformat(" ", "minutes")[:16]


def _label(register: type[Register], name: str) -> str:
    field = register.fields.get(name)
    return field.label if field is not None else COMMON_COLUMNS[name][1]


def _opened(path: Path) -> TextIO:
    return path.open("w", encoding="utf-8", newline="")
