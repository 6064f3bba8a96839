"""Periods: the stretch of days a figure is about; its kind is part of a figure's key.

Keys: `2013` year, `2013H1` half year, `2013Q2` quarter, `2013-05` month, `2013W09` ISO week,
`2013-05-01` day, `2013-05YTD` year to the end of that month (累计).
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


class PeriodError(ValueError):
    """A period key that cannot be read; the message is one sentence in Chinese."""


@dataclass(frozen=True, order=True)
class Period:
    """Days from `start` to `end`, both included."""

    start: date
    end: date
    kind: str
    key: str
    label: str

    def previous_year(self) -> Period:
        """The same period a year earlier (同期)."""
        number = int(self.key[:4]) - 1
        key = f"{number:04d}{self.key[4:]}"
        if self.kind == "week" and self.key[5:] == "53":
            key = f"{number:04d}W52"
        if self.kind == "day" and self.key[5:] == "02-29":
            key = f"{number:04d}-02-28"
        return parse_period(key)

    def year(self) -> Period:
        """The calendar year the period belongs to."""
        return parse_period(self.key[:4])

    def elapsed_share(self) -> tuple[int, int]:
        """Days from the year's start to the period's end, over the days of the year (时间进度)."""
        year = self.year()
        return (self.end - year.start).days + 1, (year.end - year.start).days + 1


def _days(year: int, first: int, last: int) -> tuple[date, date]:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def _year(year: int, _: str) -> tuple[date, date, str]:
    return *_days(year, 1, 12), f"{year}年"


def _half(year: int, part: str) -> tuple[date, date, str]:
    half = int(part)
    return *_days(year, half * 6 - 5, half * 6), f"{year}年{'上下'[half - 1]}半年"


def _quarter(year: int, part: str) -> tuple[date, date, str]:
    quarter = int(part)
    return *_days(year, quarter * 3 - 2, quarter * 3), f"{year}年第{'一二三四'[quarter - 1]}季度"


def _month(year: int, part: str) -> tuple[date, date, str]:
    return *_days(year, int(part), int(part)), f"{year}年{int(part)}月"


def _year_to_date(year: int, part: str) -> tuple[date, date, str]:
    return *_days(year, 1, int(part)), f"{year}年1—{int(part)}月"


def _week(year: int, part: str) -> tuple[date, date, str]:
    start = date.fromisocalendar(year, int(part), 1)
    return start, start + timedelta(days=6), f"{year}年第{int(part)}周"


def _day(year: int, part: str) -> tuple[date, date, str]:
    day = date.fromisoformat(f"{year:04d}-{part}")
    return day, day, f"{year}年{day.month}月{day.day}日"


_Reader = Callable[[int, str], tuple[date, date, str]]
_KINDS: tuple[tuple[str, str, _Reader], ...] = (
    ("year", r"(\d{4})()", _year),
    ("half", r"(\d{4})H([12])", _half),
    ("quarter", r"(\d{4})Q([1-4])", _quarter),
    ("month", r"(\d{4})-(\d{2})", _month),
    ("year_to_date", r"(\d{4})-(\d{2})YTD", _year_to_date),
    ("week", r"(\d{4})W(\d{2})", _week),
    ("day", r"(\d{4})-(\d{2}-\d{2})", _day),
)
PERIOD_KINDS = {
    "year": "年",
    "half": "半年",
    "quarter": "季",
    "month": "月",
    "year_to_date": "累计",
    "week": "周",
    "day": "日",
}


def parse_period(key: str) -> Period:
    """Read a period key. Raises PeriodError with one Chinese sentence."""
    text = key.strip().upper()
    for kind, pattern, reader in _KINDS:
        found = re.fullmatch(pattern, text)
        if found:
            try:
                start, end, label = reader(int(found[1]), found[2])
            except (ValueError, OverflowError):
                break
            return Period(start, end, kind, text, label)
    raise PeriodError(
        f"看不懂期间“{key}”：请写成 2013、2013H1、2013Q2、2013-05、2013W09、"
        "2013-05-01 或 2013-05YTD。"
    )


def months_of(period: Period) -> list[Period]:
    """The calendar months that lie wholly inside a period."""
    found, day = [], period.start.replace(day=1)
    while day <= period.end:
        month = parse_period(f"{day.year:04d}-{day.month:02d}")
        if month.start >= period.start and month.end <= period.end:
            found.append(month)
        day = month.end + timedelta(days=1)
    return found
