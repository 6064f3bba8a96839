"""What every engine answers: totals, and the members the totals are sums of.

For a side at a place and period, every record of its register is one of:
  member     condition true, contribution and subject known, counted within the window;
  unknown    counted within the window, but its condition cannot be decided (or its amount, or
             the subject of a distinct count, is unknown);
  undated    not ruled out by its condition, but the day it counts on is unknown;
  or it does not count.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple, Protocol

from xinglin.language.expressions import Literal
from xinglin.language.periods import Period
from xinglin.language.plans import Plan, Side
from xinglin.query.divisions import Divisions

ORDERS = ("day", "record", "contribution")
"""Orders of member lists: by day, by record number, by contribution (largest first)."""


class SideKey(NamedTuple):
    """Names one sum. category: a value of the column asked for, "" without one; None: unknown."""

    indicator: str
    side: str
    place: str
    period: str
    category: str | int | bool | date | None = ""


@dataclass(frozen=True)
class SideTotal:
    """The sum of contributions, and how many records made it, or might have."""

    total: int = 0
    members: int = 0
    unknown: int = 0
    undated: int = 0


NOTHING = SideTotal()


@dataclass(frozen=True)
class Member:
    """One record's share in a side. record: (register, id); subject: whom a distinct side counts.

    contribution: None for records that are not members (unknown and undated lists).
    """

    record: tuple[str, int]
    contribution: int | None
    place: str | None
    day: date | None
    subject: int | str | None = None


@dataclass(frozen=True)
class MemberPage:
    """How many there are in all, and the rows asked for."""

    total: int
    rows: tuple[Member, ...]


class PlanError(ValueError):
    """A plan no engine can evaluate; the message says why, for developers."""


class Engine(Protocol):
    """An engine over one snapshot. known_at: only what was recorded by then (None: all).

    true_on: only what was effective by the end of that day.
    """

    divisions: Divisions

    def today(self, known_at: datetime | None = None) -> date | None:
        """The day by which something that had so many days can be said to be missing: that of
        the question, else of the snapshot; None where nobody says."""

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
        """Every side of every plan at every place for every period.

        A key that is missing has no member, no unknown and no undated record.
        category: split by this column as well (sides whose table lacks it stay whole, under "").
        """

    def members(
        self,
        plan: Plan,
        side_name: str,
        place: str,
        period: Period,
        *,
        limit: int | None = None,
        offset: int = 0,
        order: str = "day",
        total: int | None = None,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> MemberPage:
        """The records the side's total is the sum of.

        total: how many they are, where `totals` has counted them; it need not be done twice.
        """

    def unknown_members(
        self,
        plan: Plan,
        side_name: str,
        place: str,
        period: Period,
        *,
        limit: int | None = None,
        offset: int = 0,
        order: str = "day",
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> MemberPage:
        """Records within the window of which it cannot be told whether they count."""

    def undated_members(
        self,
        plan: Plan,
        side_name: str,
        place: str,
        period: Period,
        *,
        limit: int | None = None,
        offset: int = 0,
        order: str = "record",
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> MemberPage:
        """Records not ruled out whose counting day is unknown."""

    def values(
        self,
        side: Side,
        columns: Sequence[str],
        place: str,
        period: Period,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> set[tuple[Any, ...]]:
        """The different values of some columns over the members of a side."""

    def naming(
        self,
        table: str,
        column: str,
        value: Any,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> Sequence[Mapping[str, Any]]:
        """The current records of a table that have this value in a column."""

    def versions(self, table: str, record: int) -> list[Mapping[str, Any]]:
        """All versions of one record, the oldest first."""


def check_side(side: Side) -> None:
    """Refuse what no engine evaluates. Raises PlanError."""
    one = isinstance(side.amount, Literal) and side.amount.value == 1
    if side.distinct and not one:
        raise PlanError(f"side {side.name}: a distinct count contributes 1 each, no amount")
