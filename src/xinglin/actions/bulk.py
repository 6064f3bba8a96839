"""Record many rows at once: in chunks, each one transaction together with its own progress.

Killed at any moment, the chunks that were acknowledged are there, and the same file sent again
finishes the rest: rows that are in already are found by their key (or by their source row) and
counted as unchanged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from xinglin.actions.bulk_checking import Terms
from xinglin.actions.bulk_people import assign_persons
from xinglin.actions.bulk_preparing import Preparer
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
from xinglin.language.fields import DocumentNumber
from xinglin.store.acting import acting
from xinglin.store.models import User

Key = tuple[Any, ...]


@dataclass
class BatchResult:
    """What became of the rows. rejected: the rows sent back, each with its problems."""

    progress: Progress = field(default_factory=Progress)
    rejected: list[BatchRow] = field(default_factory=list)
    findings: list[Problem] = field(default_factory=list)
    finding_rows: list[tuple[int, ...]] = field(default_factory=list)
    groups: list[dict[tuple[Any, ...], None]] = field(default_factory=list)
    intake_id: int = 0


def record_batch(
    terms: Terms,
    prepared: Iterable[list[BatchRow]],
    *,
    by: User,
    source: BatchSource,
    supplied: frozenset[str],
    clock: datetime | None = None,
    progress: Callable[[int], None] | None = None,
) -> BatchResult:
    """Bring rows into a register; every row is accepted, unchanged, or sent back with reasons.

    prepared: chunks of rows as `Preparer` makes them on these terms. supplied: the items the file
    has; a correction leaves the others as they are. clock: the time of a demo or test
    installation. progress: told how many rows are done, after each chunk.
    Raises ForbiddenError where the user may not import into this register.
    """
    batch = _Batch(terms, by, source, supplied, clock)
    require(by, "import", batch.register)
    return batch.run(prepared, progress or (lambda done: None))


@dataclass
class _Sorted:
    """The rows of one chunk by what is to be done with them."""

    new: list[BatchRow] = field(default_factory=list)
    changed: list[tuple[BatchRow, dict[str, Any]]] = field(default_factory=list)


class _Batch:
    def __init__(
        self,
        terms: Terms,
        by: User,
        source: BatchSource,
        supplied: frozenset[str],
        clock: datetime | None,
    ) -> None:
        preparer = Preparer(terms)
        self.judge, self.completion = preparer.judge, preparer.completion
        self.register, self.by, self.channel = preparer.register, by, terms.channel
        self.source, self.clock, self.now = source, clock, terms.now
        register = self.register
        self.blank = dict.fromkeys(register.stored_columns())
        self.key = [column.name for column in register.key]
        self.numbers = [f for f in register.fields.values() if isinstance(f, DocumentNumber)]
        self.corrections = Corrections(register, self.channel, source, supplied, self.judge)
        self.naming = Naming(register)
        self.log = IntakeLog(register.name, source, by)
        self.result = BatchResult(groups=[{} for _ in register.total_checks])
        self.seen: dict[Key, tuple[int, int]] = {}
        self.is_repeated = False

    def run(self, prepared: Iterable[list[BatchRow]], tell: Callable[[int], None]) -> BatchResult:
        with self._acting():
            self.log.start()
            self.is_repeated = self.log.seen_before()
        self.result.intake_id = self.log.id
        for chunk in prepared:
            with self._acting():
                prefer_indexes()
                self._take(chunk, self.now)
            tell(self.result.progress.rows)
        with self._acting():
            self.log.finish(self.result.progress)
        return self.result

    def _acting(self) -> Any:
        action = f"{self.register.name}.import"
        return acting(self.by.username, action=action, channel=self.channel, clock=self.clock)

    def _take(self, chunk: Sequence[BatchRow], now: datetime) -> None:
        """One chunk, inside its transaction."""
        alone = [row for row in chunk if not row.is_refused() and self._is_first(row)]
        self._name(alone, now)
        sorted_ = self._sort([row for row in alone if not row.is_refused()])
        sorted_.new = [row for row in sorted_.new if self._may_begin(row)]
        self._insert(sorted_.new)
        self.corrections.write(sorted_.changed, self.completion, now)
        refused = [row for row in chunk if row.is_refused()]
        self._count(chunk, sorted_, refused)
        self.log.note(self.result.progress, refused)

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

    def _is_first(self, row: BatchRow) -> bool:
        """Whether no earlier row of the file has the key; a second one is sent back or passed."""
        key = row.key
        if key is None:
            return True
        first, before = self.seen.setdefault(key, (row.number, row.signature))
        if first == row.number:
            return True
        label = "、".join(self.register.column_label(name) for name in self.key)
        if before == row.signature:
            message = f"第 {row.number} 行与第 {first} 行完全相同（{label}相同），只计一条。"
            self._find("SAME", message, first, row.number)
            return False
        message = (
            f"第 {row.number} 行与第 {first} 行的{label}相同而内容不同，"
            f"已采用第 {first} 行，请核对后改正第 {row.number} 行。"
        )
        row.refuse("DUP", self.key[-1], message)
        self._find("DUP", message, first, row.number)
        return False

    def _find(self, code: str, message: str, *rows: int) -> None:
        self.result.findings.append(Problem(code, self.key[-1], message, "warning"))
        self.result.finding_rows.append(rows)

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
        label = "、".join(self.register.column_label(name) for name in self.key)
        for row in rows:
            row.refuse(
                "KEY",
                self.key[0],
                f"{label}已被另一条记录使用（不在您的数据范围内，或刚由他人登记），请核对{label}。",
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

    def _count(
        self, chunk: Sequence[BatchRow], sorted_: _Sorted, refused: Sequence[BatchRow]
    ) -> None:
        progress = self.result.progress
        written = [r for r in sorted_.new if not r.is_refused()]
        corrected = [r for r, _ in sorted_.changed if not r.is_refused()]
        progress.rows += len(chunk)
        progress.accepted += len(written) + len(corrected)
        progress.corrected += len(corrected)
        progress.rejected += len(refused)
        progress.unchanged += len(chunk) - len(written) - len(corrected) - len(refused)
        self.result.rejected.extend(refused)
        for check, groups in zip(self.register.total_checks, self.result.groups, strict=True):
            names = [column.name for column in check.group]
            groups.update(
                (tuple(r.values.get(n) for n in names), None) for r in chunk if not r.is_refused()
            )
