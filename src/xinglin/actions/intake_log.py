"""What came in by which file, how far it got, and the rows that were sent back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db import connection

from xinglin.actions.bulk_rows import BatchRow
from xinglin.actions.staging import insert_columns
from xinglin.store.models import User

_ROW_COLUMNS = {
    "intakefile_id": "bigint",
    "row_no": "bigint",
    "raw": "text",
    "errors": "text",
    "reporter": "text",
    "place": "text",
}


@dataclass(frozen=True)
class BatchSource:
    """Where a batch comes from; sha256 names it, whatever the file is called."""

    file_name: str
    sha256: str
    mapping_sha256: str = ""
    headers: tuple[str, ...] = ()

    @property
    def short(self) -> str:
        """What a record's source_ref says of the file."""
        return self.sha256[:12]


@dataclass
class Progress:
    """Rows dealt with so far; written in the transaction that deals with them."""

    rows: int = 0
    accepted: int = 0
    unchanged: int = 0
    rejected: int = 0
    corrected: int = 0

    def __iadd__(self, more: Progress) -> Progress:
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(more, one.name))
        return self


class IntakeLog:
    """The row of one file in `store_intakefile`."""

    def __init__(
        self, register_name: str, source: BatchSource, by: User, intake_id: int = 0
    ) -> None:
        self.register_name, self.source, self.by = register_name, source, by
        self.reporter = by.unit or ""
        self.place = by.scope_places[0] if by.scope_places else ""
        self.id = intake_id

    def seen_before(self) -> bool:
        """Whether this file began to come in before (its rows may be there already)."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT FROM store_intakefile"
                " WHERE register = %s AND file_sha256 = %s AND id <> %s)",
                [self.register_name, self.source.sha256, self.id],
            )
            return bool(cursor.fetchone()[0])

    def start(self) -> None:
        """Note that the file begins to come in."""
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO store_intakefile (register, file_sha256, file_name, mapping_sha256,"
                " started_at, by_user, reporter, place)"
                " VALUES (%s, %s, %s, %s, xinglin.now(), %s, %s, %s) RETURNING id",
                [
                    self.register_name,
                    self.source.sha256,
                    self.source.file_name,
                    self.source.mapping_sha256,
                    self.by.username,
                    self.reporter,
                    self.place,
                ],
            )
            self.id = cursor.fetchone()[0]
        self._audit(f"开始导入 {self.source.short}")

    def note(self, progress: Progress, refused: Sequence[BatchRow]) -> None:
        """Add what became of a chunk and what was sent back, with the rows of its transaction."""
        rows = [
            (
                self.id,
                row.number,
                json.dumps([_plain(c) for c in row.raw], ensure_ascii=False),
                json.dumps([_problem(p) for p in row.problems], ensure_ascii=False),
                self.reporter,
                self.place,
            )
            for row in refused
        ]
        insert_columns("store_intakerow", _ROW_COLUMNS, rows)
        # Added, not set, and last: two chunks may be under way, and the row is locked till the end.
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE store_intakefile SET rows = rows + %s, accepted = accepted + %s,"
                " unchanged = unchanged + %s, rejected = rejected + %s WHERE id = %s",
                [
                    progress.rows,
                    progress.accepted,
                    progress.unchanged,
                    progress.rejected,
                    self.id,
                ],
            )

    def finish(self, progress: Progress) -> None:
        """Note that the whole file has been dealt with. progress: all that became of it."""
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE store_intakefile SET state = 'finished', finished_at = xinglin.now()"
                " WHERE id = %s",
                [self.id],
            )
        self._audit(
            f"导入完毕 {self.source.short}：{progress.rows} 行，接受 {progress.accepted}，"
            f"未变 {progress.unchanged}，退回 {progress.rejected}"
        )

    def _audit(self, detail: str) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT xinglin.audit('intake', %s, %s, NULL, %s)",
                ["store_intakefile", self.id, f"{self.register_name}：{detail}"],
            )


def audit_passed(table: str, rows: Iterable[tuple[int, int, str]]) -> None:
    """Record why warnings were passed: (record, version, what was warned of and why)."""
    listed = list(rows)
    if not listed:
        return
    ids, versions, details = zip(*listed, strict=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(xinglin.audit('warning', %s, id, version, detail))"
            " FROM unnest(%s::bigint[], %s::int[], %s::text[]) passed(id, version, detail)",
            [table, list(ids), list(versions), list(details)],
        )


def _problem(problem: Any) -> dict[str, str]:
    return {
        "code": problem.code,
        "field": problem.field,
        "message": problem.message,
        "level": problem.level,
    }


def _plain(cell: Any) -> Any:
    """A cell as JSON; dates as ISO text."""
    return cell.isoformat() if isinstance(cell, date | datetime) else _not_time(cell)


def _not_time(cell: Any) -> Any:
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)
