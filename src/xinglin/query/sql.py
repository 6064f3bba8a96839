"""Plans as SQL: one grouped pass for the totals of many sides, and the list of members of one.

Both are built on the same relation (current records ⋈ days ⋈ places, with the same conditions),
so the count in a report and the rows behind it cannot differ. The SQL is meant to be read: it is
what an inspector is shown.

Tables an engine provides: `<table>_history` (all versions), `codes_<set>`, and for each question
`windows` (window_no, day, last_day) and `places` (target_no, code).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from sqlglot import exp

from xinglin.language.expressions import Literal
from xinglin.language.plans import Side
from xinglin.language.relations import AnyRelation, relations_of
from xinglin.query.engine import check_side
from xinglin.query.expressions_sql import ExpressionCompiler, column, may_be_unknown, name
from xinglin.query.records_sql import FollowUpJoin, Knowledge, current_records, follow_up_join
from xinglin.query.relations_sql import join_relation, with_relation

RECORD = "r"


class ScanKey(NamedTuple):
    """Sides that can share one pass over a table."""

    table: str
    date: str
    place: str
    latest_per: str

    @classmethod
    def of(cls, side: Side) -> ScanKey:
        """The pass a side belongs to."""
        return cls(side.table, side.date, side.place, side.latest_per)


@dataclass(frozen=True)
class SideColumns:
    """Where a side's numbers stand in the answer; None: always 0."""

    total: str
    members: str
    unknown: str | None
    undated: str


@dataclass(frozen=True)
class _Parts:
    """A side as SQL. truth: its condition; amount: its contribution; both over RECORD."""

    truth: exp.Expr
    decided: exp.Expr
    amount: exp.Expr
    one_each: bool
    gaps: tuple[exp.Expr, ...]
    unknowable: bool


class Scan:
    """One pass over one table's current records, for any number of sides."""

    def __init__(
        self,
        key: ScanKey,
        knowledge: Knowledge,
        gaps: Mapping[str, frozenset[str]],
        *,
        category: str = "",
    ) -> None:
        self.key, self.knowledge, self.category = key, knowledge, category
        self._gaps = gaps
        self._compiler = ExpressionCompiler(RECORD)
        self._columns = {"id", key.date, key.place, *knowledge.apart}
        self._columns |= {c for c in (key.latest_per, category) if c}
        self._follow_ups: list[FollowUpJoin] = []
        self._counts: dict[str, tuple[str, exp.Expr]] = {}
        self._undated: dict[str, tuple[str, exp.Expr]] = {}
        days = RECORD if key.latest_per else "w"
        self._window, self._last_day = column(days, "window_no"), column(days, "last_day")

    # --- totals ------------------------------------------------------------------------------

    def add(self, side: Side) -> SideColumns:
        """Have the pass answer for a side as well."""
        parts = self._parts(side)
        holds = exp.and_(parts.truth, *(_known(g) for g in parts.gaps))
        if side.distinct:
            counted: exp.Expr = exp.Count(
                this=exp.Distinct(expressions=[column(RECORD, side.distinct)])
            )
            members = total = self._aggregate(counted, holds)
        else:
            members = total = self._aggregate(exp.Count(this=exp.Star()), holds)
        if not parts.one_each:
            total = self._aggregate(exp.Sum(this=parts.amount), holds)
        unknown = None
        if parts.unknowable:
            unknown = self._aggregate(exp.Count(this=exp.Star()), _undecided(parts))
        undated = exp.not_(exp.Is(this=exp.paren(parts.decided), expression=exp.false()))
        count = _filtered(exp.Count(this=exp.Star()), undated)
        return SideColumns(total, members, unknown, _named(self._undated, "u", count))

    def totals_sql(self) -> exp.Select:
        """window_no, target_no, [category], and one column for each different aggregate."""
        columns = [expression.copy().as_(alias) for alias, expression in self._counts.values()]
        return self._grouped([self._window, column("p", "target_no")], columns, dated=True)

    def undated_sql(self) -> exp.Select:
        """target_no, [category], and how many records have no day, for each side."""
        columns = [expression.copy().as_(alias) for alias, expression in self._undated.values()]
        select = self._grouped([column("p", "target_no")], columns, dated=False)
        return select.where(_missing(column(RECORD, self.key.date)))

    @property
    def has_undated(self) -> bool:
        """Whether any record of the table can lack its counting day."""
        return self.key.date in self._gaps[self.key.table]

    def _grouped(
        self, keys: list[exp.Column], columns: list[exp.Expr], *, dated: bool
    ) -> exp.Select:
        if self.category:
            keys = [*keys, column(RECORD, self.category)]
        select = exp.select(*(k.copy() for k in keys), *columns)
        return self._from(select, dated=dated).group_by(*(k.copy() for k in keys), copy=False)

    def _aggregate(self, function: exp.Expr, condition: exp.Expr) -> str:
        return _named(self._counts, "n", _filtered(function, condition))

    # --- members -----------------------------------------------------------------------------

    def members_sql(self, side: Side, kind: str) -> exp.Select:
        """id, contribution, place, day, subject of a side's member, unknown or undated records."""
        parts = self._parts(side)
        subject = column(RECORD, side.distinct) if side.distinct else exp.null()
        amount = parts.amount if kind == "member" else exp.null()
        select = exp.select(
            column(RECORD, "id"),
            amount.copy().as_("contribution"),
            column(RECORD, side.place).as_("place"),
            column(RECORD, side.date).as_("day"),
            subject.as_("subject"),
        )
        select = self._from(select, dated=kind != "undated")
        if kind == "undated":
            not_false = exp.not_(exp.Is(this=exp.paren(parts.decided), expression=exp.false()))
            return select.where(_missing(column(RECORD, side.date)), not_false)
        if kind == "unknown":
            return select.where(_undecided(parts))
        select = select.where(parts.truth, *(_known(g) for g in parts.gaps))
        return self._first_per_subject(select, side) if side.distinct else select

    def values_sql(self, side: Side, columns: Iterable[str]) -> exp.Select:
        """The different values of some columns over a side's members."""
        parts = self._parts(side)
        wanted = list(columns)
        self._columns.update(wanted)
        select = exp.select(*(column(RECORD, c) for c in wanted)).distinct()
        return self._from(select, dated=True).where(parts.truth, *(_known(g) for g in parts.gaps))

    def _first_per_subject(self, select: exp.Select, side: Side) -> exp.Select:
        order = exp.Order(expressions=[column(RECORD, side.date), column(RECORD, "id")])
        number = exp.Window(
            this=exp.RowNumber(), partition_by=[column(RECORD, side.distinct)], order=order
        )
        return select.qualify(exp.EQ(this=number, expression=exp.Literal.number(1)))

    # --- the relation ------------------------------------------------------------------------

    def _parts(self, side: Side) -> _Parts:
        check_side(side)
        conditions: list[exp.Expr] = []
        unknowable = False
        if side.where is not None:
            conditions.append(self._compiler.compile(side.where))
            unknowable = may_be_unknown(side.where, self._table_gaps)
            self._columns |= side.where.columns()
        if side.follow_up is not None:
            join = follow_up_join(side, len(self._follow_ups) + 1, self.knowledge)
            self._follow_ups.append(join)
            conditions.append(join.truth(RECORD))
            self._columns |= {side.follow_up.link[0], side.follow_up.start}
            unknowable = True
        decided = exp.and_(*conditions) if conditions else exp.true()
        still_there = [self._not_ceased(side.ends)] if side.ends else []
        subjects = [c for c in (side.distinct, side.latest_per) if c]
        self._columns.update(subjects)
        self._columns |= side.amount.columns()
        gaps: list[exp.Expr] = [column(RECORD, c) for c in subjects if c in self._table_gaps]
        if may_be_unknown(side.amount, self._table_gaps):
            gaps.append(self._compiler.compile(side.amount))
        one_each = isinstance(side.amount, Literal) and side.amount.value == 1
        return _Parts(
            exp.and_(decided, *still_there) if still_there else decided,
            decided,
            self._compiler.compile(side.amount),
            one_each,
            tuple(gaps),
            unknowable or bool(gaps),
        )

    @property
    def _table_gaps(self) -> frozenset[str]:
        return self._gaps[self.key.table]

    def _not_ceased(self, ends: str) -> exp.Expr:
        self._columns.add(ends)
        ended = column(RECORD, ends)
        return exp.paren(
            exp.or_(_missing(ended), exp.GT(this=ended.copy(), expression=self._last_day.copy()))
        )

    def _from(self, select: exp.Select, *, dated: bool) -> exp.Select:
        key = self.key
        records = current_records(key.table, self._columns, self.knowledge)
        select = select.with_(name(key.table), as_=records, copy=False)
        for join in self._follow_ups:
            select = join.with_tables(select)
        for relation in self._relations:
            select = with_relation(select, relation, self.knowledge)
        if dated and key.latest_per:
            select = select.with_("latest", as_=self._latest(), copy=False)
            select = select.from_(exp.to_table("latest").as_(RECORD), copy=False)
        else:
            select = select.from_(_table(key.table).as_(RECORD), copy=False)
        if dated and not key.latest_per:
            select = select.join(
                _table("windows").as_("w"), on=_on("w", "day", key.date), copy=False
            )
        select = select.join(_table("places").as_("p"), on=_on("p", "code", key.place), copy=False)
        for code in self._compiler.joins.values():
            select = select.join(
                _table(code.table).as_(code.alias),
                on=code.condition(),
                join_type="left",
                copy=False,
            )
        for join in self._follow_ups:
            select = join.joined(select, RECORD)
        for relation in self._relations:
            select = join_relation(select, relation, RECORD, self.knowledge)
        return select

    @property
    def _relations(self) -> list[AnyRelation]:
        return relations_of(*self._compiler.relations.values())

    def _latest(self) -> exp.Select:
        """Each subject's latest record of a window; every record whose subject is unknown."""
        key = self.key
        subject = column("t", key.latest_per)
        order = exp.Order(
            expressions=[
                exp.Ordered(this=column("t", key.date), desc=True),
                exp.Ordered(this=column("t", "id"), desc=True),
            ]
        )
        number = exp.Window(
            this=exp.RowNumber(),
            partition_by=[
                column("w", "window_no"),
                subject,
                *(column("t", c) for c in self.knowledge.apart),
            ],
            order=order,
        )
        kept = [*sorted(self._columns), "window_no", "last_day"]
        numbered = (
            exp.select(*(column("t", c) for c in sorted(self._columns)))
            .select(column("w", "window_no"), column("w", "last_day"), number.as_("latest_no"))
            .from_(_table(key.table).as_("t"))
            .join(
                _table("windows").as_("w"),
                on=exp.EQ(this=column("w", "day"), expression=column("t", key.date)),
            )
        )
        first = exp.EQ(this=column("n", "latest_no"), expression=exp.Literal.number(1))
        return (
            exp.select(*(column("n", c) for c in kept))
            .from_(numbered.subquery("n"))
            .where(exp.or_(first, _missing(column("n", key.latest_per))))
        )


def _table(text: str) -> exp.Table:
    return exp.Table(this=name(text))


def _on(alias: str, there: str, here: str) -> exp.Expr:
    return exp.EQ(this=column(alias, there), expression=column(RECORD, here))


def _known(expression: exp.Expr) -> exp.Expr:
    return exp.not_(_missing(expression))


def _missing(expression: exp.Expr) -> exp.Expr:
    return exp.Is(this=expression.copy(), expression=exp.null())


def _undecided(parts: _Parts) -> exp.Expr:
    """Not ruled out, but the condition, the contribution or the subject is unknown."""
    not_false = exp.not_(exp.Is(this=exp.paren(parts.truth.copy()), expression=exp.false()))
    gaps = [exp.Is(this=exp.paren(parts.truth.copy()), expression=exp.null())]
    gaps += [exp.Is(this=exp.paren(g.copy()), expression=exp.null()) for g in parts.gaps]
    return exp.and_(not_false, exp.or_(*gaps))


def _filtered(function: exp.Expr, condition: exp.Expr) -> exp.Expr:
    if isinstance(condition, exp.Boolean):
        return function.copy()
    return exp.Filter(this=function.copy(), expression=exp.Where(this=condition.copy()))


def _named(known: dict[str, tuple[str, exp.Expr]], prefix: str, expression: exp.Expr) -> str:
    return known.setdefault(expression.sql(), (f"{prefix}{len(known) + 1}", expression))[0]
