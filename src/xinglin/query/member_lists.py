"""The three lists of records every engine opens, by one method it implements."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date, datetime

from xinglin.language.periods import Period
from xinglin.language.plans import Plan, Side
from xinglin.query.engine import MemberPage
from xinglin.query.windows import day_of_knowledge


@dataclass(frozen=True)
class Listing:
    """Which records are wanted (member, unknown or undated), of which side, how laid out.

    total: how many there are, where that is known; else it is counted.
    """

    kind: str
    side: Side
    place: str
    period: Period
    limit: int | None
    offset: int
    order: str
    total: int | None = None


class MemberLists(ABC):
    """`members`, `unknown_members`, `undated_members` and `today` of `engine.Engine`."""

    _taken_at: datetime | None

    def today(self, known_at: datetime | None = None) -> date | None:
        """The day by which something that had so many days can be said to be missing."""
        return day_of_knowledge(self._taken_at, known_at)

    @abstractmethod
    def _listed(
        self, listing: Listing, known_at: datetime | None, true_on: date | None
    ) -> MemberPage:
        """The page of a list."""

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
        """The records the side's total is the sum of. total: as `totals` counted them."""
        side = plan.side(side_name)
        listing = Listing("member", side, place, period, limit, offset, order, total)
        return self._listed(listing, known_at, true_on)

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
        side = plan.side(side_name)
        listing = Listing("unknown", side, place, period, limit, offset, order)
        return self._listed(listing, known_at, true_on)

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
        side = plan.side(side_name)
        listing = Listing("undated", side, place, period, limit, offset, order)
        return self._listed(listing, known_at, true_on)
