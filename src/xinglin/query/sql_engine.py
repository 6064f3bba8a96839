"""What engines that speak SQL have in common: which statements answer a question."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, ClassVar

import pyarrow as pa
from sqlglot import exp

from xinglin.codes.dated import CodeSet
from xinglin.language.periods import Period
from xinglin.language.plans import Plan, Side
from xinglin.query.answers import Answers
from xinglin.query.divisions import DIVISION_TABLE, Divisions
from xinglin.query.engine import Member, MemberPage, PlanError, SideKey, SideTotal
from xinglin.query.expressions_sql import FIRST_DAY, LAST_DAY, constant, name
from xinglin.query.kinds import INSTALLATION
from xinglin.query.member_lists import Listing, MemberLists
from xinglin.query.person_links import LINK_TABLE, heads
from xinglin.query.questions import Question
from xinglin.query.records_sql import HEADS, Knowledge, current_records
from xinglin.query.snapshots import Tables
from xinglin.query.sql import Scan, ScanKey

_ORDERS: dict[str, tuple[tuple[str, bool], ...]] = {
    "day": (("day", False), ("id", False)),
    "record": (("id", False),),
    "contribution": (("contribution", True), ("id", False)),
}
"""Order of a list → columns, each with whether the largest comes first; unknown always last."""

Rows = list[dict[str, Any]]
Select = exp.Select | exp.Subquery


class SqlEngine(MemberLists):
    """An engine over one snapshot or a union. Safe to use from several threads."""

    dialect: ClassVar[str]
    window_by_window: ClassVar[bool] = False
    """Whether subjects are told apart faster one window after the other than all at once."""

    def __init__(self, snapshot: Tables) -> None:
        self.snapshot = snapshot
        self._taken_at = datetime.fromisoformat(snapshot.manifest.taken_at)
        self._gaps: dict[str, frozenset[str]] = {}
        self._superseded: dict[str, bool] = {}
        self._together = any(INSTALLATION in e.columns for e in snapshot.tables.values())
        for table, entry in snapshot.tables.items():
            if entry.history:
                self._gaps[table] = snapshot.columns_with_gaps(table)
                self._superseded[table] = any(s.superseding for s in entry.segments)
        linked = LINK_TABLE in snapshot.tables  # not in snapshots of version 0.1
        self._links = list(snapshot.rows(LINK_TABLE)) if linked else []
        plain = DIVISION_TABLE in snapshot.tables
        self.divisions = Divisions.from_rows(snapshot.rows(DIVISION_TABLE) if plain else ())

    @abstractmethod
    def _ask(self, tables: Mapping[str, pa.Table], selects: Sequence[Select]) -> list[Rows]:
        """The rows of statements that read the same small tables beside the records."""

    @abstractmethod
    def _history(
        self, select: exp.Select, tables: Mapping[str, pa.Table]
    ) -> list[Mapping[str, Any]]:
        """The rows of a statement about one table's history, moments with their zone."""

    def _at_once(self, jobs: Sequence[Callable[[], Rows]]) -> list[Rows]:
        """What independent jobs return, in their order."""
        return [job() for job in jobs]

    def _beside(
        self, scan: Scan, question: Question, only: int | None = None
    ) -> dict[str, pa.Table]:
        """The small tables a pass reads: the question's days (of one window) and places, and
        which person rows stand for which."""
        key = scan.key
        earliest = self.snapshot.earliest(key.table, key.date) if key.date else None
        asked = {"windows": question.days(earliest, only), "places": question.targets()}
        return asked | _heads(scan.knowledge)

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
        if not (periods and places):
            return {}
        passes = []
        jobs: list[Callable[[], Rows]] = []
        for key, asked in _by_scan(plans).items():
            split = category if category in self._columns(key.table) else ""
            scan = Scan(key, self._knowledge(known_at, true_on), self._gaps, category=split)
            columns = [(plan, side, scan.add(side)) for plan, side in asked]
            question = Question(self.divisions, [s for _, s in asked], periods, places)
            distinct = any(s.distinct for _, s in asked)
            windows = question.windows() if distinct and self.window_by_window else [None]
            first = len(jobs)
            jobs += [self._job(scan, scan.totals_sql(), question, only) for only in windows]
            if scan.has_undated:
                jobs.append(self._job(scan, scan.undated_sql(), question))
            dated = range(first, first + len(windows))
            undated = range(dated.stop, len(jobs))
            passes.append((bool(split), question, columns, dated, undated))
        rows = self._at_once(jobs)
        found: dict[SideKey, SideTotal] = {}
        for splits, question, columns, dated, undated in passes:
            answers = Answers(_together(rows, dated), _together(rows, undated), splits)
            for plan, side, stands in columns:
                for period in periods:
                    for place in places:
                        at = SideKey(plan.indicator, side.name, place, period.key)
                        window, target = question.numbers(side, period, place)
                        found |= answers.of(at, window, target, stands)
        return found

    def _job(
        self, scan: Scan, select: exp.Select, question: Question, only: int | None = None
    ) -> Callable[[], Rows]:
        return lambda: self._ask(self._beside(scan, question, only), [select])[0]

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
        return scan.members_sql(side, "member").sql(self.dialect, pretty=True, copy=False)

    def _knowledge(self, known_at: datetime | None, true_on: date | None) -> Knowledge:
        links = heads(self._links, known_at, true_on)
        today = self.today(known_at)
        return Knowledge(known_at, true_on, self._superseded, self._together, links, today)

    def _columns(self, table: str) -> Mapping[str, str]:
        return self.snapshot.table(table).columns

    # --- members -----------------------------------------------------------------------------

    def _listed(
        self, listing: Listing, known_at: datetime | None, true_on: date | None
    ) -> MemberPage:
        side = listing.side
        scan = Scan(ScanKey.of(side), self._knowledge(known_at, true_on), self._gaps)
        question = Question(self.divisions, [side], [listing.period], [listing.place])
        beside = self._beside(scan, question)
        listed = scan.members_sql(side, listing.kind).subquery("listed")
        counted = exp.select(exp.Count(this=exp.Star()).as_("total")).from_(listed.copy())
        wanted = exp.select("*").from_(listed)
        for by, largest_first in _ORDERS[listing.order]:
            order = exp.Ordered(
                this=exp.Column(this=name(by)), desc=largest_first, nulls_first=False
            )
            wanted = wanted.order_by(order, copy=False)
        if listing.limit is not None:
            wanted = wanted.limit(listing.limit)
        if listing.offset:
            wanted = wanted.offset(listing.offset)
        if listing.limit is None and not listing.offset:
            (rows,) = self._ask(beside, [wanted])
            total = len(rows)
        elif listing.total is not None:
            (rows,) = self._ask(beside, [wanted])
            total = listing.total
        else:
            ((count,), rows) = self._ask(beside, [counted, wanted])
            total = count["total"]
        members = (
            Member((side.register, r["id"]), r["contribution"], r["place"], r["day"], r["subject"])
            for r in rows
        )
        return MemberPage(total, tuple(members))

    def values(
        self,
        side: Side,
        columns: Sequence[str],
        place: str,
        period: Period,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> set[tuple[Any, ...]]:
        scan = Scan(ScanKey.of(side), self._knowledge(known_at, true_on), self._gaps)
        question = Question(self.divisions, [side], [period], [place])
        (rows,) = self._ask(self._beside(scan, question), [scan.values_sql(side, columns)])
        return {tuple(row.values()) for row in rows}

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
        knowledge = self._knowledge(known_at, true_on)
        current = current_records(table, self._columns(table), knowledge).subquery("current")
        same = exp.EQ(this=exp.Column(this=name(column)), expression=constant(value))
        return self._history(exp.select("*").from_(current).where(same), _heads(knowledge))

    def versions(self, table: str, record: int) -> list[Mapping[str, Any]]:
        if table not in self._gaps:
            raise PlanError(f"no history of {table} in this snapshot")
        history = exp.Table(this=name(f"{table}_history"))
        same = exp.EQ(this=exp.Column(this=name("id")), expression=exp.Literal.number(record))
        select = exp.select("*").from_(history).where(same).order_by("version")
        return self._history(select, {})


def _heads(knowledge: Knowledge) -> dict[str, pa.Table]:
    """Which person rows stand for which, where any are linked."""
    if not knowledge.heads:
        return {}
    columns = [pa.array(c, pa.int64()) for c in (knowledge.heads.keys(), knowledge.heads.values())]
    return {HEADS: pa.table(columns, names=["person_id", "head_id"])}


def code_rows(code_set: CodeSet) -> pa.Table:
    """A code set as the table its statements join; an open beginning or end gets a day."""
    rows = [
        {**r, "valid_from": r["valid_from"] or FIRST_DAY, "valid_to": r["valid_to"] or LAST_DAY}
        for r in code_set.rows_as_table()
    ]
    table = pa.Table.from_pylist(rows)
    for index, field in enumerate(table.schema):
        if pa.types.is_null(field.type):
            table = table.set_column(index, field.name, table[field.name].cast(pa.string()))
    return table


def _by_scan(plans: Iterable[Plan]) -> dict[ScanKey, list[tuple[Plan, Side]]]:
    found: dict[ScanKey, list[tuple[Plan, Side]]] = {}
    for plan in plans:
        for side in plan.sides:
            found.setdefault(ScanKey.of(side), []).append((plan, side))
    return found


def _together(answers: Sequence[Rows], wanted: Iterable[int]) -> Rows:
    return [row for number in wanted for row in answers[number]]
