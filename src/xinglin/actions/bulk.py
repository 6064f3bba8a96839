"""Record many rows at once: in chunks, each one transaction together with its own progress.

Killed at any moment, the chunks that were acknowledged are there, and the same file sent again
finishes the rest: rows that are in already are found by their key (or by their source row) and
counted as unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xinglin.actions.bulk_checking import Terms
from xinglin.actions.bulk_people import assign_persons
from xinglin.actions.bulk_preparing import Preparer
from xinglin.actions.bulk_repeats import Repeat, Repeats, claims_of, pass_by
from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.checking import with_local_dates
from xinglin.actions.corrections import Corrections
from xinglin.actions.due import store_reckoned
from xinglin.actions.intake_log import BatchSource, IntakeLog, Progress, audit_passed
from xinglin.actions.naming import Naming
from xinglin.actions.numbering import next_numbers
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem
from xinglin.actions.staging import (
    find_by_key,
    find_by_source,
    insert_records,
    prefer_indexes,
    take_ids,
)
from xinglin.language import catalogue
from xinglin.language.fields import DocumentNumber
from xinglin.language.registers import Register
from xinglin.store.acting import acting
from xinglin.store.models import User


@dataclass
class ChunkResult:
    """What became of the rows of one chunk. rejected: those sent back, each with its problems."""

    progress: Progress = field(default_factory=Progress)
    rejected: list[BatchRow] = field(default_factory=list)
    groups: list[dict[tuple[Any, ...], None]] = field(default_factory=list)


@dataclass
class BatchResult(ChunkResult):
    """What became of all of them."""

    findings: list[Problem] = field(default_factory=list)
    finding_rows: list[tuple[int, ...]] = field(default_factory=list)
    intake_id: int = 0


@dataclass(frozen=True)
class BatchOrder:
    """One file on its way in.

    supplied: the items the file has; a correction leaves the others as they are. clock: the time
    of a demo or test installation.
    """

    terms: Terms
    by: User
    source: BatchSource
    supplied: frozenset[str]
    clock: datetime | None = None


class Batch:
    """The whole of a file: what has become of its rows, chunk after chunk.

    Raises ForbiddenError where the user may not import into this register.
    """

    def __init__(self, order: BatchOrder) -> None:
        self.order, self.register = order, catalogue.load().register(order.terms.register)
        require(order.by, "import", self.register)
        self.repeats = Repeats(self.register)
        self.result = BatchResult(groups=[{} for _ in self.register.total_checks])
        self._log = IntakeLog(self.register.name, order.source, order.by)
        self.is_repeated = False

    def start(self) -> None:
        """Note that the file begins to come in."""
        with _acting(self.order, self.register):
            self._log.start()
            self.is_repeated = self._log.seen_before()
        self.result.intake_id = self._log.id

    def take(self, chunk: ChunkResult) -> None:
        """Add what became of one chunk."""
        self.result.progress += chunk.progress
        self.result.rejected += chunk.rejected
        for groups, more in zip(self.result.groups, chunk.groups, strict=True):
            groups.update(more)

    def finish(self) -> BatchResult:
        """Note that the whole file has been dealt with."""
        with _acting(self.order, self.register):
            self._log.finish(self.result.progress)
        self.result.rejected.sort(key=lambda row: row.number)  # two may have taken turns
        self.result.findings, self.result.finding_rows = (
            self.repeats.findings,
            self.repeats.finding_rows,
        )
        return self.result


def record_batch(
    order: BatchOrder,
    prepared: Iterable[list[BatchRow]],
    progress: Callable[[int], None] | None = None,
) -> BatchResult:
    """Bring rows into a register; every row is accepted, unchanged, or sent back with reasons.

    prepared: chunks of rows as `Preparer` makes them on the order's terms. progress: told how many
    rows are done, after each chunk.
    Raises ForbiddenError where the user may not import into this register.
    """
    batch = Batch(order)
    batch.start()
    writer = ChunkWriter(order, batch.result.intake_id, is_repeated=batch.is_repeated)
    for chunk in prepared:
        batch.take(writer.write(chunk, batch.repeats.among(claims_of(chunk))))
        if progress is not None:
            progress(batch.result.progress.rows)
    return batch.finish()


def _acting(order: BatchOrder, register: type[Register]) -> AbstractContextManager[Any]:
    action = f"{register.name}.import"
    return acting(order.by.username, action=action, channel=order.terms.channel, clock=order.clock)


@dataclass
class _Sorted:
    """The rows of one chunk by what is to be done with them."""

    new: list[BatchRow] = field(default_factory=list)
    changed: list[tuple[BatchRow, dict[str, Any]]] = field(default_factory=list)


class ChunkWriter:
    """Writes chunks of one file, each in a transaction of its own.

    intake_id: the file's row in the log. is_repeated: this file began to come in before.
    """

    def __init__(self, order: BatchOrder, intake_id: int, *, is_repeated: bool) -> None:
        terms = order.terms
        preparer = Preparer(terms)
        self.judge, self.completion = preparer.judge, preparer.completion
        self.register, self.order, self.channel = preparer.register, order, terms.channel
        self.source, self.now, self.is_repeated = order.source, terms.now, is_repeated
        register = self.register
        self.blank = dict.fromkeys(register.stored_columns())
        self.numbers = [f for f in register.fields.values() if isinstance(f, DocumentNumber)]
        self.corrections = Corrections(
            register, self.channel, order.source, order.supplied, self.judge
        )
        self.naming = Naming(register)
        self.log = IntakeLog(register.name, order.source, order.by, intake_id)

    def write(self, chunk: Sequence[BatchRow], repeats: Mapping[int, Repeat]) -> ChunkResult:
        """Write one chunk, with what it says of itself, in one transaction."""
        with _acting(self.order, self.register):
            prefer_indexes()
            return self._take(chunk, repeats)

    def _take(self, chunk: Sequence[BatchRow], repeats: Mapping[int, Repeat]) -> ChunkResult:
        alone = pass_by(self.register, chunk, repeats)
        self._name(alone, self.now)
        sorted_ = self._sort([row for row in alone if not row.is_refused()])
        sorted_.new = [row for row in sorted_.new if self._may_begin(row)]
        self._insert(sorted_.new)
        self.corrections.write(sorted_.changed, self.completion, self.now)
        result = self._counted(chunk, sorted_)
        self.log.note(result.progress, result.rejected)
        return result

    def _name(self, rows: Sequence[BatchRow], now: datetime) -> None:
        """Hold the rows against the records they name, and take over what those give."""
        if self.register.references():
            self.naming.learn([row.values for row in rows])
            for row in rows:
                row.problems += self.naming.problems(row.values, is_new=False)
                self.naming.complete(row.values)
                if self.register.parent is not None:
                    self.judge.judge_scope(row)
        self.judge.judge_across([row for row in rows if not row.is_refused()], now)

    def _may_begin(self, row: BatchRow) -> bool:
        """Whether the records a new row names are still going on."""
        row.problems += self.naming.problems(row.values, is_new=True)
        return not row.is_refused()

    # --- which rows are what -------------------------------------------------------------------

    def _sort(self, rows: Sequence[BatchRow]) -> _Sorted:
        """New, changed or (neither) unchanged, by what is in the register."""
        found = _Sorted()
        keys = [row.key for row in rows if row.key is not None]
        known = find_by_key(self.register, keys) if keys else {}
        unkeyed = [row for row in rows if row.key is None]
        by_source = self._by_source(unkeyed)
        for row in rows:
            there = known.get(row.key) if row.key else by_source.get(self._ref(row))
            if there is None:
                found.new.append(row)
            elif self.corrections.differs(row, there):
                found.changed.append((row, there))
        return found

    def _by_source(self, rows: Sequence[BatchRow]) -> dict[str, dict[str, Any]]:
        """Rows that were given their number by the system when this file first came in."""
        if not rows or not self.is_repeated:
            return {}
        return find_by_source(self.register, [self._ref(row) for row in rows])

    def _ref(self, row: BatchRow) -> str:
        return f"{self.source.short}:{row.number}"

    # --- writing -------------------------------------------------------------------------------

    def _insert(self, rows: Sequence[BatchRow]) -> None:
        self._number(rows, self.now)
        ids = take_ids(self.register.table(), len(rows))
        records, running = [], {}
        for record_id, row in zip(ids, rows, strict=True):
            record = self._new_record(row)
            record |= {"id": record_id, "source_ref": self._ref(row)}
            running[record_id] = row.running
            row.record_id = record_id
            records.append(record)
        if not records:
            return
        if self.register.person is not None:
            assign_persons(self.register.person, records)
        written = insert_records(self.register, records)
        self._passed_over([row for row in rows if row.record_id not in written])
        waiting = [r for r in records if r["id"] in written and self._is_watched(r)]
        store_reckoned(self.register, [(r, running[r["id"]]) for r in waiting], only_open=True)
        audit_passed(
            self.register.table(),
            [
                (row.record_id, 1, self.judge.passed_text(row))
                for row in rows
                if row.passed and row.record_id in written
            ],
        )

    def _new_record(self, row: BatchRow) -> dict[str, Any]:
        """The row as a whole record, its running deadlines beside it."""
        if row.record is None:
            row.record = with_local_dates(self.register, {**self.blank, **row.values})
            row.running = self.completion.begin(row.record, self.now)
        for item in self.numbers:
            row.record[item.name] = row.values[item.name]
        return row.record

    def _is_watched(self, record: Mapping[str, Any]) -> bool:
        """Whether its deadlines are anybody's work: history and removed records are not."""
        return self.channel != "historical" and record["state"] not in self.register.lifecycle.ended

    def _passed_over(self, rows: Sequence[BatchRow]) -> None:
        """Their key is taken: by a record the user may not see, or by one written just now."""
        key = self.register.key
        label = "、".join(self.register.column_label(column.name) for column in key)
        once = "、".join(field.label for field in self.register.once_at_a_time)
        or_open = f"，或{once}相同的还有一条没有办结" if once else ""
        for row in rows:
            row.refuse(
                "KEY",
                key[0].name,
                f"{label}已被另一条记录使用（不在您的数据范围内，或刚由他人登记）{or_open}，请核对。",
            )

    def _number(self, rows: Sequence[BatchRow], now: datetime) -> None:
        """Give numbers to rows that came without, in the order of the file."""
        for item in self.numbers:
            series: dict[tuple[str, int], list[BatchRow]] = {}
            for row in rows:
                if row.values.get(item.name) is None:
                    place = (row.values.get("place") or "")[:6]
                    series.setdefault((place, now.year), []).append(row)
            for (place, year), waiting in series.items():
                given = next_numbers(self.register, item, place, year, len(waiting))
                for row, number in zip(waiting, given, strict=True):
                    row.values[item.name] = number

    def _counted(self, chunk: Sequence[BatchRow], sorted_: _Sorted) -> ChunkResult:
        refused = [row for row in chunk if row.is_refused()]
        written = sum(not row.is_refused() for row in sorted_.new)
        corrected = sum(not row.is_refused() for row, _ in sorted_.changed)
        unchanged = len(chunk) - written - corrected - len(refused)
        progress = Progress(
            len(chunk), written + corrected, unchanged, len(refused), corrected=corrected
        )
        right = [row.values for row in chunk if not row.is_refused()]
        groups: list[dict[tuple[Any, ...], None]] = []
        for check in self.register.total_checks:
            names = [column.name for column in check.group]
            groups.append({tuple(v.get(n) for n in names): None for v in right})
        return ChunkResult(progress, refused, groups)
