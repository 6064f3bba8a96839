"""Days still open: by hand, and how often the truth lies within what was promised."""

from __future__ import annotations

import numpy as np
import pytest

from xinglin.outbreak.nowcast import back_test, nowcast, triangle_of
from xinglin.outbreak.series import SeriesError


def made(seed: int, days: int, mean: float, delays: int = 8) -> np.ndarray:
    rng = np.random.default_rng(seed)
    share = np.diff(1 - np.exp(-0.5 * np.arange(delays + 1)))
    level = mean * (1 + 0.5 * np.sin(np.arange(days) / 15))
    counts: np.ndarray = rng.poisson(level[:, None] * share / share.sum())
    return counts


def test_by_hand() -> None:
    # Half of each day's ten cases come at once, half a day later: today's 5 will be 10.
    found = nowcast(np.array([[5, 5]] * 30 + [[5, 0]]))
    assert found.reported[-1] == 5
    assert found.share[-1] == pytest.approx(0.5)
    assert found.expected[-1] == pytest.approx(10)
    assert found.lower[-1] < 10 < found.upper[-1]
    assert (found.lower[-2], found.upper[-2], found.expected[-2]) == (10, 10, 10)  # it is whole


def test_what_lies_in_the_future_is_not_looked_at() -> None:
    told = made(1, 60, 20)
    blind = told.copy()
    for day in range(60):
        blind[day, 60 - day :] = 0
    np.testing.assert_array_equal(nowcast(told).expected, nowcast(blind).expected)


@pytest.mark.parametrize(("mean", "most"), [(1.5, 0.99), (10, 0.96), (80, 0.95)])
def test_the_interval_holds_what_it_promises(mean: float, most: float) -> None:
    found = back_test(made(2, 260, mean), level=0.9)
    assert found.judged > 1_000
    assert 0.87 <= found.share <= most  # whole numbers: few cases cannot hit a share exactly


def test_cards_to_a_triangle() -> None:
    days = ["2013-01-01", "2013-01-03", "2013-01-02", "2012-12-01", "2013-01-01", "2013-01-04"]
    sent = ["2013-01-01", "2013-01-09", "2013-01-05", "2012-12-02", "2013-01-05", "2013-01-02"]
    made_up = triangle_of(
        np.array(days, "M8[D]"), np.array(sent, "M8[D]"), np.datetime64("2013-01-05"), 5, 4
    )
    # One came after the last day, one is too old, one came later than is counted.
    assert made_up.sum() == 3
    assert made_up[0, 0] == 1 and made_up[1, 3] == 1
    assert made_up[3, 0] == 1  # reported before its onset: a date is wrong, the case is one


def test_too_little_to_learn_from_is_told() -> None:
    with pytest.raises(SeriesError, match="至少要有 8 天"):
        nowcast(made(1, 5, 10))
    with pytest.raises(SeriesError, match="没有已报告"):
        nowcast(np.zeros((30, 8)))
