"""Farrington's method made flexible: Noufaily et al., Statistics in Medicine 32 (2013) 1206-1222.

A quasi-Poisson regression on five years of weeks, with the year cut into seasons and a trend where
it is plain; past outbreaks weigh little; the threshold is a quantile of what is expected.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import special, stats

from xinglin.outbreak.calendar import blocks, reference_rows
from xinglin.outbreak.fitting import Design, Fit, fit
from xinglin.outbreak.quantiles import overdispersed_quantile, overdispersed_tail
from xinglin.outbreak.series import Array, Detection, Panel

Threshold = Literal["delta", "nbPlugin", "muan"]
_TABLED = 100_000
COLUMNS = ("expected", "mu0", "phi", "score", "pvalue", "trend")


@dataclass(frozen=True)
class FarringtonFlexible:
    """The method's settings, by the names the field knows.

    b: years back. w: weeks around the same week of each year. no_periods: parts of the year.
    past_weeks_not_included: weeks before the week judged that are left out; None: `w`. alpha: the
    share of quiet weeks that may pass the threshold. limit54: so many cases in so many weeks at
    least, or nothing is said.
    """

    b: int = 5
    w: int = 3
    alpha: float = 0.05
    no_periods: int = 1
    past_weeks_not_included: int | None = None
    threshold_method: Threshold = "delta"
    trend: bool = True
    p_threshold_trend: float = 0.05
    reweight: bool = True
    weights_threshold: float = 2.58
    limit54: tuple[int, int] = (5, 4)
    powertrans: Literal["2/3", "1/2", "none"] = "2/3"

    def rows(self, panel: Panel) -> Array:
        """The rows with a whole baseline; 53 rows a year, so that no row of it lacks."""
        found = []
        for row in range(panel.length):
            before = reference_rows(panel, row, self.b)
            if before is not None and before[-1] >= self.w:
                found.append(row)
        return np.array(found, np.int64)

    def detect(self, panel: Panel, rows: Array) -> Detection:
        """Judge these rows. Raises SeriesError."""
        shape = len(rows), len(panel.units)
        upper, alarm = np.full(shape, np.nan), np.full(shape, np.nan)
        more = {name: np.full(shape, np.nan) for name in COLUMNS}
        for series, there in panel.by_missing():
            for at, row in enumerate(rows):
                found = self._judged(panel, int(row), series, there)
                upper[at, series], alarm[at, series] = found.pop("upper"), found.pop("alarm")
                for name, values in found.items():
                    more[name][at, series] = values
        return Detection(rows, upper, alarm, more)

    def _judged(self, panel: Panel, row: int, series: Array, there: Array) -> dict[str, Array]:
        design, used = self._design(panel, row, there)
        counts = np.ascontiguousarray(panel.observed[used][:, series].T)
        fitted, dispersion, unit_dispersion, has_trend = self._fitted(counts, design)
        with np.errstate(all="ignore"):
            told = self._thresholds(
                panel.observed[row, series], fitted, dispersion, unit_dispersion
            )
        told["phi"], told["trend"] = dispersion, np.where(has_trend, fitted.slope, np.nan)
        cases, weeks = self.limit54
        recent = panel.observed[max(0, row - weeks + 1) : row + 1, series].sum(0)
        enough = recent >= cases
        told["alarm"] = 1.0 * (enough & (told["score"] > 1) & (panel.observed[row, series] != 0))
        for name in ("upper", "expected"):
            told[name] = np.where(enough, told[name], np.nan)
        for values in told.values():
            values[~fitted.converged] = np.nan
        return told

    def _design(self, panel: Panel, row: int, there: Array) -> tuple[Design, Array]:
        gap = self.w if self.past_weeks_not_included is None else self.past_weeks_not_included
        base = blocks(panel, row, years=self.b, half=self.w, parts=self.no_periods, gap=gap)
        kept = np.isin(base.rows, there)
        used = base.rows[kept]
        if panel.dates is None:
            time, at = used + 1.0, row + 1.0
        else:
            step = (panel.dates[1] - panel.dates[0]).astype(float)
            # Time runs from the first row of the baseline; asked about, from its first count.
            time = (panel.dates[used] - panel.dates[base.rows[0]]).astype(float) / step
            at = float((panel.dates[row] - panel.dates[used[0]]).astype(float) / step)
        return Design(time, base.season[kept], base.own, at), used

    def _fitted(self, counts: Array, design: Design) -> tuple[Fit, Array, Array, Array]:
        """The fit of each series, its dispersion, that of equal weights, and if it has a trend."""
        has_trend = np.full(len(counts), self.trend)
        found, phi, equal = self._weighted(counts, design, trend=self.trend)
        if not self.trend:
            return found, phi, equal, has_trend
        with np.errstate(all="ignore"):
            plain = trend_pvalue(found, equal) < self.p_threshold_trend
            within = not_beyond(found, counts)
        if self.p_threshold_trend >= 1:  # wanted always; a slope of nothing has p = 1
            plain = np.ones(len(plain), bool)
        has_trend = found.converged & plain & within & (self.b >= 3)
        flat = np.flatnonzero(~has_trend)
        if len(flat):
            level, flat_phi, flat_equal = self._weighted(counts[flat], design, trend=False)
            found.put(flat, level)
            phi[flat], equal[flat] = flat_phi, flat_equal
        return found, phi, equal, has_trend

    def _weighted(self, counts: Array, design: Design, *, trend: bool) -> tuple[Fit, Array, Array]:
        """Fit, weigh down past outbreaks by their residuals, fit again."""
        found = fit(counts, design, trend=trend)
        first_converged = found.converged
        prior = None
        with np.errstate(all="ignore"):
            phi = _dispersion(found, counts)
            if self.reweight:
                prior = outbreak_weights(counts, found, phi, self.weights_threshold)
        if prior is not None:
            found = fit(counts, design, prior, trend=trend)
            found.converged = first_converged
            with np.errstate(all="ignore"):
                phi = _dispersion(found, counts)
        with np.errstate(all="ignore"):
            share = (counts - found.mean) / found.mean
            weights = found.working if prior is None else prior
            equal = (weights * share * share).sum(1) / found.freedom
        return found, phi, equal

    def _thresholds(self, count: Array, fitted: Fit, phi: Array, equal: Array) -> dict[str, Array]:
        eta = fitted.predicted()
        # The standard error is of the equally weighted fit: as the reference has it.
        error = np.sqrt(equal * fitted.variance())
        z = float(stats.norm.ppf(1 - self.alpha))
        mean = np.exp(eta)
        if self.threshold_method == "delta":
            upper, pvalue = transformed(
                count, mean, phi + (error * mean) ** 2 / mean, z, self.powertrans
            )
            score = (count - mean) / (upper - mean)
            mu0 = np.exp(mean + z * error * mean)
        else:
            mu0 = mean if self.threshold_method == "nbPlugin" else np.exp(eta + z * error)
            upper = overdispersed_quantile(1 - self.alpha, mu0, phi)
            pvalue = overdispersed_tail(count, mu0, phi)
            unknown = ~np.isfinite(mu0)
            upper[unknown], pvalue[unknown] = np.nan, np.nan
            score = (count - eta) / (upper - eta)
        expected = np.where(np.isnan(upper), np.nan, mean)
        return {"upper": upper, "pvalue": pvalue, "score": score, "mu0": mu0,
                "expected": expected}  # fmt: skip


def transformed(count: Array, mean: Array, tau: Array, z: float, power: str) -> tuple[Array, Array]:
    """The upper limit on a scale on which the counts are nearly symmetric, and the tail's share."""
    exponent = {"2/3": 2 / 3, "1/2": 1 / 2, "none": 1.0}[power]
    spread = {
        "2/3": lambda: np.sqrt(4 / 9 * np.cbrt(mean) * tau),
        "1/2": lambda: np.sqrt(tau / 4),
        "none": lambda: np.sqrt(mean * tau),
    }[power]()
    upper = (mean**exponent + z * spread) ** (1 / exponent)
    return upper, special.ndtr((mean**exponent - count**exponent) / spread)


def outbreak_weights(counts: Array, fitted: Fit, phi: Array, threshold: float) -> Array:
    """Weights of the rows by their Anscombe residuals: a high count weighs little."""
    sixth = np.exp(np.log(fitted.mean) / 6)  # twice as fast as roots
    residual = _two_thirds(counts) / sixth
    residual -= sixth * sixth * sixth
    spread = fitted.leverage()
    np.subtract(1, spread, out=spread)
    spread *= phi[:, None]
    residual *= 1.5 / np.sqrt(spread, out=spread)
    weight = np.where(residual > threshold, residual**-2.0, 1.0)
    return weight * (counts.shape[1] / weight.sum(1))[:, None]


def _two_thirds(counts: Array) -> Array:
    """Each count to the power 2/3; small ones from a table."""
    highest = counts.max(initial=0)
    if highest > _TABLED:
        return np.cbrt(counts * counts)
    table = np.cbrt(np.arange(int(highest) + 1.0) ** 2)
    return np.take(table, counts.astype(np.intp))


def trend_pvalue(fitted: Fit, dispersion: Array) -> Array:
    """How likely so steep a slope is where there is none (two-sided, Student's t)."""
    t = fitted.slope / np.sqrt(dispersion / fitted.spread)
    return 2 * special.stdtr(fitted.freedom, -np.abs(t))


def not_beyond(fitted: Fit, counts: Array) -> Array:
    """Whether what is expected is no higher than any count there was: a trend is not drawn out.

    Where all counts are one number both are that number, but for rounding.
    """
    return np.exp(fitted.predicted()) <= counts.max(1) * (1 + 1e-9)


def _dispersion(fitted: Fit, counts: Array) -> Array:
    return np.maximum(raw_dispersion(fitted, counts), 1)


def raw_dispersion(fitted: Fit, counts: Array) -> Array:
    """Pearson's, by the last step's weights; it may be below 1."""
    share = (counts - fitted.mean) / fitted.mean
    return (fitted.working * share * share).sum(1) / fitted.freedom
