"""Outbreak methods: answers worked out by hand, and what is said of wrong names and settings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from xinglin.outbreak.cusum import Cusum, GeneralisedLikelihoodRatio
from xinglin.outbreak.ears import Ears
from xinglin.outbreak.farrington_flexible import FarringtonFlexible
from xinglin.outbreak.fixed import FixedCount
from xinglin.outbreak.methods import EXAMPLES, METHODS, method_named, with_settings
from xinglin.outbreak.moving_percentile import MovingPercentile
from xinglin.outbreak.same_season import Rki
from xinglin.outbreak.series import Panel, SeriesError


def panel(counts: Any, frequency: int = 52, **more: Any) -> Panel:
    """One series, or several where rows are lists."""
    observed = np.array(counts, float)
    observed = observed.reshape(len(observed), -1)
    units = tuple(f"u{n}" for n in range(observed.shape[1]))
    return Panel("t", units, frequency, observed, **more)


# Rulebook 2.8: five weeks of five years.
PAST = [0, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3, 3, 4, 4, 4, 5, 5, 6]


@pytest.mark.parametrize(
    ("now", "percentile", "limit", "fires"), [(5, 0.8, 4, 1), (4, 0.8, 4, 0), (4, 0.5, 3, 1)]
)
def test_moving_percentile_of_the_rulebook(
    now: int, percentile: float, limit: float, fires: int
) -> None:
    counts = np.zeros(5 * 52 + 3)
    for number, value in enumerate(PAST):
        counts[52 * (number // 5) + number % 5] = value
    counts[262] = now
    method = MovingPercentile(percentile=percentile, minimum=2)
    assert method.rows(panel(counts)).tolist() == [262]
    found = method.detect(panel(counts), np.array([262]))
    assert (found.upperbound[0, 0], found.alarm[0, 0]) == (limit, fires)


def test_a_known_outbreak_is_not_part_of_the_past() -> None:
    counts, state = np.ones(5 * 52 + 3), np.zeros((5 * 52 + 3, 1))
    counts[:5], state[:5] = 100, 1
    counts[262] = 3
    method = MovingPercentile(percentile=0.95)
    assert method.detect(panel(counts), np.array([262])).alarm[0, 0] == 0
    known = panel(counts, state=state)
    assert method.detect(known, np.array([262])).upperbound[0, 0] == 1
    assert method.detect(known, np.array([262])).alarm[0, 0] == 1


def test_few_cases_do_not_fire_whatever_the_percentile() -> None:
    counts = np.zeros(5 * 52 + 3)
    counts[262] = 2
    assert MovingPercentile(minimum=3).detect(panel(counts), np.array([262])).alarm[0, 0] == 0
    assert MovingPercentile(minimum=2).detect(panel(counts), np.array([262])).alarm[0, 0] == 1


def test_days_are_compared_as_blocks_of_seven() -> None:
    days = np.arange("2010-01-01", "2013-06-11", dtype="M8[D]")
    counts = np.ones(len(days))
    counts[-1] = 3  # the block has nine
    method = MovingPercentile(b=3, w=2, percentile=0.5)
    found = method.detect(panel(counts, 365, dates=days), np.array([len(days) - 1]))
    assert (found.upperbound[0, 0], found.alarm[0, 0]) == (7, 1)


def test_fixed_count_over_periods() -> None:
    found = FixedCount(count=3, periods=2).detect(panel([0, 1, 2, 0, 3]), np.arange(1, 5))
    assert found.alarm[:, 0].tolist() == [0, 1, 0, 1]  # the fourth has none of its own
    assert found.upperbound[:, 0].tolist() == [2, 1, 0, 2]
    one = FixedCount().detect(panel([0, 1, np.nan]), np.arange(3))
    assert one.alarm[:2, 0].tolist() == [0, 1]
    assert np.isnan(one.alarm[2, 0])


def test_ears_by_hand() -> None:
    # Mean 4 and standard deviation 2 of seven counts; z(0.999) = 3.0902.
    found = Ears("C1").detect(panel([1, 3, 3, 4, 5, 5, 7, 11, 10]), np.array([7]))
    assert found.upperbound[0, 0] == pytest.approx(4 + 3.090232306 * np.sqrt(22 / 6))
    assert found.alarm[0, 0] == 1


def test_a_count_that_was_not_reported_is_no_nought() -> None:
    found = Ears("C1").detect(
        panel([1, 3, np.nan, 4, 5, 5, 7, 11, np.nan, 3] + [2] * 9), np.arange(7, 19)
    )
    assert np.isnan(found.upperbound[:3, 0]).all() and np.isnan(found.alarm[1, 0])
    assert not np.isnan(found.upperbound[-1, 0])


def test_cusum_by_hand() -> None:
    # m 4: counts 8, 8 are +2, +2; less 1.04 each: 0.96, 1.92; then 7: +1.5, 2.38 >= 2.26.
    counts = [4] * 52 + [8, 8, 7]
    found = Cusum().detect(panel(counts), np.arange(52, 55))
    assert found.alarm[:, 0].tolist() == [0, 0, 1]
    assert found.upperbound[:, 0].tolist() == [11, 9, 7]  # 4 + 2 (3.30 - sum), rounded up


def test_likelihood_ratio_by_hand_and_anew_after_an_alarm() -> None:
    found = GeneralisedLikelihoodRatio(c_arl=5).detect(
        panel([2] * 52 + [8, 2, 2]), np.arange(52, 55)
    )
    assert found.upperbound[0, 0] == pytest.approx(8 * np.log(4) - 6)
    assert found.alarm[:, 0].tolist() == [1, 0, 0]
    assert found.upperbound[1, 0] == 0


def test_table_and_spread_of_the_institute() -> None:
    found = Rki(b=0, w=6).detect(panel([3] * 6 + [9] + [30] * 7), np.array([6, 13]))
    assert found.upperbound[0, 0] == 8.102
    assert found.alarm[0, 0] == 1
    assert found.upperbound[1, 0] == 30


@pytest.mark.parametrize(("count", "alarm"), [(0, 0), (6, 1)])
def test_a_series_of_nothing(count: int, alarm: int) -> None:
    """As the reference: seasons do not converge (cannot tell); without them first cases fire."""
    days = np.arange("2010-01-04", "2018-01-01", 7, dtype="M8[D]")
    counts = np.zeros(len(days))
    counts[-1] = count
    one, last = panel(counts, dates=days), np.array([len(days) - 1])
    seasons = FarringtonFlexible(no_periods=10, past_weeks_not_included=26).detect(one, last)
    assert np.isnan(seasons.alarm[0, 0]) and np.isnan(seasons.upperbound[0, 0])
    found = FarringtonFlexible().detect(one, last)
    assert found.alarm[0, 0] == alarm
    if count:
        assert found.upperbound[0, 0] == pytest.approx(0.001613592, rel=1e-6)
    else:
        assert np.isnan(found.upperbound[0, 0])  # fewer than five cases in four weeks


def test_a_jump_in_a_quiet_series_is_seen_and_the_past_outbreak_forgiven() -> None:
    days = np.arange("2010-01-04", "2018-01-01", 7, dtype="M8[D]")
    counts = np.random.default_rng(5).poisson(6, (len(days), 2)).astype(float)
    counts[200:204] += 60
    counts[-1, 0] += 25
    both = panel(counts, dates=days)
    method = method_named("flex-nb-p10")
    found = method.detect(both, np.array([len(days) - 1]))
    assert found.alarm[0].tolist() == [1, 0]
    assert (found.upperbound[0] < 20).all()


@pytest.mark.parametrize("name", [*EXAMPLES, *METHODS])
def test_every_name_makes_a_method_that_answers(name: str) -> None:
    days = np.arange("2010-01-04", "2018-01-01", 7, dtype="M8[D]")
    counts = np.random.default_rng(1).poisson(3, (len(days), 3))
    one = panel(counts, dates=days)
    method = method_named(name)
    rows = method.rows(one)[-4:]
    found = method.detect(one, rows)
    assert found.upperbound.shape == found.alarm.shape == (4, 3)
    assert set(found.alarm.ravel()) <= {0.0, 1.0}


@pytest.mark.parametrize(
    ("name", "said"),
    [("flex-nb-p1O", "flex-nb-p10"), ("earsC4-minSigma0", "ears"), ("x" * 30, "没有叫")],
)
def test_a_wrong_name_is_told_with_a_near_one(name: str, said: str) -> None:
    with pytest.raises(SeriesError, match=said):
        method_named(name)


def test_settings_are_known_by_either_spelling() -> None:
    method = with_settings(
        method_named("farringtonFlexible"), {"noPeriods": 10, "p_threshold_trend": 1}
    )
    assert (method.no_periods, method.p_threshold_trend) == (10, 1)  # type: ignore[attr-defined]
    assert with_settings(method_named("glr"), {"c.ARL": 7, "m": 2}).c_arl == 7  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "settings",
    [{"noPeriod": 3}, {"b": "5"}, {"threshold_method": "quantile"}, {"limit54": [5]}, {"trend": 1}],
)
def test_a_wrong_setting_is_told(settings: dict[str, Any]) -> None:
    with pytest.raises(SeriesError, match="参数"):
        with_settings(method_named("farringtonFlexible"), settings)
