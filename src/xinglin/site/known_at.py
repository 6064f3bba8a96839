"""Read the time given to --known-at: a day means its end, in Asia/Shanghai."""

from __future__ import annotations

import re
from datetime import datetime, time

from xinglin.codes.dates import SHANGHAI, read_date, read_moment


class BadTimeError(ValueError):
    """A time that cannot be read; the message is one sentence in Chinese."""


def read_known_at(text: str | None) -> datetime | None:
    """The moment, or None when nothing was given. 2013-06-30 is the end of that day."""
    if not text:
        return None
    if re.fullmatch(r"\s*\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s*", text):
        day = read_date(text)
        if day.value is None:
            raise BadTimeError(f"--known-at：{day.reason}")
        return datetime.combine(day.value, time.max, SHANGHAI)
    moment = read_moment(text)
    if moment.value is None:
        raise BadTimeError(f"--known-at：{moment.reason}")
    return moment.value
