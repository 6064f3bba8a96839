"""DuckDB over a snapshot's Parquet files: the default engine."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import duckdb
import pyarrow as pa
from sqlglot import exp

from xinglin.codes.dated import CodeSet
from xinglin.language.periods import Period
from xinglin.language.plans import Plan, Side
from xinglin.query.answers import Answers
from xinglin.query.divisions import DIVISION_TABLE, Divisions
from xinglin.query.engine import Member, MemberPage, PlanError, SideKey, SideTotal
from xinglin.query.expressions_sql import FIRST_DAY, LAST_DAY, code_table
from xinglin.query.kinds import arrow_schema
from xinglin.query.member_lists import Listing, MemberLists
from xinglin.query.questions import Question
from xinglin.query.records_sql import Knowledge, current_records
from xinglin.query.snapshots import Snapshot
from xinglin.query.sql import Scan, ScanKey

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "preserve_insertion_order": False,
}
_ORDERS = {
    "day": "day NULLS LAST, id",
    "record": "id",
    "contribution": "contribution DESC NULLS LAST, id",
}


class DuckDBEngine(MemberLists):
    """Answers from one snapshot. Safe to use from several threads: each question has its cursor."""

    def __init__(
        self, snapshot: Snapshot, codes: Mapping[str, CodeSet], *, threads: int | None = None
    ) -> None:
        self.snapshot = snapshot
        settings = {**_SETTINGS, "threads": threads or os.cpu_count() or 1}
        self._connection = duckdb.connect(config=settings)
        self._gaps: dict[str, frozenset[str]] = {}
        self._superseded: dict[str, bool] = {}
        for table, entry in snapshot.manifest.tables.items():
            if entry.history:
                self._add_table(table)
        for code_set in codes.values():
            self._add_code_set(code_set)
        plain = snapshot.manifest.tables.get(DIVISION_TABLE)
        rows = snapshot.rows(DIVISION_TABLE) if plain else ()
        self.divisions = Divisions.from_rows(rows)

    def close(self) -> None:
        """Free the memory. Later questions fail."""
        self._connection.close()

    def _add_table(self, table: str) -> None:
        entry = self.snapshot.table(table)
        view = f'"{table}_history"'
        self._gaps[table] = self.snapshot.columns_with_gaps(table)
        self._superseded[table] = any(s.superseding for s in entry.segments)
        if not entry.segments:
            empty = arrow_schema(dict(entry.columns)).empty_table()
            self._connection.register("empty", empty)
            self._connection.execute(f"CREATE TABLE {view} AS SELECT * FROM empty")  # noqa: S608
            self._connection.unregister("empty")
            return
        files = ", ".join("'" + str(p).replace("'", "''") + "'" for p in self.snapshot.paths(table))
        # The names come from a verified manifest, not from a user.
        self._connection.execute(
            f"CREATE VIEW {view} AS SELECT * FROM read_parquet([{files}])"  # noqa: S608
        )

    def _add_code_set(self, code_set: CodeSet) -> None:
        rows = [
            {**r, "valid_from": r["valid_from"] or FIRST_DAY, "valid_to": r["valid_to"] or LAST_DAY}
            for r in code_set.rows_as_table()
        ]
        table = pa.Table.from_pylist(rows)
        for index, field in enumerate(table.schema):
            if pa.types.is_null(field.type):
                table = table.set_column(index, field.name, table[field.name].cast(pa.string()))
        self._connection.register("incoming", table)
        name = code_table(code_set.name)
        self._connection.execute(f'CREATE TABLE "{name}" AS SELECT * FROM incoming')  # noqa: S608
        self._connection.unregister("incoming")

    # --- totals ------------------------------------------------------------------------------

    def totals(
        self,
        plans: Sequence[Plan],
        periods: Sequence[Period],
        places: Sequence[str],
        known_at: datetime | None = None,
        true_on: date | None = None,
        *,
        category: str = "",
    ) -> dict[SideKey, SideTotal]:
        found: dict[SideKey, SideTotal] = {}
        for key, asked in _by_scan(plans).items():
            split = category if category in self._columns(key.table) else ""
            scan = Scan(key, self._knowledge(known_at, true_on), self._gaps, category=split)
            columns = [(plan, side, scan.add(side)) for plan, side in asked]
            question = Question(self.divisions, [s for _, s in asked], periods, places)
            dated = self._dated(scan, question, any(s.distinct for _, s in asked))
            undated = self._rows(scan.undated_sql(), question, key) if scan.has_undated else []
            answers = Answers(dated, undated, bool(split))
            for plan, side, stands in columns:
                for period in periods:
                    for place in places:
                        at = SideKey(plan.indicator, side.name, place, period.key)
                        window, target = question.numbers(side, period, place)
                        found |= answers.of(at, window, target, stands)
        return found

    def _dated(self, scan: Scan, question: Question, distinct: bool) -> list[dict[str, Any]]:
        """The pass over the days; window by window where subjects must be told apart.

        The sets of subjects of one window fit the processor's cache, those of two years do not:
        measured over 24 months by 15 counties, 40% less work than all windows at once.
        """
        select = scan.totals_sql()
        if not distinct:
            return self._rows(select, question, scan.key)
        return [
            row
            for window in question.windows()
            for row in self._rows(select, question, scan.key, only=window)
        ]

    def explain(
        self,
        plan: Plan,
        side_name: str,
        place: str,
        period: Period,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> str:
        """The SQL whose rows are the side's members, laid out for reading."""
        side = plan.side(side_name)
        scan = Scan(ScanKey.of(side), self._knowledge(known_at, true_on), self._gaps)
        return _text(scan.members_sql(side, "member"), pretty=True)

    def _knowledge(self, known_at: datetime | None, true_on: date | None) -> Knowledge:
        return Knowledge(known_at, true_on, self._superseded)

    def _columns(self, table: str) -> Mapping[str, str]:
        return self.snapshot.table(table).columns

    def _rows(
        self, select: exp.Select, question: Question, key: ScanKey, only: int | None = None
    ) -> list[dict[str, Any]]:
        cursor = self._cursor(question, key, only)
        try:
            answer = cursor.execute(_text(select))
            names = [d[0] for d in answer.description or ()]
            return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
        finally:
            cursor.close()

    def _cursor(
        self, question: Question, key: ScanKey, only: int | None = None
    ) -> duckdb.DuckDBPyConnection:
        """A cursor on which the question's days and places stand as tables."""
        cursor = self._connection.cursor()
        earliest = self.snapshot.earliest(key.table, key.date) if key.date else None
        for name, rows in (
            ("windows", question.days(earliest, only)),
            ("places", question.targets()),
        ):
            cursor.register(f"{name}_incoming", rows)
            cursor.execute(f"CREATE TEMP TABLE {name} AS FROM {name}_incoming")
            cursor.unregister(f"{name}_incoming")
        return cursor

    # --- members -----------------------------------------------------------------------------

    def _listed(
        self, listing: Listing, known_at: datetime | None, true_on: date | None
    ) -> MemberPage:
        side = listing.side
        key = ScanKey.of(side)
        scan = Scan(key, self._knowledge(known_at, true_on), self._gaps)
        listed = _text(scan.members_sql(side, listing.kind))
        question = Question(self.divisions, [side], [listing.period], [listing.place])
        cursor = self._cursor(question, key)
        try:
            total = cursor.execute(f"SELECT count(*) FROM ({listed})").fetchall()[0][0]  # noqa: S608
            wanted = f"SELECT * FROM ({listed}) ORDER BY {_ORDERS[listing.order]}"  # noqa: S608
            window = [listing.limit, listing.offset]
            rows = cursor.execute(f"{wanted} LIMIT ? OFFSET ?", window).fetchall()
        finally:
            cursor.close()
        return MemberPage(
            total, tuple(Member((side.register, r[0]), r[1], r[2], r[3], r[4]) for r in rows)
        )

    def values(
        self,
        side: Side,
        columns: Sequence[str],
        place: str,
        period: Period,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> set[tuple[Any, ...]]:
        key = ScanKey.of(side)
        select = Scan(key, self._knowledge(known_at, true_on), self._gaps).values_sql(side, columns)
        question = Question(self.divisions, [side], [period], [place])
        return {tuple(row.values()) for row in self._rows(select, question, key)}

    def naming(
        self,
        table: str,
        column: str,
        value: Any,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> list[Mapping[str, Any]]:
        if table not in self._gaps or value is None:
            return []
        columns = self._columns(table)
        current = current_records(table, columns, self._knowledge(known_at, true_on))
        asked = f'SELECT * FROM ({_text(current)}) WHERE "{column}" = ?'  # noqa: S608
        cursor = self._connection.cursor()
        try:
            rows: list[Mapping[str, Any]] = (
                cursor.sql(asked, params=[value]).to_arrow_table().to_pylist()
            )
            return rows
        finally:
            cursor.close()

    def versions(self, table: str, record: int) -> list[Mapping[str, Any]]:
        if table not in self._gaps:
            raise PlanError(f"no history of {table} in this snapshot")
        cursor = self._connection.cursor()
        try:
            # By way of Arrow: moments keep their zone. The table's name is one of the manifest's.
            history = f'SELECT * FROM "{table}_history" WHERE id = ? ORDER BY version'  # noqa: S608
            rows: list[Mapping[str, Any]] = (
                cursor.sql(history, params=[record]).to_arrow_table().to_pylist()
            )
            return rows
        finally:
            cursor.close()


def _by_scan(plans: Sequence[Plan]) -> dict[ScanKey, list[tuple[Plan, Side]]]:
    found: dict[ScanKey, list[tuple[Plan, Side]]] = {}
    for plan in plans:
        for side in plan.sides:
            found.setdefault(ScanKey.of(side), []).append((plan, side))
    return found


def _text(select: exp.Select, *, pretty: bool = False) -> str:
    return select.sql(dialect="duckdb", pretty=pretty, copy=False)
