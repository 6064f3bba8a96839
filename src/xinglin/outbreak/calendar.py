"""Which earlier rows a row is compared with: the same season of the years before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.series import Array, Panel, SeriesError

_DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Baseline:
    """The rows a row is compared with, in the order of time.

    season: to which of the year's parts each belongs, from 0; own: the part of the row itself.
    """

    rows: Array
    season: Array
    own: int


def years_before(day: np.datetime64, years: int) -> Array:
    """The same day of the month in each year before; 29 February becomes 1 March."""
    month = day.astype("M8[M]")
    in_month = (day - month.astype("M8[D]")).astype(int)
    firsts = (month - 12 * np.arange(1, years + 1)).astype("M8[D]")
    return firsts + in_month * _DAY


def reference_rows(panel: Panel, row: int, years: int) -> Array | None:
    """The row of the same period in each year before, the latest first; None where one lacks."""
    if panel.dates is None:
        found = row - panel.frequency * np.arange(1, years + 1)
        return found if found[-1] >= 0 else None
    days = years_before(panel.dates[row], years)
    if panel.frequency == 52:
        days = _nearest_weekday(days, panel.dates[row])
    return _rows_of(panel, days)


def blocks(panel: Panel, row: int, *, years: int, half: int, parts: int, gap: int) -> Baseline:
    """The seasons of the flexible Farrington method (Noufaily et al. 2013, section 3.2).

    The weeks within `half` of the same week of each year are one part of the year; the rest is cut
    into `parts` - 1 others, the longer ones first; with one part only that one is used. The last
    `gap` weeks before the row are left out. Raises SeriesError.
    """
    before = reference_rows(panel, row, years)
    if before is None or before[-1] - half < 0:
        raise SeriesError(f"第 {row + 1} 期之前不足 {years} 年，不能用这个方法。")
    season = np.full(row + 1, -1)
    season[max(0, row - half) :] = parts - 1
    edges = np.append(row, before)
    for here, following in zip(before, edges, strict=False):
        season[here - half : here + half + 1] = parts - 1
        between = following - here - 2 * half - 1
        if parts == 1:
            continue
        if between < parts - 1:
            raise SeriesError(f"一年分不成 {parts} 段，请把段数改小。")
        length, longer = divmod(between, parts - 1)
        sizes = np.full(parts - 1, length) + (np.arange(parts - 1) < longer)
        start = here + half + 1
        season[start : start + between] = np.repeat(np.arange(parts - 1), sizes)
    season[max(0, row - gap) :] = -1
    rows = np.flatnonzero(season >= 0)
    present, dense = np.unique(season[rows], return_inverse=True)
    if parts - 1 not in present:
        raise SeriesError("排除的周数太多，没有可比的历史同期，请把它改小。")
    return Baseline(rows, dense, int(np.flatnonzero(present == parts - 1)[0]))


def window_rows(panel: Panel, row: int, *, years: int, half: int) -> Array:
    """The rows within `half` of the same period of each year before, the earliest year first.

    Rows that the series does not have are given as -1.
    """
    around = np.arange(-half, half + 1)
    if panel.dates is None:
        centre = row - panel.frequency * np.arange(years, 0, -1)
        found = (centre[:, None] + around).ravel()
        return np.where(found >= 0, found, -1)
    days = years_before(panel.dates[row], years)
    if panel.frequency == 52:
        asked = _nearest_weekday((days[:, None] + 7 * _DAY * around).ravel(), panel.dates[row])
    elif panel.frequency == 12:
        in_month = panel.dates[row] - panel.dates[row].astype("M8[M]").astype("M8[D]")
        months = (days.astype("M8[M]")[:, None] + around).ravel()
        asked = months.astype("M8[D]") + in_month
    else:
        asked = (days[:, None] + _DAY * around).ravel()
    return _positions(panel, asked)


def _nearest_weekday(days: Array, like: np.datetime64) -> Array:
    """The nearest days of the same weekday as `like`; three days either way at most."""
    ahead = (like - days).astype(int) % 7
    return days + np.where(ahead <= 3, ahead, ahead - 7) * _DAY


def _positions(panel: Panel, days: Array) -> Array:
    dates: Array = panel.dates
    at = np.searchsorted(dates, days)
    known = (at < panel.length) & (dates[np.minimum(at, panel.length - 1)] == days)
    return np.where(known, at, -1)


def _rows_of(panel: Panel, days: Array) -> Array | None:
    found = _positions(panel, days)
    return None if (found < 0).any() else found
