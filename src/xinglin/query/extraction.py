"""Take a snapshot: the history of the registers out of PostgreSQL into Parquet segments.

All tables are read in one REPEATABLE READ transaction. After the first snapshot only history is
read that the snapshot before could not see: the database's own visibility decides, so a change
committed late is taken by the next snapshot and none is taken twice (a time or sequence cursor
would lose it).
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
import pyarrow as pa
from psycopg import IsolationLevel, sql
from psycopg.abc import Query

from xinglin.language.registers import Register
from xinglin.query.copy_text import typed_batches
from xinglin.query.divisions import DIVISION_COLUMNS, DIVISION_TABLE
from xinglin.query.kinds import HISTORY_COLUMNS
from xinglin.query.manifest import Manifest, Segment, SnapshotError, TableEntry
from xinglin.query.person_links import LINK_COLUMNS, LINK_TABLE
from xinglin.query.snapshots import Snapshot, SnapshotStore

LOCAL_ZONE = "Asia/Shanghai"
SEGMENTS_AT_MOST = 64
"""A table with as many segments is taken whole again, so that reading stays fast."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class ReferenceTable:
    """A plain table taken whole each time: column → kind, and the columns that order it."""

    name: str
    columns: Mapping[str, str]
    order: tuple[str, ...]


@dataclass(frozen=True)
class HistoryTable:
    """A guarded table that is no register, taken with its whole history: column → kind."""

    name: str
    columns: Mapping[str, str]


PERSON_LINKS = HistoryTable(LINK_TABLE, LINK_COLUMNS)
DIVISION_REFERENCE = ReferenceTable(DIVISION_TABLE, DIVISION_COLUMNS, ("code", "valid_from"))


def take_snapshot(
    connection: psycopg.Connection[Any],
    registers: Sequence[type[Register]],
    store: SnapshotStore,
    *,
    extra_tables: Sequence[ReferenceTable] = (DIVISION_REFERENCE,),
    extra_histories: Sequence[HistoryTable] = (),
    audit_heads: Mapping[str, str] | None = None,
) -> Snapshot:
    """Take and publish a snapshot of these registers.

    connection: of the reader role, outside a transaction. audit_heads: chain → head of the
    sealed audit log, to be kept in the manifest. Raises SnapshotError when it cannot be written;
    psycopg's own errors when the database cannot be read.
    """
    if connection.info.transaction_status != psycopg.pq.TransactionStatus.IDLE:
        raise SnapshotError("取快照须用一条空闲的数据库连接，请先结束该连接上的事务。")
    before = connection.isolation_level
    connection.isolation_level = IsolationLevel.REPEATABLE_READ
    try:
        with connection.transaction():
            extraction = _Extraction(connection, store)
            tables = {r.table(): extraction.history(r) for r in registers}
            tables |= {t.name: extraction.extra_history(t) for t in extra_histories}
            tables |= {t.name: extraction.reference(t) for t in extra_tables}
            manifest = extraction.manifest(tables, audit_heads)
    finally:
        connection.isolation_level = before
    return store.publish(manifest)


class _Extraction:
    def __init__(self, connection: psycopg.Connection[Any], store: SnapshotStore) -> None:
        self._connection, self._store = connection, store
        row = connection.execute(
            "SELECT pg_current_snapshot()::text, transaction_timestamp() AT TIME ZONE 'UTC'"
        ).fetchone()
        assert row is not None  # noqa: S101  a SELECT without FROM has one row
        self._pg_snapshot, self._taken_at = row
        self._previous = self._usable(store.latest())

    def manifest(
        self, tables: Mapping[str, TableEntry], audit_heads: Mapping[str, str] | None
    ) -> Manifest:
        return Manifest(
            taken_at=f"{self._taken_at.isoformat(timespec='microseconds')}Z",
            pg_snapshot=self._pg_snapshot,
            previous=self._previous.name if self._previous else "",
            tables=tables,
            audit_heads=dict(audit_heads or {}),
        )

    def _usable(self, previous: Snapshot | None) -> Snapshot | None:
        """The snapshot to add to: one of this database, whose transactions cannot lie ahead."""
        if previous is None or not previous.manifest.pg_snapshot:
            return None
        row = self._connection.execute(
            "SELECT pg_snapshot_xmax(%s::pg_snapshot) <= pg_snapshot_xmax(%s::pg_snapshot)",
            [previous.manifest.pg_snapshot, self._pg_snapshot],
        ).fetchone()
        return previous if row and row[0] else None

    def history(self, register: type[Register]) -> TableEntry:
        days = [d.column.name for d in register.counting_dates.values()][:1]
        places = [p.column.name for p in register.counting_places.values()][:1]
        columns = HISTORY_COLUMNS | register.snapshot_columns()
        return self._history(register.table(), columns, (*days, *places))

    def extra_history(self, table: HistoryTable) -> TableEntry:
        return self._history(table.name, dict(table.columns), ())

    def _history(self, table: str, columns: dict[str, str], order: Sequence[str]) -> TableEntry:
        kept = self._kept(table, columns)
        query = _history_query(table, columns, order, self._condition(kept is not None))
        segment = self._copy(query, columns)
        segments = (*(kept or ()), *([segment] if segment else []))
        _log.info("%s: %d", table, segment.rows if segment else 0)
        return TableEntry(columns, segments)

    def _kept(self, table: str, columns: dict[str, str]) -> tuple[Segment, ...] | None:
        """The segments to add to; None: the table is taken whole."""
        entry = self._previous.manifest.tables.get(table) if self._previous else None
        if entry is None or dict(entry.columns) != columns:
            return None
        return None if len(entry.segments) >= SEGMENTS_AT_MOST else entry.segments

    def _condition(self, increment: bool) -> sql.Composable:
        if not increment or self._previous is None:
            return sql.SQL("true")
        # The first bound lets the index on recorded_xid find the few rows there can be.
        return sql.SQL(
            "h.recorded_xid >= pg_snapshot_xmin({before}::pg_snapshot)"
            " AND NOT pg_visible_in_snapshot(h.recorded_xid, {before}::pg_snapshot)"
            " AND pg_visible_in_snapshot(h.recorded_xid, {now}::pg_snapshot)"
        ).format(
            before=sql.Literal(self._previous.manifest.pg_snapshot),
            now=sql.Literal(self._pg_snapshot),
        )

    def reference(self, table: ReferenceTable) -> TableEntry:
        order = sql.SQL(", ").join(map(sql.Identifier, table.order))
        query = sql.SQL("SELECT {} FROM {} AS h ORDER BY {}").format(
            _selected(table.columns, {}), sql.Identifier(table.name), order
        )
        segment = self._copy(query, dict(table.columns))
        return TableEntry(dict(table.columns), (segment,) if segment else (), history=False)

    def _copy(self, query: sql.Composed, columns: dict[str, str]) -> Segment | None:
        copied: Query = sql.SQL("COPY ({}) TO STDOUT (FORMAT csv)").format(query)
        with self._connection.cursor() as cursor, cursor.copy(copied) as copy:
            batches: Iterator[pa.RecordBatch] = typed_batches(copy, columns)
            return self._store.write_segment(columns, batches)


def _history_query(
    table: str, columns: Mapping[str, str], first: Sequence[str], condition: sql.Composable
) -> sql.Composed:
    """Rows ordered by counting day and place, so that a reader can pass over most of the file."""
    ordered = [c for c in (*first, "history_id") if c in columns]
    moments = {f"{name}_date": name for name, kind in columns.items() if kind == "moment"}
    order = [_expression(c, moments) for c in ordered]
    return sql.SQL("SELECT {} FROM {} AS h WHERE {} ORDER BY {}").format(
        _selected(columns, moments),
        sql.Identifier(f"{table}_history"),
        condition,
        sql.SQL(", ").join(order),
    )


def _selected(columns: Mapping[str, str], moments: Mapping[str, str]) -> sql.Composable:
    listed = []
    for name, kind in columns.items():
        value = _expression(name, moments)
        if kind == "moment":
            # Microseconds since 1970 as a whole number: no text form of a moment to be read wrong.
            value = sql.SQL("(extract(epoch FROM {}) * 1000000)::bigint").format(value)
        listed.append(value)
    return sql.SQL(", ").join(listed)


def _expression(column: str, moments: Mapping[str, str]) -> sql.Composable:
    """The column, or the local day of the moment it is derived from."""
    if column in moments:
        return sql.SQL("(h.{} AT TIME ZONE {})::date").format(
            sql.Identifier(moments[column]), sql.Literal(LOCAL_ZONE)
        )
    return sql.SQL("h.{}").format(sql.Identifier(column))
