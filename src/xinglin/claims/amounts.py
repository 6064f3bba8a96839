"""Amounts and rates as a policy writes them: 300, "12.50" yuan; "75%"."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator

WHOLE = 10_000
"""Parts of a rate of 100 %: two decimals of a per cent are kept exactly."""

_YUAN = re.compile(r"\d{1,9}(?:\.\d{1,2})?")
_PERCENT = re.compile(r"(\d{1,3})(?:\.(\d{1,2}))?%")


def fen_of(value: Any) -> int:
    """An amount in yuan (whole number, or text with up to two decimals) in fen.

    Raises ValueError.
    """
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not _YUAN.fullmatch(text):
        raise ValueError('金额以元填写，写整数（300）或带引号的两位小数（"12.50"），不能为负')
    whole, _, rest = text.partition(".")
    return int(whole) * 100 + int(rest.ljust(2, "0") or 0)


def parts_of(value: Any) -> int:
    """A rate written as per cent ("75%", "12.5%") in parts of `WHOLE`. Raises ValueError."""
    found = _PERCENT.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise ValueError('比例写成带引号的百分数，如 "75%"、"12.5%"，最多两位小数')
    parts = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))
    if parts > WHOLE:
        raise ValueError("比例不能超过 100%")
    return parts


def day_of(value: Any) -> date:
    """A day as TOML writes it: 2009-01-01 without quotes. Raises ValueError."""
    if isinstance(value, datetime) or not isinstance(value, date):
        raise ValueError("日期写成 2009-01-01，不加引号")
    return value


def percent(parts: int) -> str:
    """A rate as people read it: 7500 → 75%."""
    whole, rest = divmod(parts, 100)
    return f"{whole}{f'.{rest:02d}'.rstrip('0') if rest else ''}%"


Fen = Annotated[int, BeforeValidator(fen_of)]
Rate = Annotated[int, BeforeValidator(parts_of)]
Day = Annotated[date, BeforeValidator(day_of)]
