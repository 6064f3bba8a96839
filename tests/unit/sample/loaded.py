"""A built sample read back from its files, as records and as an engine, without a database.

Reads the CSVs by nothing but the declarations, so that a wrong header, label or code is seen.
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from xinglin.clock.calendar import national_calendar
from xinglin.clock.due import due_at
from xinglin.clock.limits import Limit
from xinglin.codes.dates import local_day, read_date, read_moment
from xinglin.codes.divisions import china_divisions, load_divisions
from xinglin.indicators.figures import Figure, figures
from xinglin.language.catalogue import load
from xinglin.language.evaluation import compile_expression
from xinglin.language.fields import Code, Field
from xinglin.language.periods import parse_period
from xinglin.language.registers import COMMON_COLUMNS, Register
from xinglin.language.relations import relations_of, value_from
from xinglin.query.divisions import Division, Divisions
from xinglin.query.in_memory import InMemoryEngine

CATALOGUE = load()
Record = dict[str, Any]


class Loaded:
    """The folder's records by register, and figures over them."""

    def __init__(self, folder: Path) -> None:
        self.order = tomllib.loads((folder / "load.toml").read_text(encoding="utf-8"))
        self.clock = datetime.fromisoformat(self.order["clock"])
        made_up = load_divisions(folder / self.order["divisions"][0]["file"])
        self.divisions = china_divisions().plus(made_up)
        self.records: dict[str, list[Record]] = {}
        self._homes: dict[str, str] = {}
        self._persons: dict[str, int] = {}
        self._named: dict[str, dict[str, Record]] = {}
        for entry in self.order["load"]:
            register = CATALOGUE.register(entry["register"])
            rows = self._rows(folder / entry["file"], register, entry["channel"])
            self.records[register.name] = list(rows)
            if register.provides == "institution":
                code = register.key[0].name
                self._homes = {r[code]: r["place"] for r in self.records[register.name]}

    def engine(self) -> InMemoryEngine:
        """The judge over the records."""
        tables = {CATALOGUE.register(n).table(): rows for n, rows in self.records.items()}
        for register in CATALOGUE.registers.values():
            tables.setdefault(register.table(), [])
        places = [
            Division(d.code, d.name, d.level, d.parent, d.valid_from, d.valid_to)
            for d in self.divisions.rows
        ]
        return InMemoryEngine(tables, Divisions(places), CATALOGUE.code_sets)

    def with_relations(self, register: type[Register]) -> list[Record]:
        """The register's records, each with what other records say of it for its checks."""
        rows = self.records[register.name]
        tables = {CATALOGUE.register(n).table(): found for n, found in self.records.items()}
        values = {
            relation.slot: value_from(relation, tables[relation.table], CATALOGUE.code_sets)
            for relation in relations_of(*(check.condition for check in register.checks))
        }
        return [{**row, **{slot: value(row) for slot, value in values.items()}} for row in rows]

    def _rows(self, path: Path, register: type[Register], channel: str) -> Iterator[Record]:
        limits = {
            d: compile_expression(d.limit, CATALOGUE.code_sets) for d in register.deadlines.values()
        }
        with path.open(encoding="utf-8", newline="") as stream:
            for number, cells in enumerate(csv.DictReader(stream), start=1):
                record: Record = dict.fromkeys(register.stored_columns())
                record |= {n: _value(register, n, c) for n, c in _named(register, cells)}
                record |= {"id": number, "version": 1, "channel": channel}
                record["person_id"] = self._person(record.get("id_number"))
                record |= {"recorded_at": self.clock, "effective_on": self.clock.date()}
                record["state"] = record["state"] or register.lifecycle.entry_state(channel)
                self._placed(register, record)
                _dated(register, record)
                for deadline, limit in limits.items():
                    started, amount = record[deadline.starts.name], limit(record)
                    if started is not None and amount is not None:
                        asked = Limit(int(amount), deadline.unit, deadline.label)
                        record[deadline.due_column] = due_at(started, asked, national_calendar())
                _dated(register, record)  # the due days too
                yield record

    def _person(self, id_number: str | None) -> int | None:
        """One number for one identity number, as the person index gives."""
        if id_number is None:
            return None
        return self._persons.setdefault(id_number, len(self._persons) + 1)

    def _by_number(self, register: type[Register]) -> dict[str, Record]:
        if register.name not in self._named:
            key = register.key[0].name
            self._named[register.name] = {r[key]: r for r in self.records[register.name]}
        return self._named[register.name]

    def _placed(self, register: type[Register], record: Record) -> None:
        if register.reporter_field is not None:
            record["reporter"] = record[register.reporter_field.name]
        record["reporter_place"] = self._homes.get(record["reporter"])
        place, parent = register.place_field, register.parent
        record["place"] = record["reporter_place"] if place is None else record[place.name]
        if parent is not None and place is None:
            record["place"] = self._by_number(parent.to)[record[parent.name]]["place"]


def figure_of(engine: InMemoryEngine, indicator: str, place: str, period: str) -> Figure:
    """One figure, as the platform computes it."""
    plan = CATALOGUE.indicators[indicator].plan()
    return figures([plan], place, parse_period(period), engine)[0]


def _named(register: type[Register], cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    names = {f.label: n for n, f in register.fields.items()}
    names |= {label: n for n, (_, label) in COMMON_COLUMNS.items() if label not in names}
    for label, cell in cells.items():
        yield names[label], cell


def _value(register: type[Register], name: str, cell: str) -> Any:
    if not cell:
        return None
    if name == "state":
        return {label: s for s, label in register.lifecycle.states.items()}[cell]
    field: Field | None = register.fields.get(name)
    if isinstance(field, Code) and field.codes is not None:
        code = field.codes.find(cell)
        assert code is not None, (name, cell)
        return code
    kind = field.kind if field is not None else "text"
    if kind == "integer":
        return int(cell)
    if kind == "flag":
        return {"是": True, "否": False}[cell]
    if kind == "fen":
        return int(Decimal(cell) * 100)
    if kind == "milli":
        return int(Decimal(cell) * 1000)
    return _day_or_text(kind, cell)


def _day_or_text(kind: str, cell: str) -> str | date | datetime:
    if kind not in ("date", "moment"):
        return cell
    reading = read_date(cell) if kind == "date" else read_moment(cell)
    assert reading.value is not None, cell
    return reading.value


def _dated(register: type[Register], record: Record) -> None:
    for name, kind in register.stored_columns().items():
        if kind == "moment":
            moment = record[name]
            record[f"{name}_date"] = None if moment is None else local_day(moment)
