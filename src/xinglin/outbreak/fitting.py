"""Many quasi-Poisson regressions at once: a level for each season and, if wanted, one trend.

All series of one week have the same design, a season factor and a straight line in time, so that
weighted least squares come from sums over the seasons. The steps are those of iteratively
reweighted least squares as R's `glm.fit` takes them, and each series stops where it would stop
there: some of what is asked of a fit depends on the last step's weights.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.series import Array

_EPSILON, _STEPS = 1e-8, 25


@dataclass
class Design:
    """The rows of a fit: their time and season, and what is summed over."""

    time: Array
    season: Array
    own: int
    at: float

    def __post_init__(self) -> None:
        self.middle = float(self.time.mean())
        t = self.time - self.middle
        one = (self.season[:, None] == np.arange(self.seasons)).astype(float)
        self.centred, self.one = t, one
        self.moments = np.hstack([one, one * t[:, None], one * (t * t)[:, None]])

    @property
    def seasons(self) -> int:
        """How many."""
        return int(self.season.max()) + 1


@dataclass
class Fit:
    """Fitted series (series first).

    mean: expected counts by row. working: weights of the last step (prior weight x mean before
    it). slope, level: of the line on the log scale, per unit of time; level by season, at the
    middle of time. weight, centre, spread: of each season's working weights: their sum, their mean
    time, and the sum of squares of time about it over all seasons (endless without a trend).
    """

    design: Design
    has_trend: bool
    mean: Array
    working: Array
    slope: Array
    level: Array
    weight: Array
    centre: Array
    spread: Array
    converged: Array

    @property
    def freedom(self) -> int:
        """Rows less coefficients."""
        return len(self.design.time) - self.design.seasons - int(self.has_trend)

    def predicted(self) -> Array:
        """The log of what is expected at `at`, in the season asked about."""
        return self.level[:, self.design.own] + self.slope * (self.design.at - self.design.middle)

    def variance(self) -> Array:
        """Of that prediction, before it is multiplied by a dispersion."""
        away = self.design.at - self.design.middle - self.centre[:, self.design.own]
        return 1 / self.weight[:, self.design.own] + away * away / self.spread

    def leverage(self) -> Array:
        """The diagonal of the hat matrix, by series and row."""
        season = self.design.season
        found = np.take(1 / self.weight, season, axis=1)
        if self.has_trend:
            away = self.design.centred - np.take(self.centre, season, axis=1)
            away *= away
            away /= self.spread[:, None]
            found += away
        found *= self.working
        return found

    def only(self, chosen: Array) -> Fit:
        """The chosen series."""
        taken = {
            name: getattr(self, name)[chosen]
            for name in ("mean", "working", "slope", "level", "weight", "centre", "spread")
        }
        return Fit(self.design, self.has_trend, converged=self.converged[chosen], **taken)

    def put(self, chosen: Array, other: Fit) -> None:
        """Take another fit's series in the place of the chosen ones."""
        for name in (
            "mean",
            "working",
            "slope",
            "level",
            "weight",
            "centre",
            "spread",
            "converged",
        ):
            getattr(self, name)[chosen] = getattr(other, name)


def fit(counts: Array, design: Design, prior: Array | None = None, *, trend: bool) -> Fit:
    """Fit each series (series x rows). prior: weights of the observations, 1 where None."""
    with np.errstate(all="ignore"):  # a season without cases goes to nothing, as it should
        started = _Fitting(counts, design, prior, trend)
        return started.run() if trend else started.run_level()


class _Fitting:
    """The steps; series that are done leave, and the others go on."""

    def __init__(self, counts: Array, design: Design, prior: Array | None, trend: bool) -> None:
        many, seasons = len(counts), design.seasons
        self.counts, self.design, self.prior, self.trend = counts, design, prior, trend
        self.done = Fit(
            design, trend, np.empty_like(counts), np.empty_like(counts), np.zeros(many),
            np.empty((many, seasons)), np.empty((many, seasons)), np.zeros((many, seasons)),
            np.ones(many), np.zeros(many, bool),
        )  # fmt: skip
        weighted = counts if prior is None else counts * prior
        sums = weighted @ design.moments
        self.cases, self.timed = sums[:, :seasons], sums[:, seasons : 2 * seasons].sum(1)
        self.weighted = weighted
        logs = counts * np.log(np.where(counts > 0, counts, 1.0))
        self.constant = (logs if prior is None else logs * prior).sum(1) - weighted.sum(1)
        self.going = np.arange(many)

    def run(self) -> Fit:
        mean = self.counts + 0.1
        linear = np.log(mean)
        deviance = self._first_deviance(mean, linear)
        for _ in range(_STEPS):
            working = mean if self.prior is None else mean * self.prior
            parts = self._solved(working, linear)
            linear, mean = self._linear(parts)
            before, deviance = deviance, self._deviance(parts, mean)
            ended = np.abs(deviance - before) < _EPSILON * (np.abs(deviance) + 0.1)
            self._keep(ended, parts, mean, working)
            self.done.converged[self.going[ended]] = True
            if ended.all():
                return self.done
            if ended.any():
                linear, mean, deviance = (x[~ended] for x in (linear, mean, deviance))
                working, parts = working[~ended], tuple(x[~ended] for x in parts)
                self._leave(ended)
        self._keep(np.ones(len(self.going), bool), parts, mean, working)
        return self.done

    def run_level(self) -> Fit:
        """The same steps without a trend: after the first, all counts of a season are one."""
        mean = self.counts + 0.1
        working = mean if self.prior is None else mean * self.prior
        deviance = self._first_deviance(mean, np.log(mean))
        one, many = self.design.one, len(self.counts)
        priors = one.sum(0) + np.zeros((many, 1)) if self.prior is None else self.prior @ one
        weight = working @ one
        level = ((working * np.log(mean) + self.weighted - working) @ one) / weight
        kept, going = self.done, np.arange(many)
        last = np.full(level.shape, np.nan)  # the means before the last step
        before = np.full(level.shape, np.nan)
        cases, constant = self.cases, self.constant
        for step in range(_STEPS):
            expected = np.exp(level)
            earlier = deviance
            deviance = 2 * (constant - (cases * level).sum(1) + (priors * expected).sum(1))
            ended = np.abs(deviance - earlier) < _EPSILON * (np.abs(deviance) + 0.1)
            kept.converged[going[ended]] = True
            over = ended if step < _STEPS - 1 else np.ones(len(going), bool)
            to = going[over]
            kept.level[to], kept.weight[to], last[to] = level[over], weight[over], before[over]
            if over.all():
                break
            stay = ~over
            going, level, expected, deviance = (x[stay] for x in (going, level, expected, deviance))
            cases, constant, priors = cases[stay], constant[stay], priors[stay]
            before, weight = expected, priors * expected
            level = level + cases / weight - 1
        kept.centre[:], kept.spread[:] = 0, np.inf
        kept.mean = np.take(np.exp(kept.level), self.design.season, axis=1)
        kept.working = np.take(last, self.design.season, axis=1)
        if self.prior is not None:
            kept.working *= self.prior
        first = np.isnan(last).any(1)  # ended with the first step
        kept.working[first] = working[first]
        return kept

    def _solved(self, working: Array, linear: Array) -> tuple[Array, ...]:
        """Weighted least squares: weight, centre, spread, slope, level."""
        design, seasons = self.design, self.design.seasons
        # working x (linear + (y - mean) / mean) without the division
        target = working * linear
        target += self.weighted
        target -= working
        sums = working @ design.moments
        weight, first, second = (
            sums[:, i * seasons : (i + 1) * seasons] for i in range(3)
        )  # fmt: skip
        wanted = target @ design.moments[:, : 2 * seasons]
        centre, level = first / weight, wanted[:, :seasons] / weight
        spread = (second - first * centre).sum(1)
        slope = (wanted[:, seasons:] - wanted[:, :seasons] * centre).sum(1) / spread
        return weight, centre, spread, slope, level - slope[:, None] * centre

    def _linear(self, parts: tuple[Array, ...]) -> tuple[Array, Array]:
        *_, slope, level = parts
        linear = np.take(level, self.design.season, axis=1)
        linear += slope[:, None] * self.design.centred
        return linear, np.exp(linear)

    def _first_deviance(self, mean: Array, linear: Array) -> Array:
        working = mean if self.prior is None else mean * self.prior
        told = np.einsum("ij,ij->i", self.weighted, linear)
        return 2 * (self.constant - told + working.sum(1))

    def _deviance(self, parts: tuple[Array, ...], mean: Array) -> Array:
        *_, slope, level = parts
        told = (self.cases * level).sum(1) + self.timed * slope
        prior = self.prior
        expected = mean.sum(1) if prior is None else np.einsum("ij,ij->i", mean, prior)
        return 2 * (self.constant - told + expected)

    def _keep(self, ended: Array, parts: tuple[Array, ...], mean: Array, working: Array) -> None:
        to, kept = self.going[ended], self.done
        kept.mean[to], kept.working[to] = mean[ended], working[ended]
        for name, values in zip(
            ("weight", "centre", "spread", "slope", "level"), parts, strict=True
        ):
            getattr(kept, name)[to] = values[ended]

    def _leave(self, ended: Array) -> None:
        stay = ~ended
        self.going, self.counts = self.going[stay], self.counts[stay]
        self.cases, self.timed = self.cases[stay], self.timed[stay]
        self.weighted, self.constant = self.weighted[stay], self.constant[stay]
        self.prior = self.prior if self.prior is None else self.prior[stay]
