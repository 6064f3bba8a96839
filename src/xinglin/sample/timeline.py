"""Days cut into stretches within which no targeted window begins or ends and no code changes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

_DAY = timedelta(days=1)
_DAWN = timedelta(days=1500)
"""How long before the first window the time 'before everything' reaches."""


@dataclass(frozen=True, order=True)
class Slot:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        """How many days it has."""
        return (self.last - self.first).days + 1

    def within(self, first: date | None, last: date) -> bool:
        """Whether it lies wholly in a stretch (first None: from the beginning)."""
        return (first is None or first <= self.first) and self.last <= last


class Timeline:
    """All slots in order; the first one lies before everything that is asked about."""

    def __init__(self, spans: Iterable[tuple[date, date]], changes: Iterable[date]) -> None:
        """spans: stretches that must be unions of slots; changes: days something new holds."""
        spans = list(spans)
        dawn, end = min(s for s, _ in spans), max(e for _, e in spans) + _DAY
        cuts = {dawn - _DAWN, *(s for s, _ in spans), *(e + _DAY for _, e in spans)}
        cuts |= {day for day in changes if dawn < day < end}
        self.slots = tuple(Slot(a, b - _DAY) for a, b in pairwise(sorted(cuts)))

    @property
    def before(self) -> Slot:
        """The slot before everything."""
        return self.slots[0]

    def at(self, day: date) -> Slot:
        """The slot of a day. Raises ValueError for a day outside."""
        for slot in self.slots:
            if slot.first <= day <= slot.last:
                return slot
        raise ValueError(f"{day} lies outside the sample's time")

    def within(self, spans: Iterable[tuple[date, date]]) -> tuple[Slot, ...]:
        """The slots that lie in any of the stretches."""
        spans = list(spans)
        return tuple(s for s in self.slots if any(s.within(*span) for span in spans))
