"""How well methods do on outbreaks that are known because they were put there.

Series of eight years are made up, with seasons and more spread than chance gives; in the last year
of each one outbreak is planted (Noufaily et al. 2013, section 4). The same series for every method
and every run.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from xinglin.outbreak.methods import method_named
from xinglin.outbreak.series import Array, Panel

WEEKS, YEAR = 416, 52
SERIES = 100
DISPERSION = 1.5
SIZE = 6
"""An outbreak has as many cases on average as so many standard deviations of its first week."""
LEVELS = (0.3, 2.0, 10.0, 50.0)
"""Cases a week, as a rule, in the series made up."""
_SEED = 20261127


@dataclass(frozen=True)
class Performance:
    """What a method did with series of one level.

    found: outbreaks with an alarm while they lasted, of `planted`. quiet_alarms: alarms in
    `quiet_weeks` weeks without one. delay: weeks from the first case to the first alarm, the
    median of those found, None where none was. silent: whether it could judge nothing.
    """

    algorithm: str
    level: float
    planted: int
    found: int
    quiet_alarms: int
    quiet_weeks: int
    delay: float | None
    silent: bool = False

    @property
    def sensitivity(self) -> float:
        """The share of outbreaks found."""
        return self.found / self.planted

    @property
    def false_per_year(self) -> float:
        """False alarms a series and year."""
        return self.quiet_alarms / self.quiet_weeks * YEAR


@dataclass(frozen=True)
class Trial:
    """The series of one level, and when each outbreak began and ended (rows, both included)."""

    level: float
    panel: Panel
    begun: Array
    ended: Array


def made_up(level: float) -> Trial:
    """The series of a level, the same each time."""
    rng = np.random.default_rng([_SEED, int(level * 10)])
    week = np.arange(WEEKS)[:, None]
    amplitude, phase = rng.uniform(0, 0.6, SERIES), rng.random(SERIES)
    mean = level * np.exp(amplitude * np.cos(2 * np.pi * (week / 52.18 + phase)))
    # Negative binomial counts with that mean and variance = dispersion x mean.
    counts = rng.negative_binomial(mean / (DISPERSION - 1), 1 / DISPERSION).astype(float)
    begun = rng.integers(WEEKS - YEAR, WEEKS - 8, SERIES)
    ended = np.empty(SERIES, int)
    for series, start in enumerate(begun):
        size = max(1, rng.poisson(SIZE * np.sqrt(DISPERSION * mean[start, series])))
        when = start + np.floor(rng.lognormal(0, 0.5, size)).astype(int)
        when = when[when < WEEKS]
        begun[series], ended[series] = when.min(), when.max()
        np.add.at(counts[:, series], when, 1)
    days = np.datetime64("2010-01-04") + 7 * np.arange(WEEKS)
    return Trial(
        level, Panel("made-up", tuple(map(str, range(SERIES))), 52, counts, days), begun, ended
    )


def performance(algorithm: str, trial: Trial, *, minimum: int = 0) -> Performance:
    """What a method does; a count below `minimum` is no alarm, as its rule has it."""
    method, panel = method_named(algorithm), trial.panel
    rows = method.rows(panel)
    rows = rows[rows >= WEEKS - YEAR]
    if not len(rows):
        return Performance(algorithm, trial.level, SERIES, 0, 0, 1, None, silent=True)
    fires = (method.detect(panel, rows).alarm == 1) & (panel.observed[rows] >= minimum)
    within = (rows[:, None] >= trial.begun) & (rows[:, None] <= trial.ended)
    hits = fires & within
    seen = hits.any(0)
    delay = rows[hits.argmax(0)][seen] - trial.begun[seen]
    return Performance(
        algorithm, trial.level, SERIES, int(seen.sum()), int((fires & ~within).sum()),
        int((~within).sum()), float(np.median(delay)) if seen.any() else None,
    )  # fmt: skip


def compared(rules: Sequence[tuple[str, int]]) -> list[Performance]:
    """Each method with its minimum on each level."""
    trials = [made_up(level) for level in LEVELS]
    return [
        performance(algorithm, trial, minimum=minimum)
        for algorithm, minimum in rules
        for trial in trials
    ]
