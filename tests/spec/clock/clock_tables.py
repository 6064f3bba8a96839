"""Reads the 给定/应得 tables of the clock's spec: a header, a rule of dashes, lines of cells."""

from __future__ import annotations

from datetime import datetime, time

from xinglin.clock import Suspension
from xinglin.codes.dates import SHANGHAI, read_moment


def rows(table: str) -> list[dict[str, str]]:
    """One dict for each line; a line of dashes is skipped."""
    lines = [line for line in table.strip().splitlines() if not set(line.strip()) <= set("-+ ")]
    cells = [[cell.strip() for cell in line.split("|")] for line in lines]
    return [dict(zip(cells[0], line, strict=True)) for line in cells[1:]]


def moment(text: str) -> datetime:
    """A moment of the table; a day alone is nine in the morning of it."""
    read = read_moment(text, time_required=False).value
    assert read is not None, text
    alone = read.time() == time() and ":" not in text
    return read.replace(hour=9) if alone else read


def review(span: str) -> tuple[Suspension, ...]:
    """The suspensions of a cell: empty, or 开始～结束 (no end: still stopped)."""
    if not span:
        return ()
    start, _, end = span.partition("～")
    return (
        Suspension(
            moment(start),
            moment(end) if end else None,
            "专家评审",
            "《行政许可法》第四十五条",
            "第1号",
        ),
    )


__all__ = ["SHANGHAI", "moment", "review", "rows"]
