"""A row whose record is there with other values: a correction, written as a new version."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from xinglin.actions.bulk_checking import RowJudge
from xinglin.actions.bulk_rows import BatchRow, Completion
from xinglin.actions.due import Running, store_reckoned
from xinglin.actions.intake_log import BatchSource, audit_passed
from xinglin.actions.staging import update_records
from xinglin.language.fields import DocumentNumber
from xinglin.language.registers import Register

Change = tuple[BatchRow, dict[str, Any]]


class Corrections:
    """Compares rows with records and writes what differs.

    An editable record is changed; a closed one goes back by the declared correcting step; a
    historical list is mended in place, for nobody reviews it. Every way is a new version.
    """

    def __init__(
        self,
        register: type[Register],
        channel: str,
        source: BatchSource,
        supplied: frozenset[str],
        judge: RowJudge,
    ) -> None:
        self.register, self.channel, self.source, self.judge = register, channel, source, judge
        fields = register.fields.values()
        self._compared = [f.name for f in fields if f.name in supplied]
        if "reporter" in supplied and register.reporter_field is None:
            self._compared.append("reporter")
        # What the system fills in itself is not emptied by a blank cell.
        self._kept = {s.sets.name for s in register.steps.values() if s.sets is not None}
        self._kept |= {f.name for f in fields if isinstance(f, DocumentNumber)}

    def differs(self, row: BatchRow, there: dict[str, Any]) -> bool:
        """Whether the row says something else than the record."""
        return any(there[n] != v for n, v in self._said(row).items()) or self._unknowns_differ(
            row, there
        )

    def write(self, changes: Sequence[Change], completion: Completion, now: datetime) -> None:
        """Check each changed record as a whole and write new versions; refusals go to the rows."""
        records, running = [], {}
        for row, there in changes:
            record = self._corrected(row, there, now)
            if record is not None:
                running[record["id"]] = completion.rest(record, now)
                row.record_id = record["id"]
                records.append(record)
        if not records:
            return
        _give_reason(f"导入更正 {self.source.file_name}")
        written = update_records(self.register, records)
        _give_reason("")
        self._after(changes, records, running, written)

    def _after(
        self,
        changes: Sequence[Change],
        records: Sequence[dict[str, Any]],
        running: dict[int, dict[str, Running]],
        written: set[int],
    ) -> None:
        for row, there in changes:
            if not row.is_refused() and there["id"] not in written:
                row.refuse("CHANGED", "", "这条记录刚由他人改动，请核对后再导入这一行。")
        kept = [r for r in records if r["id"] in written]
        store_reckoned(self.register, [(r, running[r["id"]]) for r in kept])
        audit_passed(
            self.register.table(),
            [
                (there["id"], there["version"] + 1, self.judge.passed_text(row))
                for row, there in changes
                if row.passed and there["id"] in written
            ],
        )

    def _said(self, row: BatchRow) -> dict[str, Any]:
        values = row.values
        return {
            name: values.get(name)
            for name in self._compared
            if not (values.get(name) is None and name in self._kept)
        }

    def _unknowns_differ(self, row: BatchRow, there: dict[str, Any]) -> bool:
        return set(row.values.get("unknowns") or ()) != set(there["unknowns"] or ())

    def _corrected(
        self, row: BatchRow, there: dict[str, Any], now: datetime
    ) -> dict[str, Any] | None:
        state = self._next_state(row, there)
        if row.is_refused():
            return None
        record = {**there, **self._said(row), "unknowns": row.values.get("unknowns")}
        row.problems = self.judge.problems_of(record, now)
        self.judge.pass_warnings(row)
        if row.is_refused():
            return None
        record["state"] = state
        for name in ("reporter", "reporter_place", "place"):
            if name != "reporter" or name in self._compared:
                record[name] = row.values[name] or there[name]
        return record

    def _next_state(self, row: BatchRow, there: dict[str, Any]) -> str:
        state: str = there["state"]
        lifecycle = self.register.lifecycle
        if state in lifecycle.ended:
            row.refuse("ENDED", "", f"这条记录已是“{lifecycle.states[state]}”，不能由导入改动。")
        if there["channel"] == "historical" or state in lifecycle.editable:
            return state
        step = next(
            (s for s in self.register.steps.values() if s.corrects and state in s.source), None
        )
        return step.target if step is not None else state


def _give_reason(reason: str) -> None:
    """What the history is to say of the statements that follow in this transaction."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('xinglin.reason', %s, true)", [reason])
