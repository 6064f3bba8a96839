"""Farrington's first method: Farrington, Andrews, Beale, Catchpole, JRSS A 159 (1996) 547-563."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from xinglin.outbreak.calendar import window_rows
from xinglin.outbreak.farrington_flexible import (
    not_beyond,
    outbreak_weights,
    raw_dispersion,
    transformed,
    trend_pvalue,
)
from xinglin.outbreak.fitting import Design, Fit, fit
from xinglin.outbreak.series import Array, Detection, Panel, SeriesError

_PLAIN_TREND = 0.05
_OUTBREAK_FROM = 1.0
"""From this residual on a week of the past weighs less."""


@dataclass(frozen=True)
class Farrington:
    """The method's settings, by the names the field knows.

    b: years back. w: weeks around the same week of each year. alpha: the share of quiet weeks
    outside the interval, both sides together. limit54: so many cases in so many weeks at least.
    """

    b: int = 5
    w: int = 3
    alpha: float = 0.05
    trend: bool = True
    reweight: bool = True
    limit54: tuple[int, int] = (5, 4)
    powertrans: Literal["2/3", "1/2", "none"] = "2/3"

    def rows(self, panel: Panel) -> Array:
        """The rows whose every week of comparison is there."""
        found = [
            row
            for row in range(panel.length)
            if (window_rows(panel, row, years=self.b, half=self.w) >= 0).all()
        ]
        return np.array(found, np.int64)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows. Raises SeriesError."""
        shape = len(rows), len(panel.units)
        upper, alarm = np.full(shape, np.nan), np.full(shape, np.nan)
        for series, there in panel.by_missing():
            for at, row in enumerate(rows):
                used = window_rows(panel, int(row), years=self.b, half=self.w)
                used = used[np.isin(used, there)]
                if len(used) < 3:
                    raise SeriesError(f"第 {row + 1} 期的历史同期数据不足，不能用这个方法。")
                counts = np.ascontiguousarray(panel.observed[used][:, series].T)
                upper[at, series], alarm[at, series] = self._judged(
                    panel.observed[: row + 1, series], counts, Design(
                        used + 1.0, np.zeros(len(used), np.int64), 0, row + 1.0
                    ),
                )  # fmt: skip
        return Detection(rows, upper, alarm)

    def _judged(self, so_far: Array, counts: Array, design: Design) -> tuple[Array, Array]:
        with np.errstate(all="ignore"):
            fitted, phi = self._fitted(counts, design)
            mean = np.exp(fitted.predicted())
            error = np.sqrt(phi * fitted.variance()) * mean
            z = float(stats.norm.ppf(1 - self.alpha / 2))
            count = so_far[-1]
            upper, _ = transformed(count, mean, phi + error**2 / mean, z, self.powertrans)
            cases, weeks = self.limit54
            enough = so_far[-weeks:].sum(0) >= cases
            score = np.where(enough, (count - mean) / (upper - mean), 0)
        alarm = np.where(np.isnan(score), np.nan, 1.0 * (score > 1))
        return np.where(enough, upper, 0), alarm

    def _fitted(self, counts: Array, design: Design) -> tuple[Fit, Array]:
        found, phi, dispersion = self._weighted(counts, design, trend=self.trend)
        if not self.trend:
            return found, phi
        plain = trend_pvalue(found, dispersion) < _PLAIN_TREND
        within = not_beyond(found, counts)
        has_trend = found.converged & plain & within & (self.b >= 3)
        flat = np.flatnonzero(~has_trend)
        if len(flat):
            level, flat_phi, _ = self._weighted(counts[flat], design, trend=False)
            found.put(flat, level)
            phi[flat] = flat_phi
        return found, phi

    def _weighted(self, counts: Array, design: Design, *, trend: bool) -> tuple[Fit, Array, Array]:
        found = fit(counts, design, trend=trend)
        raw = raw_dispersion(found, counts)
        if self.reweight:
            phi = np.maximum(raw, 1)
            prior = outbreak_weights(counts, found, phi, _OUTBREAK_FROM)
            converged = found.converged
            found = fit(counts, design, prior, trend=trend)
            found.converged = converged
            raw = raw_dispersion(found, counts)
        return found, np.maximum(raw, 1), raw
