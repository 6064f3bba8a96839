"""Dates and times as files write them, and the time zone of all of them (Asia/Shanghai).

A reader gives the value or a reason in Chinese. Nothing is guessed: two digits of a year are taken
only beside a month in letters (18-May-14), 3/6/2013 is refused because two countries read it
differently, and a bare number is a date only where it can be no other (20130603) or where the
caller says that it is a spreadsheet's day count.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")

Value = TypeVar("Value", date, datetime)

_SERIAL_ORIGIN = date(1899, 12, 30)  # spreadsheets count 29 February 1900, which never was
_SERIAL_FIRST, _SERIAL_AFTER_LAST = 61, 2958466  # 1900-03-01 and the day after 9999-12-31
_SERIAL = re.compile(r"\d{2,7}(?:\.\d+)?")
_LAST_SHORT_YEAR = 68  # POSIX: 69-99 are 1969-1999, 00-68 are 2000-2068
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_DAY_FORMS = tuple(
    re.compile(form)
    for form in (
        r"(?P<year>\d{4}) ?(?P<mark>[-/.]) ?(?P<month>\d{1,2}) ?(?P=mark) ?(?P<day>\d{1,2})(?!\d)",
        r"(?P<year>\d{4}) ?年 ?(?P<month>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号]",
        r"(?P<day>\d{1,2})[-/ ]?(?P<word>[A-Za-z]{3,9})\.?[-/, ] ?(?P<year>\d{4}|\d{2})(?!\d)",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
    )
)
_TIME = re.compile(
    r"[T, ]*(?P<half>上午|下午|晚上|凌晨|中午)? ?(?P<hour>\d{1,2}) ?[:时点]"
    r"(?: ?(?P<minute>\d{1,2})(?: ?分)?)?(?::? ?(?P<second>\d{1,2})(?:\.\d+)?(?: ?秒)?)?"
    r" ?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
)
_COMPACT_TIME = re.compile(r"[T ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?")


@dataclass(frozen=True)
class Reading(Generic[Value]):
    """Either `value`, or `reason`: why there is none, as a Chinese sentence. Never both."""

    value: Value | None
    reason: str | None = None


def shanghai(moment: datetime) -> datetime:
    """The moment in Asia/Shanghai; one without a zone is taken as Shanghai's wall clock."""
    if moment.tzinfo is SHANGHAI:
        return moment
    if moment.tzinfo is None:
        return moment.replace(tzinfo=SHANGHAI)
    return moment.astimezone(SHANGHAI)


def local_day(moment: datetime) -> date:
    """The calendar day of a moment in Asia/Shanghai."""
    return moment.date() if moment.tzinfo is SHANGHAI else shanghai(moment).date()


def read_date(cell: object, *, spreadsheet_serial: bool = False) -> Reading[date]:
    """A day from a cell: text in any of the usual forms, a date or a datetime.

    Accepted: 2013-06-03, 2013/6/3, 2013.6.3, 2013年6月3日, 20130603, 18-May-14, each also with a
    time behind it, which is dropped. A number is a spreadsheet's day count only when
    `spreadsheet_serial` says so.
    """
    if isinstance(cell, str) and len(cell) == 10 and cell[4] == cell[7] == "-":
        try:  # most cells of most files: read without the grammar below
            return Reading(date.fromisoformat(cell))
        except ValueError:
            pass
    reading = read_moment(cell, spreadsheet_serial=spreadsheet_serial, time_required=False)
    return Reading(reading.value.date() if reading.value else None, reading.reason)


def read_moment(
    cell: object, *, spreadsheet_serial: bool = False, time_required: bool = True
) -> Reading[datetime]:
    """A moment in Asia/Shanghai from a cell, in the forms of `read_date` with a time of day.

    A day without a time is refused; with `time_required` False it is midnight.
    """
    if isinstance(cell, datetime):
        return Reading(shanghai(cell))
    if isinstance(cell, date):
        return _whole_day(cell, time_required)
    if isinstance(cell, str) and len(cell) in (16, 19) and cell[4] == cell[7] == "-":
        try:
            return Reading(shanghai(datetime.fromisoformat(cell)))
        except ValueError:
            pass
    if cell is None or isinstance(cell, bool) or not str(cell).strip():
        return Reading(None, "日期为空，请填写。")
    text = _plain(str(cell))
    if spreadsheet_serial and _is_serial(text):
        return _from_serial(float(text))
    return _from_text(text, time_required)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).removesuffix(".0").split())


def _is_serial(text: str) -> bool:
    in_form = _SERIAL.fullmatch(text) is not None
    return in_form and _SERIAL_FIRST <= float(text) < _SERIAL_AFTER_LAST


def _from_serial(serial: float) -> Reading[datetime]:
    days = int(serial)
    seconds = round((serial - days) * 86400)
    midnight = datetime.combine(_SERIAL_ORIGIN, time(), SHANGHAI)
    return Reading(midnight + timedelta(days=days, seconds=seconds))


def _from_text(text: str, time_required: bool) -> Reading[datetime]:
    for form in _DAY_FORMS:
        if match := form.match(text):
            day = _day(match)
            if day is None:
                return Reading(None, f"“{text}”不是存在的日期，请核对年、月、日。")
            rest = text[match.end() :].strip()
            return _with_time(day, rest, text) if rest else _whole_day(day, time_required)
    return Reading(None, f"“{text}”认不出是哪一天，请写成 2013-06-03 的样子。")


def _day(match: re.Match[str]) -> date | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else _month_of(parts["word"])
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        year += 2000 if year <= _LAST_SHORT_YEAR else 1900
    try:
        return date(year, month, int(parts["day"]))
    except ValueError:
        return None


def _month_of(word: str) -> int:
    """1 to 12, or 0 for a word that begins no month's name."""
    hits = (number for number, name in enumerate(_MONTHS, 1) if name.startswith(word.lower()))
    return next(hits, 9 if word.lower() == "sept" else 0)


def _with_time(day: date, rest: str, text: str) -> Reading[datetime]:
    match = _TIME.fullmatch(rest) or _COMPACT_TIME.fullmatch(rest)
    if match is None:
        return Reading(None, f"“{text}”中日期后面的“{rest}”不是时间，请写成 08:30 的样子。")
    parts = match.groupdict()
    hour = int(parts["hour"])
    if parts.get("half") in ("下午", "晚上") and hour < 12:
        hour += 12
    try:
        clock = time(hour, int(parts["minute"] or 0), int(parts["second"] or 0))
    except ValueError:
        return Reading(None, f"“{text}”中的时间不存在，请核对时、分、秒（0:00 至 23:59）。")
    zone = parts.get("zone")
    if zone:
        moment = datetime.fromisoformat(f"{day}T{clock}{zone.replace('Z', '+00:00')}")
        return Reading(moment.astimezone(SHANGHAI))
    return Reading(datetime.combine(day, clock, SHANGHAI))


def _whole_day(day: date, time_required: bool) -> Reading[datetime]:
    if time_required:
        return Reading(None, f"“{day}”只有日期没有时间，请写成 {day} 08:30 的样子。")
    return Reading(datetime.combine(day, time(), SHANGHAI))
