"""What is in a store: each item's lots, what expires first, what is short."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from xinglin.codes.emergency_codes import SupplyMovementKind

SOON = timedelta(days=90)
"""How long before it expires a lot is told."""


@dataclass(frozen=True)
class Lot:
    """What is left of one lot. expiry: None where it does not expire or nobody wrote it."""

    lot: str
    expiry: date | None
    count: int


@dataclass(frozen=True)
class Stock:
    """One item on a day. unplaced: more went out than ever came in, by so many."""

    minimum: int
    lots: tuple[Lot, ...]
    unplaced: int
    on: date

    @property
    def count(self) -> int:
        """All that is there, expired or not."""
        return sum(lot.count for lot in self.lots) - self.unplaced

    @property
    def usable(self) -> int:
        """What is there and has not expired."""
        return self.count - self.expired

    @property
    def expired(self) -> int:
        """What is there and has expired."""
        return sum(lot.count for lot in self.lots if lot.expiry and lot.expiry < self.on)

    @property
    def expiring(self) -> int:
        """What expires within `SOON`."""
        last = self.on + SOON
        return sum(x.count for x in self.lots if x.expiry and self.on <= x.expiry <= last)

    @property
    def earliest(self) -> date | None:
        """The first day of expiry of anything that is there."""
        return min((lot.expiry for lot in self.lots if lot.expiry), default=None)

    @property
    def remarks(self) -> tuple[str, ...]:
        """What is wrong, in words; nothing where all is well."""
        found = []
        if self.usable < self.minimum:
            found.append(f"不足：差 {self.minimum - self.usable}")
        if self.expired:
            found.append(f"已过期 {self.expired}")
        if self.expiring:
            found.append(f"{SOON.days} 天内到期 {self.expiring}")
        if self.unplaced:
            found.append(f"账目不平：出库比入库多 {self.unplaced}")
        return tuple(found)


def stock_of(minimum: int, movements: Iterable[Any], on: date) -> Stock:
    """An item's stock on a day from its movements until then.

    What left without naming a lot, or more than its lot had, left the lots that expire first.
    """
    came: dict[str, int] = defaultdict(int)
    left: dict[str, int] = defaultdict(int)
    expiry: dict[str, date] = {}
    for move in movements:
        if move.moved_date > on:
            continue
        lot = move.lot or ""
        if _sign(move) > 0:
            came[lot] += move.moved_count
            if move.expiry_date:
                expiry[lot] = min(move.expiry_date, expiry.get(lot, move.expiry_date))
        else:
            left[lot] += move.moved_count
    nameless = left.pop("", 0)
    rest = nameless + sum(max(0, count - came.get(lot, 0)) for lot, count in left.items())
    lots = []
    for lot in sorted(came, key=lambda x: (expiry.get(x, date.max), x)):
        have = max(0, came[lot] - left.get(lot, 0))
        taken = min(have, rest)
        rest -= taken
        if have > taken:
            lots.append(Lot(lot, expiry.get(lot), have - taken))
    return Stock(minimum, tuple(lots), rest, on)


def _sign(move: Any) -> int:
    return int(str(SupplyMovementKind.attribute(move.kind, "sign", move.moved_date)))
