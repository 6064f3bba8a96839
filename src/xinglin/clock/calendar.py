"""Working days: the State Council's yearly notices of holidays and make-up workdays, as a table.

A year without a notice in the table is counted by weekends, and every answer that touches it can
be seen to be provisional. Local holidays of a region are rows added to the national calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from functools import cache
from pathlib import Path

from xinglin.codes.tables import DATA, read_bool, read_records

CLOSE_OF_BUSINESS = time(17, 30)
_SATURDAY = 5
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarDay:
    """A day that is not what its weekday says: a holiday, or a weekend day worked (调休)."""

    day: date
    is_workday: bool
    name: str
    source: str


class WorkingCalendar:
    """Which days are worked, and when a working day ends (`close_of_business`).

    Of two rows for one day the later given holds, so that a region's own rows come after the
    nation's. A year is announced when the table has a row in it.
    """

    def __init__(
        self, days: Iterable[CalendarDay], *, close_of_business: time = CLOSE_OF_BUSINESS
    ) -> None:
        self.close_of_business = close_of_business
        self._special = {row.day: row for row in days}
        self._announced = frozenset(day.year for day in self._special)

    def plus(self, days: Iterable[CalendarDay]) -> WorkingCalendar:
        """A calendar with these days added or replaced."""
        rows = (*self._special.values(), *days)
        return WorkingCalendar(rows, close_of_business=self.close_of_business)

    def closing_at(self, close_of_business: time) -> WorkingCalendar:
        """The same calendar for an office that closes at another hour."""
        return WorkingCalendar(self._special.values(), close_of_business=close_of_business)

    def is_working(self, day: date) -> bool:
        """Whether the day is worked; in a year not announced, whether it is Monday to Friday."""
        row = self._special.get(day)
        return row.is_workday if row else day.weekday() < _SATURDAY

    def is_announced(self, day: date) -> bool:
        """Whether the table has the notice of the day's year."""
        return day.year in self._announced

    def special(self, day: date) -> CalendarDay | None:
        """The row of a day that is not what its weekday says."""
        return self._special.get(day)

    def next_working_day(self, day: date) -> date:
        """The day itself when it is worked, else the next that is."""
        while not self.is_working(day):
            day += _DAY
        return day

    def working_days(self, first: date, last: date) -> int:
        """Working days from first to last, both included; 0 when last is before first."""
        span = (last - first).days + 1
        return sum(self.is_working(first + timedelta(days=offset)) for offset in range(span))


def load_calendar(path: Path, *, close_of_business: time = CLOSE_OF_BUSINESS) -> WorkingCalendar:
    """A calendar from a table: day, is_workday (1 or 0), name, source.

    Raises ValueError naming file and day where a cell cannot be read.
    """
    days = []
    for record in read_records(path):
        try:
            is_workday = read_bool(record["is_workday"])
            if is_workday is None:
                raise ValueError("is_workday is empty")
            day = date.fromisoformat(record["day"])
            days.append(CalendarDay(day, is_workday, record["name"], record["source"]))
        except (KeyError, ValueError) as error:
            raise ValueError(f"{path.name}, day {record.get('day')!r}: {error}") from error
    return WorkingCalendar(days, close_of_business=close_of_business)


@cache
def national_calendar() -> WorkingCalendar:
    """The nation's calendar as far as its notices are known."""
    return load_calendar(DATA / "holidays.csv")
