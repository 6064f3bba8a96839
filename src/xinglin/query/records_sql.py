"""SQL for the records as they stood at a moment, and for what followed them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlglot import exp

from xinglin.language.plans import FollowUp, Side
from xinglin.query.expressions_sql import (
    ExpressionCompiler,
    column,
    constant,
    days_between,
    name,
)
from xinglin.query.kinds import INSTALLATION
from xinglin.query.person_links import PERSON

HEADS = "person_heads"
"""The table an engine provides where persons are linked: person_id, head_id."""


@dataclass(frozen=True)
class Knowledge:
    """As of when the records are read.

    known_at: recorded by then; true_on: effective by the end of that day; None: everything.
    superseded: table → whether any of its records has a second version; without one every row
    is current and nothing needs to be looked up.
    together: the records of several installations; what one says of another is looked for within
    its own. heads: person row → the row that stands for it. today: the day by which something
    that was to be done in so many days can be said to be missing; None: all such days are over.
    """

    known_at: datetime | None = None
    true_on: date | None = None
    superseded: Mapping[str, bool] = field(default_factory=dict)
    together: bool = False
    heads: Mapping[int, int] = field(default_factory=dict)
    today: date | None = None

    @property
    def apart(self) -> tuple[str, ...]:
        """The columns that two records must share before one says anything of the other."""
        return (INSTALLATION,) if self.together else ()

    def eligible(self, alias: str) -> list[exp.Expr]:
        """The conditions under which a version is known and true."""
        found: list[exp.Expr] = []
        if self.known_at is not None:
            moment = exp.cast(exp.Literal.string(self.known_at.isoformat()), "timestamptz")
            found.append(exp.LTE(this=column(alias, "recorded_at"), expression=moment))
        if self.true_on is not None:
            day = constant(self.true_on)
            found.append(exp.LTE(this=column(alias, "effective_on"), expression=day))
        return found


def current_records(table: str, columns: Iterable[str], knowledge: Knowledge) -> exp.Select:
    """The latest version of each record among those known and true."""
    history = exp.Table(this=name(f"{table}_history"))
    wanted = sorted(columns)
    select = exp.select(*(_shown(c, knowledge) for c in wanted)).from_(history.as_("h"))
    if PERSON in wanted and knowledge.heads:
        same = exp.EQ(this=column("m", "person_id"), expression=column("h", PERSON))
        select = select.join(
            exp.Table(this=name(HEADS)).as_("m"), on=same, join_type="left", copy=False
        )
    eligible = knowledge.eligible("h")
    if eligible:
        select = select.where(*eligible)
    if not knowledge.superseded.get(table, True):
        return select
    later = (
        exp.select(column("v", "id"), exp.Max(this=column("v", "version")).as_("version"))
        .from_(history.copy().as_("v"))
        .where(
            exp.GT(this=column("v", "version"), expression=exp.Literal.number(1)),
            *knowledge.eligible("v"),
        )
        .group_by(column("v", "id"))
    )
    same = exp.EQ(this=column("n", "id"), expression=column("h", "id"))
    only = exp.Is(this=column("n", "id"), expression=exp.null())
    last = exp.EQ(this=column("h", "version"), expression=column("n", "version"))
    return select.join(later.subquery("n"), on=same, join_type="left", copy=False).where(
        exp.or_(only, last)
    )


def _shown(wanted: str, knowledge: Knowledge) -> exp.Expr:
    """A column of the history; of a person, the row that stands for him."""
    if wanted != PERSON or not knowledge.heads:
        return column("h", wanted)
    stands = exp.Coalesce(this=column("m", "head_id"), expressions=[column("h", PERSON)])
    return stands.as_(PERSON, quoted=True)


@dataclass(frozen=True)
class FollowUpJoin:
    """Records that another register follows in time, as a table to be joined by id."""

    number: int
    side: Side
    follow_up: FollowUp
    knowledge: Knowledge

    @property
    def table(self) -> str:
        """The name of the list of records that were followed."""
        return f"followed_{self.number}"

    @property
    def others(self) -> str:
        """The name of the other register's current records."""
        return f"follow_ups_{self.number}"

    def truth(self, alias: str) -> exp.Expr:
        """Followed, or not, as wanted; unknown without a link or a starting day.

        Nothing is missing while there are days left for it.
        """
        link, start = self.follow_up.link[0], self.follow_up.start
        missing = [exp.Is(this=column(alias, c), expression=exp.null()) for c in (link, start)]
        absent: exp.Expr = exp.Is(this=column(self.table, "id"), expression=exp.null())
        wanted = exp.not_(absent) if self.follow_up.exists else absent
        told = exp.Case().when(exp.or_(*missing), exp.null())
        if self.knowledge.today is not None and not self.follow_up.exists:
            today = exp.cast(exp.Literal.string(self.knowledge.today.isoformat()), "date")
            gone = days_between(column(alias, start), today)
            days = exp.Literal.number(self.follow_up.days)
            told = told.when(exp.LTE(this=gone, expression=days), exp.false())
        return told.else_(wanted)

    def with_tables(self, select: exp.Select) -> exp.Select:
        """Add the lists it needs."""
        wanted, (here, there) = self.follow_up, self.follow_up.link
        compiler = ExpressionCompiler("o")
        apart = self.knowledge.apart
        columns = {"id", there, wanted.date, *apart}
        same = [exp.EQ(this=column("o", c), expression=column("t", c)) for c in apart]
        within = exp.Between(
            this=days_between(column("t", wanted.start), column("o", wanted.date)),
            low=exp.Literal.number(0),
            high=exp.Literal.number(wanted.days),
        )
        followed = (
            exp.select(column("t", "id"))
            .distinct()
            .from_(exp.Table(this=name(self.side.table)).as_("t"))
            .join(
                exp.Table(this=name(self.others)).as_("o"),
                on=exp.and_(exp.EQ(this=column("o", there), expression=column("t", here)), *same),
            )
            .where(within)
        )
        if wanted.where is not None:
            columns |= wanted.where.columns()
            followed = followed.where(compiler.compile(wanted.where))
        for code in compiler.joins.values():
            code_rows = exp.Table(this=name(code.table)).as_(code.alias)
            followed = followed.join(code_rows, on=code.condition(), join_type="left", copy=False)
        others = current_records(wanted.table, columns, self.knowledge)
        return select.with_(self.others, as_=others, copy=False).with_(
            self.table, as_=followed, copy=False
        )

    def joined(self, select: exp.Select, alias: str) -> exp.Select:
        """Join the list of followed records to the records asked about."""
        same = exp.EQ(this=column(self.table, "id"), expression=column(alias, "id"))
        return select.join(exp.Table(this=name(self.table)), on=same, join_type="left", copy=False)


def follow_up_join(side: Side, number: int, knowledge: Knowledge) -> FollowUpJoin:
    """The join a side with a follow-up needs."""
    assert side.follow_up is not None  # noqa: S101  the caller has asked
    return FollowUpJoin(number, side, side.follow_up, knowledge)
