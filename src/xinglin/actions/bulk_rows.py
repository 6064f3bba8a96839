"""One row of a batch: what it says, and what is added before it is a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from xinglin.actions.checking import with_local_dates
from xinglin.actions.due import Running, running_deadlines
from xinglin.actions.problems import Problem
from xinglin.actions.references import References
from xinglin.codes.dates import local_day
from xinglin.codes.pinyin import sort_key
from xinglin.language import fields as f
from xinglin.language.expressions import LocalDate
from xinglin.language.registers import Register, key_column

_pinyin = lru_cache(maxsize=200_000)(sort_key)  # names repeat, and a key costs 30 µs


@dataclass(slots=True)
class BatchRow:
    """One row of a file.

    number: its row in the file. values: item → value, as `ValueReader` gives them; `reporter` and
    `state` may be among them. problems: what reading it found. reason: why its warnings are
    right. raw: the cells as read, kept when the row is sent back. key: its key's values, None
    where the system still has to number it. signature: the same for rows that say the same.
    record, running: the whole record and its running deadlines, where they are known beforehand.
    """

    number: int
    values: dict[str, Any]
    problems: list[Problem] = field(default_factory=list)
    reason: str = ""
    raw: Sequence[Any] = ()
    key: tuple[Any, ...] | None = None
    signature: int = 0
    record_id: int = 0
    passed: tuple[Problem, ...] = ()
    record: dict[str, Any] | None = None
    running: Mapping[str, Running] = field(default_factory=dict)

    def refuse(self, code: str, column: str, message: str) -> None:
        """Add an error."""
        self.problems.append(Problem(code, column, message))

    def is_refused(self) -> bool:
        """Whether an error stands against it."""
        return bool(self.problems) and any(p.level == "error" for p in self.problems)


class Completion:
    """Adds to a row what follows from it: reporter, places, state, pinyin keys, due moments."""

    def __init__(
        self, register: type[Register], channel: str, references: References, unit: str
    ) -> None:
        self.register, self.channel, self.unit = register, channel, unit
        self.places = references.institutions
        self.entry = register.lifecycle.entry_state(channel)
        self._names = [(n.name, key_column(n)) for n in register.names()]
        self._reporter_field = _name(register.reporter_field)
        self._place_field = _name(register.place_field)
        self._counted = _counting_days(register, channel)
        is_key = any(column.name == "reporter" for column in register.key)
        self._needs_reporter = is_key or (channel in f.NEW_RECORDS and register.asks_reporter())

    def place_and_reporter(self, row: BatchRow) -> None:
        """Who reports it and which place answers for it; the register's place field decides."""
        values = row.values
        reporter = values.get("reporter") or self.unit
        if self._reporter_field:
            reporter = values.get(self._reporter_field) or ""
        own = values.get(self._place_field) if self._place_field else None
        values["reporter"] = reporter
        # An outside source (a published list) has no place of its own: its rows' places stand in.
        values["reporter_place"] = self.places.get(reporter) or own or ""
        values["place"] = own or values["reporter_place"]
        if self._needs_reporter and not reporter:
            row.refuse("REQ", "reporter", "报告单位：必填，请补填机构代码或全称。")

    def begin(self, record: dict[str, Any], now: datetime) -> dict[str, Running]:
        """Make a new record of one with its local days; returns the deadlines whose clock runs."""
        record["channel"] = self.channel
        record["state"] = record["state"] or self.entry
        return self._reckoned(record, now, is_new=True)

    def rest(self, record: dict[str, Any], now: datetime) -> dict[str, Running]:
        """Reckon anew what follows from a corrected record; returns the running deadlines."""
        return self._reckoned(with_local_dates(self.register, record), now, is_new=False)

    def _reckoned(
        self, record: dict[str, Any], now: datetime, *, is_new: bool
    ) -> dict[str, Running]:
        for name, key in self._names:
            value = record.get(name)
            record[key] = _pinyin(value) if value else None
        running = running_deadlines(self.register, record, is_new=is_new)
        for name, deadline in self.register.deadlines.items():
            record[deadline.due_column] = running[name].at if name in running else None
        record["effective_on"] = record.get("effective_on") or self._effective(record, now)
        return running

    def _effective(self, record: Mapping[str, Any], now: datetime) -> date:
        """The day it holds from: the default counting day; history takes the first one known."""
        days = (read(record) for read in self._counted)
        return next((day for day in days if day is not None), local_day(now))


def _name(item: f.Field | None) -> str:
    return item.name if item is not None else ""


def _counting_days(
    register: type[Register], channel: str
) -> list[Callable[[Mapping[str, Any]], date | None]]:
    columns = [counting.column for counting in register.counting_dates.values()]
    wanted = columns if channel == "historical" else columns[:1]
    return [_day_of(c.moment.name if isinstance(c, LocalDate) else c.name) for c in wanted]


def _day_of(name: str) -> Callable[[Mapping[str, Any]], date | None]:
    def day(record: Mapping[str, Any]) -> date | None:
        value = record.get(name)
        return local_day(value) if isinstance(value, datetime) else value

    return day
