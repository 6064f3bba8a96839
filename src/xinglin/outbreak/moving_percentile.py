"""The moving percentile method (移动百分位数法) of the national automated alert system, CIDARS.

A county's count is compared with a percentile of the counts of the same and the neighbouring
blocks in the years before (rulebook 2.6).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.calendar import window_rows
from xinglin.outbreak.series import Array, Detection, Panel


@dataclass(frozen=True)
class MovingPercentile:
    """percentile: between 0 and 1. b: years back. w: blocks before and after the same one.

    minimum: a lower count never fires. leave_outbreaks: whether blocks known as outbreaks are
    left out of the past. Percentiles are interpolated at the rank (n - 1) p, counted from 0. A
    block is a week; in a daily series it is the seven days that end with the day.
    """

    percentile: float = 0.8
    b: int = 5
    w: int = 2
    minimum: int = 3
    leave_outbreaks: bool = True

    def rows(self, panel: Panel) -> Array:
        """The rows whose every block of the past is there."""
        observed = self._blocks(panel)
        found = []
        for row in range(len(observed)):
            used = self._past(panel, row)
            if (used >= 0).all() and not np.isnan(observed[used]).any():
                found.append(row)
        return np.array(found, np.int64)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows: an alarm where the count is above the percentile and high enough."""
        observed = self._blocks(panel)
        upper = np.empty((len(rows), observed.shape[1]))
        outbreak = panel.state == 1 if panel.state is not None else np.zeros(observed.shape, bool)
        with np.errstate(all="ignore"):
            for at, row in enumerate(rows):
                used = self._past(panel, int(row))
                past = observed[used]
                if self.leave_outbreaks:
                    past = np.where(outbreak[used], np.nan, past)
                upper[at] = _percentile(past, self.percentile)
        count = observed[rows]
        fires = (count > upper) & (count >= self.minimum)
        unknown = np.isnan(upper) | np.isnan(count)
        return Detection(rows, upper, np.where(unknown, np.nan, 1.0 * fires))

    def _past(self, panel: Panel, row: int) -> Array:
        if panel.frequency != 365:
            return window_rows(panel, row, years=self.b, half=self.w)
        centres = window_rows(panel, row, years=self.b, half=0)
        moved = centres[:, None] + 7 * np.arange(-self.w, self.w + 1)
        whole = (centres[:, None] >= 0) & (moved >= 6)
        return np.where(whole, moved, -1).ravel()

    def _blocks(self, panel: Panel) -> Array:
        """What is compared: counts of weeks, or sums of seven days ending with each day."""
        if panel.frequency != 365:
            return panel.observed
        sums = np.full(panel.observed.shape, np.nan)
        if panel.length >= 7:
            windows = np.lib.stride_tricks.sliding_window_view(panel.observed, 7, axis=0)
            sums[6:] = windows.sum(-1)
        return sums


def _percentile(past: Array, p: float) -> Array:
    """By series, over the blocks that are known; NaN where none is."""
    known = (~np.isnan(past)).sum(0)
    ordered = np.sort(past, axis=0)  # what is not known comes last
    rank = np.maximum(known - 1, 0) * p
    low = np.floor(rank).astype(int)
    high = np.minimum(low + 1, np.maximum(known - 1, 0))
    series = np.arange(past.shape[1])
    found = ordered[low, series] + (rank - low) * (ordered[high, series] - ordered[low, series])
    return np.where(known > 0, found, np.nan)
