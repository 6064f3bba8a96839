"""EARS C1, C2, C3: Hutwagner et al., Journal of Urban Health 80 (2003) i89-i96.

A count is compared with the mean and spread of the seven periods just before (C1), of the seven
that end two periods earlier (C2), or with C2's excess of three periods together (C3).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from xinglin.outbreak.series import Array, Detection, Panel, SeriesError, rows_from

_LAG = 2


@dataclass(frozen=True)
class Ears:
    """baseline: periods compared with. alpha: one-sided. min_sigma: the least spread taken."""

    method: Literal["C1", "C2", "C3"] = "C1"
    baseline: int = 7
    min_sigma: float = 0.0
    alpha: float = 0.001

    undefined = "NaN"
    """What stands for a threshold that comes to nothing over nothing."""

    def rows(self, panel: Panel) -> Array:
        """The rows with a whole baseline."""
        return rows_from(panel, self.baseline + {"C1": 0, "C2": _LAG, "C3": 2 * _LAG}[self.method])

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows, which follow each other. Raises SeriesError."""
        if self.baseline < 3:
            raise SeriesError("EARS 的基线至少 3 期，请把 baseline 改大。")
        if not len(rows):
            empty = np.empty((0, len(panel.units)))
            return Detection(rows, empty, empty)
        first, count = int(rows[0]), panel.observed[rows]
        z = float(stats.norm.ppf(1 - self.alpha))
        if self.method != "C3":
            mean, spread = self._past(
                panel.observed, first, len(rows), 0 if self.method == "C1" else _LAG
            )
            upper = mean + z * spread
        else:
            mean, spread = self._past(panel.observed, first - _LAG, len(rows) + _LAG, _LAG)
            with np.errstate(all="ignore"):
                excess = (panel.observed[first - _LAG : first + len(rows)] - mean) / spread
                excess = _positive(excess - 1)
                upper = count + spread[_LAG:] * (z - (excess[:-2] + excess[1:-1]))
            upper = _positive(upper)
        alarm = np.where(np.isnan(upper) | np.isnan(count), np.nan, 1.0 * (count > upper))
        return Detection(rows, upper, alarm)

    def _past(self, observed: Array, first: int, many: int, lag: int) -> tuple[Array, Array]:
        """Mean and spread of the baseline of `many` rows from `first` on.

        From running sums of whole numbers, which are exact.
        """
        n = self.baseline
        whole = observed[first - lag - n : first - lag + many - 1]
        if np.isnan(whole).any():
            windows = np.lib.stride_tricks.sliding_window_view(whole, n, axis=0)
            return windows.mean(-1), np.maximum(windows.std(-1, ddof=1), self.min_sigma)
        total, squares = _running(whole, n), _running(whole * whole, n)
        variance = (n * squares - total * total) / (n * (n - 1))
        return total / n, np.maximum(np.sqrt(variance), self.min_sigma)


def _running(values: Array, n: int) -> Array:
    """Sums of each `n` rows that follow each other."""
    sums = values[: len(values) - n + 1].copy()
    for k in range(1, n):
        sums += values[k : len(values) - n + 1 + k]
    return sums


def _positive(values: Array) -> Array:
    """At least nothing; what is not a number stays none."""
    return np.where(np.isnan(values), np.nan, np.maximum(values, 0))
