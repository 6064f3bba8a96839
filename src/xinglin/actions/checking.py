"""Check a whole record: required items, declared checks, identity numbers, depth of places."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xinglin.actions.problems import Problem
from xinglin.actions.references import References
from xinglin.actions.values import id_number_problems
from xinglin.codes.dated import CodeSet
from xinglin.codes.dates import local_day
from xinglin.language import fields as f
from xinglin.language.catalogue import Catalogue
from xinglin.language.compiled import compile_fast
from xinglin.language.evaluation import Evaluator
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.registers import Register, once_per_register
from xinglin.language.relations import relations_of

Codes = Mapping[str, Any]


class RememberedCodes:
    """A code set that remembers its answers: lists of cards ask the same few codes and days."""

    def __init__(self, codes: CodeSet) -> None:
        self._codes = codes
        self._answers: dict[tuple[str, str, date], Any] = {}

    def __contains__(self, code: object) -> bool:
        """Whether the code was ever in the set."""
        return code in self._codes

    def attribute(self, code: str, name: str, on: date) -> Any:
        """The attribute by the row in force on `on`; None where there is none."""
        asked = (code, name, on)
        if asked not in self._answers:
            self._answers[asked] = self._codes.attribute(code, name, on)
        return self._answers[asked]


def code_tables(catalogue: Catalogue) -> Codes:
    """The catalogue's code sets as the evaluator wants them."""
    return {name: RememberedCodes(codes) for name, codes in catalogue.code_sets.items()}


def with_local_dates(register: type[Register], record: dict[str, Any]) -> dict[str, Any]:
    """The record with the local day of each of its moments beside it."""
    for name, day_name in _moment_columns(register):
        moment = record.get(name)
        record[day_name] = local_day(moment) if moment is not None else None
    return record


@once_per_register
def _moment_columns(register: type[Register]) -> tuple[tuple[str, str], ...]:
    """Each moment column and the name of its local day."""
    kinds = register.stored_columns().items()
    return tuple((name, f"{name}_date") for name, kind in kinds if kind == "moment")


@dataclass(frozen=True)
class _Compiled:
    code: str
    field: str
    message: str
    level: str
    holds: Evaluator
    is_across: bool


class RecordChecker:
    """All checks of one register for one channel, made ready once and used for every row."""

    def __init__(
        self, register: type[Register], channel: str, codes: Codes, references: References
    ) -> None:
        self.register, self.channel, self.references = register, channel, references
        made = [
            _Compiled(
                c.code,
                _first_field(register, c.condition),
                c.message,
                c.level,
                compile_fast(c.condition, codes),
                bool(relations_of(c.condition)),
            )
            for c in register.checks
            if channel in c.channels
        ]
        self._checks = [c for c in made if not c.is_across]
        self._across = [c for c in made if c.is_across]
        # A number printed on paper is given by the system when a new record is saved without one.
        self._required = [
            i
            for i in register.fields.values()
            if i.required_for(channel)
            and not (isinstance(i, f.DocumentNumber) and channel in f.NEW_RECORDS)
        ]
        self._defaults = [
            (i.name, i.default)
            for i in register.fields.values()
            if isinstance(i, f.Code) and i.default and channel in f.NEW_RECORDS
        ]
        self._ids = [i for i in register.fields.values() if isinstance(i, f.IdNumber)]
        self._deep = [
            i
            for i in register.fields.values()
            if isinstance(i, f.Division) and i.level and channel in f.NEW_RECORDS
        ]
        self._blank = dict.fromkeys(register.stored_columns())

    def check(self, values: dict[str, Any], *, now: datetime) -> list[Problem]:
        """Everything wrong with a record, all together. `values` is completed in place.

        Blank codes get what a blank means on a new record; 15-digit numbers become 18.
        """
        return self.checked(values, now)[0]

    def checked(
        self, values: dict[str, Any], now: datetime
    ) -> tuple[list[Problem], dict[str, Any]]:
        """What `check` finds, and the whole record as conditions read it."""
        for name, default in self._defaults:
            if values.get(name) is None:
                values[name] = default
        asked = {u.split(":")[0] for u in values.get("unknowns") or ()}
        problems = [
            Problem("REQ", i.name, f"{i.label}：必填，请补填。")
            for i in self._required
            if values.get(i.name) is None and i.name not in asked
        ]
        today = local_day(now)
        for item in self._ids:
            problems += id_number_problems(
                item, values, self.references, today, self.register.person
            )
        problems += self._shallow(values)
        record = self.ready(values, now)
        problems += _failing(self._checks, record)
        return problems, record

    @property
    def asks_others(self) -> bool:
        """Whether any check asks for what other records say (`check_across`)."""
        return bool(self._across)

    def ready(self, values: Mapping[str, Any], now: datetime) -> dict[str, Any]:
        """The whole record as conditions read it."""
        return with_local_dates(self.register, {**self._blank, **values, "recorded_at": now})

    def check_across(self, record: Mapping[str, Any]) -> list[Problem]:
        """Every problem that other records make; they stand in the record under their slots."""
        return _failing(self._across, record)

    def _shallow(self, values: dict[str, Any]) -> list[Problem]:
        refs, found = self.references, []
        for item in self._deep:
            code = values.get(item.name)
            if code is not None and code in refs.parents_with_townships:
                found.append(
                    Problem("PLACE", item.name, f"{item.label}：只到县（区），请填到乡镇（街道）。")
                )
        return found


def _failing(checks: Iterable[_Compiled], record: Mapping[str, Any]) -> list[Problem]:
    return [
        Problem(c.code, c.field, c.message, c.level) for c in checks if c.holds(record) is False
    ]


def _first_field(register: type[Register], condition: Any) -> str:
    for part in condition.walk():
        if isinstance(part, LocalDate) and part.moment.name in register.fields:
            return part.moment.name
        if isinstance(part, Column) and part.name in register.fields:
            return part.name
    return ""
