"""Running sums: CUSUM of Poisson counts (Rossi, Lampugnani, Marchi 1999) and likelihood ratios.

`glr`: the generalised likelihood ratio of a lasting rise of the mean, for Poisson or negative
binomial counts: Höhle and Paul, Computational Statistics & Data Analysis 52 (2008) 4357-4368.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from xinglin.outbreak.series import Array, Detection, Panel, SeriesError, rows_from

TRAINED = 52
"""Rows at the beginning from which the mean is taken, where none is given."""


def _trained(panel: Panel, m: float | None) -> Array:
    if m is not None:
        return np.full(len(panel.units), float(m))
    return np.nanmean(panel.observed[:TRAINED], axis=0)


@dataclass(frozen=True)
class Cusum:
    """k: what a count may be above its mean, standardised, without being summed. h: alarm from
    here on. m: the mean, None: of the first 52 rows. trans: how counts are standardised."""

    k: float = 1.04
    h: float = 2.26
    trans: Literal["standard", "rossi", "anscombe", "none"] = "standard"
    m: float | None = None

    def rows(self, panel: Panel) -> Array:
        """The rows after the training."""
        return rows_from(panel, TRAINED)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge the rows from the first after the training on, and give those asked for."""
        m, root = _trained(panel, self.m), np.sqrt(_trained(panel, self.m))
        first = min(TRAINED, int(rows[0])) if len(rows) else TRAINED
        count = panel.observed[first:]
        with np.errstate(all="ignore"):
            score = self._standardised(count, m, root)
            sums, before = np.zeros(len(panel.units)), []
            after = []
            for one in score:
                before.append(sums)
                sums = np.maximum(0, sums + one - self.k)
                after.append(sums)
            upper = self._limit(np.array(before), np.array(after), m, root)
        upper = np.maximum(np.nan_to_num(upper, nan=0.0), 0)
        sums = np.array(after)
        alarm = np.where(np.isnan(sums), np.nan, 1.0 * (sums >= self.h))
        return Detection(rows, upper[rows - first], alarm[rows - first])

    def _standardised(self, x: Array, m: Array, root: Array) -> Array:
        if self.trans == "rossi":
            return (x - 3 * m + 2 * np.sqrt(x * m)) / (2 * root)
        if self.trans == "anscombe":
            return 1.5 * (np.cbrt(x * x) - np.cbrt(m * m)) / np.sqrt(np.cbrt(m))
        return x if self.trans == "none" else (x - m) / root

    def _limit(self, before: Array, after: Array, m: Array, root: Array) -> Array:
        """The count from which on the sum would pass `h`."""
        room = self.h + self.k - before
        if self.trans == "rossi":  # (sqrt(x) + sqrt(m))^2 = 4 m + 2 sqrt(m) room
            scaled = 2 * root * room
            return scaled + 5 * m - 2 * np.sqrt(4 * m * m + m * scaled)
        if self.trans == "anscombe":
            base = 2 / 3 * np.sqrt(np.cbrt(m)) * room + np.cbrt(m * m)
            return np.where(base < 0, 0, np.abs(base) ** 1.5)
        return self.h - after if self.trans == "none" else np.ceil(root * room + m)


@dataclass(frozen=True)
class GeneralisedLikelihoodRatio:
    """c_arl: alarm where the statistic reaches it; then it begins anew. alpha: dispersion of a
    negative binomial count (variance = mean + alpha mean^2), 0 for Poisson. m: the mean, None: of
    the first 52 rows. window: at most so many periods back, None: all since the last alarm.

    The threshold told is the statistic's value."""

    c_arl: float = 5.0
    alpha: float = 0.0
    m: float | None = None
    window: int | None = None

    def rows(self, panel: Panel) -> Array:
        """The rows after the training."""
        return rows_from(panel, TRAINED)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge the rows from the first after the training on, and give those asked for."""
        if self.alpha < 0:
            raise SeriesError("离散参数 alpha 不能小于 0。")
        first = min(TRAINED, int(rows[0])) if len(rows) else TRAINED
        count, m = panel.observed[first:], _trained(panel, self.m)
        found = np.array([self._series(count[:, j], m[j]) for j in range(len(m))]).T
        found = found.reshape(len(count), len(m))
        alarm = np.where(np.isnan(count), np.nan, 1.0 * (found >= self.c_arl))
        return Detection(rows, np.maximum(found[rows - first], 0), alarm[rows - first])

    def _series(self, count: Array, m: float) -> Array:
        values, begun = np.zeros(len(count)), 0
        count = np.nan_to_num(count)
        with np.errstate(all="ignore"):
            for row in range(len(count)):
                start = begun if self.window is None else max(begun, row - self.window + 1)
                since = count[start : row + 1][::-1]
                values[row] = self._statistic(
                    np.cumsum(since), np.arange(1, len(since) + 1), m, since
                )
                if values[row] >= self.c_arl:
                    begun = row + 1
        return values

    def _statistic(self, cases: Array, periods: Array, m: float, since: Array) -> float:
        """The greatest log likelihood ratio over every period the rise may have begun in."""
        if self.alpha == 0:
            rise = np.log(cases / (periods * m))
            ratio = np.where(rise > 0, cases * rise - (np.exp(rise) - 1) * periods * m, 0)
            return float(np.max(ratio))
        # With a constant mean the estimate is the mean count here, too.
        rise = np.log(cases / (periods * m))
        high = np.exp(rise) * m
        per_case = rise - np.log1p(self.alpha * high) + np.log1p(self.alpha * m)
        ratio = cases * per_case - periods / self.alpha * (
            np.log1p(self.alpha * high) - np.log1p(self.alpha * m)
        )
        return float(np.max(np.where(rise > 0, ratio, 0)))
