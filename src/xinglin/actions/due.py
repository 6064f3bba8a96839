"""Due moments of a record: by when, by which clause; stored, so that worklists only read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection

from xinglin.actions.checking import code_tables, with_local_dates
from xinglin.actions.clock_changes import ClockChanges, changes_of
from xinglin.actions.staging import insert_columns
from xinglin.clock.calendar import national_calendar
from xinglin.clock.due import Due, due_moment
from xinglin.clock.limits import Limit
from xinglin.language import catalogue
from xinglin.language.checks import Deadline
from xinglin.language.compiled import compile_fast
from xinglin.language.evaluation import Evaluator
from xinglin.language.expressions import Column, Expression, literal
from xinglin.language.registers import Register, once_per_register

_REMEMBERED = 100_000
"""Different answers a deadline keeps; lists of cards ask the same few days and diseases."""


@dataclass(frozen=True)
class _Ready:
    """A deadline; said: record → (how long, by which clause)."""

    deadline: Deadline
    said: Evaluator


@once_per_register
def _ready(register: type[Register]) -> tuple[_Ready, ...]:
    codes = code_tables(catalogue.load())
    return tuple(_Ready(d, _said(d, codes)) for d in register.deadlines.values())


def _said(deadline: Deadline, codes: Mapping[str, Any]) -> Evaluator:
    """Limit and clause, worked out once for records that are alike in what the two ask."""
    clause: Expression = literal(deadline.clause)
    parts = [*deadline.limit.walk(), *clause.walk()]
    asked = sorted({p.name for p in parts if isinstance(p, Column)})
    amount, words = compile_fast(deadline.limit, codes), compile_fast(clause, codes)
    known: dict[tuple[Any, ...], tuple[Any, str]] = {}

    def said(record: Mapping[str, Any]) -> tuple[Any, str]:
        key = tuple([record[name] for name in asked])
        if key not in known:
            if len(known) >= _REMEMBERED:
                known.clear()
            known[key] = amount(record), str(words(record) or "")
        return known[key]

    return said


_hours = lru_cache(lambda amount: timedelta(hours=int(amount)))


class Running(NamedTuple):
    """A deadline whose clock runs, without the words of its reckoning."""

    start: datetime
    at: datetime | None
    clause: str


def running_deadlines(
    register: type[Register], record: Mapping[str, Any], *, is_new: bool = False
) -> dict[str, Running]:
    """What `reckon` finds, for whole lists: `record` has every stored column and local days.

    Hours are added here; the sentences that `clock` writes of them cost ten times as much. Days
    are left to `clock`. is_new: nothing can have moved a deadline yet.
    """
    found = {}
    for ready in _ready(register):
        deadline = ready.deadline
        start = record[deadline.starts.name]
        amount, clause = ready.said(record) if start is not None else (None, "")
        if amount is None:
            continue
        if deadline.is_changeable and not is_new:
            at: datetime | None = reckon(register, record)[deadline.name].at
        elif deadline.unit == "hours":
            at = start.astimezone(UTC) + _hours(amount)
        else:
            limit = Limit(int(amount), deadline.unit, clause, deadline.starts.label)
            at = due_moment(start, limit, national_calendar()).at
        found[deadline.name] = Running(start, at, clause)
    return found


def reckon(
    register: type[Register], record: Mapping[str, Any], changes: ClockChanges | None = None
) -> dict[str, Due]:
    """Deadline name → when it is due and why, for deadlines whose clock has started.

    changes: what has stopped or lengthened them; None: they are looked up, where the record is
    saved and the register knows such. A limit the rules of the day do not set (unknown) makes no
    deadline.
    """
    changes = changes_of(register, record.get("id")) if changes is None else changes
    full = with_local_dates(register, {**dict.fromkeys(register.stored_columns()), **record})
    found = {}
    for ready in _ready(register):
        start = full.get(ready.deadline.starts.name)
        amount, clause = ready.said(full) if start is not None else (None, "")
        if start is None or amount is None:
            continue
        deadline = ready.deadline
        limit = Limit(
            int(amount),
            deadline.unit,
            clause,
            deadline.starts.label,
            extendable_by=deadline.extension.most if deadline.extension else None,
        )
        stops, extensions = changes.get(deadline.name, ((), ()))
        due = due_moment(start, limit, national_calendar(), stops, extensions)
        found[deadline.name] = due
    return found


def due_moments(register: type[Register], record: Mapping[str, Any]) -> dict[str, datetime | None]:
    """Due column → moment (None where no clock runs), for every deadline of the register."""
    found = reckon(register, record)
    return {
        d.due_column: found[name].at if name in found else None
        for name, d in register.deadlines.items()
    }


def store_due_moments(
    register: type[Register], records: Iterable[Mapping[str, Any]], *, ended: bool = False
) -> None:
    """Put the deadlines of saved records where worklists read them.

    ended: the records left every worklist; their open deadlines are closed without being done.
    """
    reckoned = (
        (r, {n: Running(d.start, d.at, d.limit.clause) for n, d in reckon(register, r).items()})
        for r in records
    )
    store_reckoned(register, reckoned, ended=ended)


def store_reckoned(
    register: type[Register],
    reckoned: Iterable[tuple[Mapping[str, Any], Mapping[str, Running]]],
    *,
    ended: bool = False,
    only_open: bool = False,
) -> None:
    """The same for records whose deadlines are reckoned already.

    only_open: the records are new, and what is done already is left out.
    """
    rows = [
        row
        for record, running in reckoned
        for row in _rows(register, record, running, ended)
        if not (only_open and row[_DONE] is not None)
    ]
    if only_open:
        insert_columns("store_duemoment", _DUE_COLUMNS, rows)
        return
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_duemoment (register, record_id, deadline, starts_at, due_at,"
            " done_at, clause, reporter, place, line)"
            " SELECT * FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::timestamptz[],"
            " %s::timestamptz[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::text[])"
            " ON CONFLICT (register, record_id, deadline) DO UPDATE SET"
            " starts_at = excluded.starts_at, due_at = excluded.due_at,"
            " done_at = excluded.done_at, clause = excluded.clause,"
            " suspended_at = CASE WHEN excluded.due_at IS NULL"
            " THEN coalesce(store_duemoment.suspended_at, xinglin.now()) END,"
            " reporter = excluded.reporter, place = excluded.place",
            [list(column) for column in zip(*rows, strict=True)],
        )


_DUE_COLUMNS = {
    "register": "text",
    "record_id": "bigint",
    "deadline": "text",
    "starts_at": "timestamptz",
    "due_at": "timestamptz",
    "done_at": "timestamptz",
    "clause": "text",
    "reporter": "text",
    "place": "text",
    "line": "text",
}
_DONE = 5  # where `_rows` puts the moment it was done


def _rows(
    register: type[Register],
    record: Mapping[str, Any],
    running: Mapping[str, Running],
    ended: bool,
) -> list[list[Any]]:
    found = []
    for name, due in running.items():
        deadline = register.deadlines[name]
        done = record.get(deadline.done.name) or (record["recorded_at"] if ended else None)
        found.append(
            [
                register.name,
                record["id"],
                name,
                due.start,
                due.at,
                done,
                due.clause,
                record["reporter"],
                record["place"],
                register.line,
            ]
        )
    return found
