"""What is said of methods: on outbreaks that are there because they were put there."""

from __future__ import annotations

import numpy as np
import pytest

from xinglin.outbreak.performance import (
    LEVELS,
    SERIES,
    WEEKS,
    YEAR,
    Performance,
    compared,
    made_up,
    performance,
)


def test_a_method_that_always_fires_finds_all_and_is_always_wrong() -> None:
    found = performance("fixed-c1-n1", made_up(50.0))
    assert (found.found, found.sensitivity, found.delay) == (SERIES, 1.0, 0.0)
    assert found.quiet_alarms == found.quiet_weeks
    assert found.false_per_year == YEAR


def test_counted_one_by_one() -> None:
    """The same figures, week by week, from the counts alone."""
    trial = made_up(2.0)
    found = performance("fixed-c8-n1", trial)
    hits, quiet, weeks, late = 0, 0, 0, []
    for series in range(SERIES):
        first = None
        for row in range(WEEKS - YEAR, WEEKS):
            fires = trial.panel.observed[row, series] >= 8
            if trial.begun[series] <= row <= trial.ended[series]:
                if fires and first is None:
                    first = row - trial.begun[series]
            else:
                quiet, weeks = quiet + fires, weeks + 1
        if first is not None:
            hits += 1
            late.append(first)
    assert (found.found, found.quiet_alarms, found.quiet_weeks) == (hits, quiet, weeks)
    assert found.delay == np.median(late)


def test_the_same_series_each_time_and_as_said() -> None:
    one, again = made_up(10.0), made_up(10.0)
    np.testing.assert_array_equal(one.panel.observed, again.panel.observed)
    assert one.panel.observed[: WEEKS - YEAR].mean() == pytest.approx(10, rel=0.15)
    assert (one.begun >= WEEKS - YEAR).all() and (one.ended < WEEKS).all()


def test_a_minimum_takes_alarms_away_and_a_stricter_method_finds_less() -> None:
    free, held = (
        performance("earsC2-minSigma0.5", made_up(0.3)),
        performance("earsC2-minSigma0.5", made_up(0.3), minimum=3),
    )
    assert held.found <= free.found and held.quiet_alarms < free.quiet_alarms
    loose, strict = (performance(f"percentile-p{p}-b3-w2-min3", made_up(10.0)) for p in (50, 95))
    assert strict.quiet_alarms < loose.quiet_alarms


def test_every_level_and_what_cannot_judge() -> None:
    found = compared([("fixed-c1-n1", 1)])
    assert [one.level for one in found] == list(LEVELS)
    assert Performance("x", 1, 10, 0, 0, 1, None, silent=True).sensitivity == 0
    assert performance("percentile-p80-b9-w2-min3", made_up(2.0)).silent
