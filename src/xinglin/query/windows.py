"""The days a side counts for a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from xinglin.codes.dates import local_day
from xinglin.language.periods import Period, parse_period
from xinglin.language.plans import Side


@dataclass(frozen=True)
class Window:
    """Days from `first` (None: from the beginning) to `last`, both included.

    places_on: the day whose division tree says which places belong together: the last day of
    the period the figure is about (a year earlier for sides that look a year back).
    """

    first: date | None
    last: date
    places_on: date

    def holds(self, day: date) -> bool:
        """Whether a day is one of the window's."""
        return (self.first is None or self.first <= day) and day <= self.last


def day_of_knowledge(taken_at: datetime | None, known_at: datetime | None) -> date | None:
    """The day on which what was asked about was known: that of the question, else of the snapshot.

    None where nobody says; then every day that something had is over.
    """
    moment = known_at if known_at is not None else taken_at
    return local_day(moment) if moment is not None else None


def window_of(side: Side, period: Period) -> Window:
    """The window of a side for a period. Raises ValueError for an unknown kind of window."""
    for _ in range(side.years_back):
        period = period.previous_year()
    if side.window == "period":
        return Window(period.start, period.end, period.end)
    if side.window == "until_end":
        return Window(None, period.end, period.end)
    year = period.year()
    if side.window == "previous_year":
        year = parse_period(f"{year.start.year - 1:04d}")
    elif side.window != "year":
        raise ValueError(f"unknown window {side.window!r}")
    return Window(year.start, year.end, period.end)
