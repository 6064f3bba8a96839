"""Days as whole numbers since 1970-01-01, and ages in calendar months."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Days: TypeAlias = NDArray[np.int64]
_EPOCH = date(1970, 1, 1)
NEVER = np.int64(2**31)
"""A day after every other: what has no end, or does not happen."""
LONG_AGO = np.int64(-(2**31))
"""A day before every other: what has not been."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - _EPOCH).days


def day_of(number: int) -> date:
    """The day of a number."""
    return _EPOCH + timedelta(days=int(number))


_BEGINS = np.arange("1900-01", "2200-02", dtype="datetime64[M]").astype("datetime64[D]")
_STARTS = _BEGINS.astype(np.int64)
"""The first day of each month."""
_LOW = int(_STARTS[0])
_MONTH = np.repeat(np.arange(len(_STARTS) - 1), np.diff(_STARTS))
"""Which of these months each day lies in."""


def add_months(days: Days, months: int) -> Days:
    """The same day so many calendar months later; the month's last day where it has no such day.

    Born on 31 January one is a month old on the last day of February. days: from 1900 on.
    """
    month = _MONTH[days - _LOW]
    within = days - _STARTS[month]
    there = month + months
    return np.minimum(_STARTS[there] + within, _STARTS[there + 1] - 1)


def months_apart(earlier: Days, later: int) -> Days:
    """Calendar months from the month of a day to the month of another, days not looked at."""
    return np.asarray(_MONTH[later - _LOW] - _MONTH[earlier - _LOW], dtype=np.int64)
