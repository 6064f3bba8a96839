"""The judge: every plan evaluated record by record in plain Python. Slow, and meant to be read.

Each faster engine must agree with it on every plan (`tests/generative`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from xinglin.codes.dated import CodeSet
from xinglin.language.evaluation import compile_expression
from xinglin.language.periods import Period
from xinglin.language.plans import FollowUp, Plan, Side
from xinglin.language.relations import AnyRelation, value_from
from xinglin.query.divisions import DIVISION_TABLE, Divisions
from xinglin.query.engine import Member, MemberPage, SideKey, SideTotal, check_side
from xinglin.query.kinds import INSTALLATION
from xinglin.query.member_lists import Listing, MemberLists
from xinglin.query.person_links import LINK_TABLE, PERSON, heads
from xinglin.query.snapshots import Tables
from xinglin.query.versions import latest_versions
from xinglin.query.windows import Window, window_of

Row = Mapping[str, Any]
Truth = Callable[[Row], bool | None]


@dataclass(frozen=True)
class _Verdict:
    """What one record is to a side, within one place and window."""

    kind: str
    member: Member
    row: Row


class InMemoryEngine(MemberLists):
    """Tables as lists of history rows, each a dict with the columns of its snapshot."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[Row]],
        divisions: Divisions | None = None,
        codes: Mapping[str, CodeSet] | None = None,
        *,
        taken_at: datetime | None = None,
    ) -> None:
        self._tables, self._codes, self._taken_at = tables, codes or {}, taken_at
        self.divisions = divisions or Divisions()

    @classmethod
    def of_snapshot(cls, snapshot: Tables, codes: Mapping[str, CodeSet]) -> InMemoryEngine:
        """Everything a snapshot holds, read into memory."""
        tables = {name: list(snapshot.rows(name)) for name in snapshot.tables}
        divisions = Divisions.from_rows(tables.get(DIVISION_TABLE, []))
        taken_at = datetime.fromisoformat(snapshot.manifest.taken_at)
        return cls(tables, divisions, codes, taken_at=taken_at)

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
        for plan in plans:
            for side in plan.sides:
                rows = self._records(side, known_at, true_on)
                split = category if any(category in r for r in rows[:1]) else ""
                for period in periods:
                    judge = self._judge(side, period, rows, known_at, true_on)
                    for place in places:
                        key = SideKey(plan.indicator, side.name, place, period.key)
                        found |= _sums(key, _once(side, judge(place), split), split)
        return found

    def _listed(
        self, listing: Listing, known_at: datetime | None, true_on: date | None
    ) -> MemberPage:
        side = listing.side
        rows = self._records(side, known_at, true_on)
        verdicts = self._judge(side, listing.period, rows, known_at, true_on)(listing.place)
        found = [v.member for v in _once(side, verdicts, "") if v.kind == listing.kind]
        return _page(found, listing.limit, listing.offset, listing.order)

    def values(
        self,
        side: Side,
        columns: Sequence[str],
        place: str,
        period: Period,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> set[tuple[Any, ...]]:
        rows = self._records(side, known_at, true_on)
        verdicts = self._judge(side, period, rows, known_at, true_on)(place)
        return {tuple(v.row[c] for c in columns) for v in verdicts if v.kind == "member"}

    def versions(self, table: str, record: int) -> list[Row]:
        found = [r for r in self._tables[table] if r["id"] == record]
        return sorted(found, key=lambda r: int(r["version"]))

    def current(
        self, table: str, known_at: datetime | None = None, true_on: date | None = None
    ) -> list[Row]:
        """The latest version of each record among those recorded and effective by then."""
        latest = latest_versions(self._tables[table], known_at, true_on)
        found = sorted(latest, key=lambda r: int(r["id"]))
        links = heads(self._tables.get(LINK_TABLE, ()), known_at, true_on)
        if not links or not any(PERSON in row for row in found[:1]):
            return found
        return [{**row, PERSON: links.get(row[PERSON], row[PERSON])} for row in found]

    def _records(self, side: Side, known_at: datetime | None, true_on: date | None) -> list[Row]:
        """The side's current records, each with what other records say of it."""
        rows = self.current(side.table, known_at, true_on)
        values = {
            relation.slot: self._across(relation, self.current(relation.table, known_at, true_on))
            for relation in side.relations()
        }
        if not values:
            return rows
        return [{**row, **{slot: value(row) for slot, value in values.items()}} for row in rows]

    def _across(self, relation: AnyRelation, others: Iterable[Row]) -> Callable[[Row], Any]:
        """What the other records say, those of the record's own installation alone."""
        own: dict[Any, list[Row]] = {}
        for other in others:
            own.setdefault(other.get(INSTALLATION), []).append(other)
        values = {key: value_from(relation, rows, self._codes) for key, rows in own.items()}
        nothing = value_from(relation, (), self._codes)
        return lambda row: values.get(row.get(INSTALLATION), nothing)(row)

    def naming(
        self,
        table: str,
        column: str,
        value: Any,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> list[Row]:
        return [r for r in self.current(table, known_at, true_on) if r[column] == value]

    def _judge(
        self,
        side: Side,
        period: Period,
        rows: list[Row],
        known_at: datetime | None,
        true_on: date | None,
    ) -> Callable[[str], Iterator[_Verdict]]:
        """A function from a place to what each of its records is."""
        check_side(side)
        window = window_of(side, period)
        condition = self._condition(side, known_at, true_on)
        amount = compile_expression(side.amount, self._codes)
        latest = _latest_ids(side, rows, window)

        def judge(place: str) -> Iterator[_Verdict]:
            codes = self.divisions.below(place, window.places_on)
            for row in rows:
                if row[side.place] not in codes:
                    continue
                kind = _kind(side, window, row, condition(row), amount(row), latest)
                if kind:
                    contribution = amount(row) if kind == "member" else None
                    yield _Verdict(kind, _member(side, row, contribution), row)

        return judge

    def _condition(self, side: Side, known_at: datetime | None, true_on: date | None) -> Truth:
        where: Truth = lambda row: True  # noqa: E731
        if side.where is not None:
            where = compile_expression(side.where, self._codes)
        if side.follow_up is None:
            return where
        follows = self._follow_up(side.follow_up, known_at, true_on)

        def both(row: Row) -> bool | None:
            first, second = where(row), follows(row)
            if first is False or second is False:
                return False
            return None if first is None or second is None else True

        return both

    def _follow_up(
        self, wanted: FollowUp, known_at: datetime | None, true_on: date | None
    ) -> Truth:
        """Whether it was followed up as wanted; unknown without a link or a starting day.

        Nothing is missing while there are days left for it.
        """
        here, there = wanted.link
        today = self.today(known_at)
        where: Truth = lambda row: True  # noqa: E731
        if wanted.where is not None:
            where = compile_expression(wanted.where, self._codes)
        days: dict[Any, list[date]] = {}
        for row in self.current(wanted.table, known_at, true_on):
            if row[wanted.date] is not None and where(row) is True:
                days.setdefault(_within(row, row[there]), []).append(row[wanted.date])

        def follows(row: Row) -> bool | None:
            link, start = row[here], row[wanted.start]
            if link is None or start is None:
                return None
            last = start + timedelta(days=wanted.days)
            if today is not None and not wanted.exists and today <= last:
                return False
            found = any(start <= day <= last for day in days.get(_within(row, link), []))
            return found is wanted.exists

        return follows


def _within(row: Row, value: Any) -> tuple[Any, Any]:
    """A value by which records are linked: of several installations, each links its own alone."""
    return row.get(INSTALLATION), value


def _latest_ids(side: Side, rows: Iterable[Row], window: Window) -> set[int] | None:
    """Record numbers of each subject's latest record by the window's end; None: not asked."""
    if not side.latest_per:
        return None
    found: dict[Any, tuple[date, int]] = {}
    ids: set[int] = set()
    for row in rows:
        if row[side.date] is None or not window.holds(row[side.date]):
            continue
        subject, rank = _within(row, row[side.latest_per]), (row[side.date], row["id"])
        if row[side.latest_per] is None:
            ids.add(row["id"])
        elif subject not in found or rank > found[subject]:
            found[subject] = rank
    return ids | {number for _, number in found.values()}


def _kind(
    side: Side,
    window: Window,
    row: Row,
    holds: bool | None,
    amount: int | None,
    latest: set[int] | None,
) -> str:
    """member, unknown, undated, or "" for a record that does not count."""
    if holds is False:
        return ""
    day = row[side.date]
    if day is None:
        return "undated"
    if not window.holds(day) or (latest is not None and row["id"] not in latest):
        return ""
    if side.ends and row[side.ends] is not None and row[side.ends] <= window.last:
        return ""
    subjects = [row[c] for c in (side.distinct, side.latest_per) if c]
    return "unknown" if holds is None or amount is None or None in subjects else "member"


def _member(side: Side, row: Row, contribution: int | None) -> Member:
    subject = row[side.distinct] if side.distinct else None
    return Member(
        (side.register, row["id"]), contribution, row[side.place], row[side.date], subject
    )


def _once(side: Side, verdicts: Iterable[_Verdict], split: str) -> Iterator[_Verdict]:
    """Of a distinct side, one member per subject (and category): the earliest, then lowest id."""
    if not side.distinct:
        yield from verdicts
        return
    seen: set[tuple[Any, Any]] = set()
    dated = sorted(verdicts, key=lambda v: (v.member.day or date.min, v.member.record))
    for verdict in dated:
        key = (verdict.member.subject, verdict.row[split] if split else "")
        if verdict.kind != "member" or key not in seen:
            yield verdict
        if verdict.kind == "member":
            seen.add(key)


def _sums(key: SideKey, verdicts: Iterable[_Verdict], split: str) -> dict[SideKey, SideTotal]:
    sums: dict[SideKey, Counter[str]] = {}
    for verdict in verdicts:
        of = key._replace(category=verdict.row[split]) if split else key
        counts = sums.setdefault(of, Counter())
        counts[verdict.kind] += 1
        counts["total"] += verdict.member.contribution or 0
    return {
        of: SideTotal(c["total"], c["member"], c["unknown"], c["undated"]) for of, c in sums.items()
    }


def _page(members: list[Member], limit: int | None, offset: int, order: str) -> MemberPage:
    ranks: dict[str, Callable[[Member], Any]] = {
        "day": lambda m: (m.day is None, m.day or date.min, m.record[1]),
        "record": lambda m: m.record[1],
        "contribution": lambda m: (-(m.contribution or 0), m.record[1]),
    }
    ordered = sorted(members, key=ranks[order])
    last = None if limit is None else offset + limit
    return MemberPage(len(ordered), tuple(ordered[offset:last]))
