"""Projections of the year worked out by hand, and what they must keep to."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from xinglin.claims.projection import back_test, project

FLAT = [100] * 12
MONEY = st.integers(0, 10**9)


def test_the_rest_follows_the_year_before_as_far_as_this_one_has() -> None:
    # Half a year at one and a half times the same months: the whole year at one and a half.
    before = [100, 200, 100, 200, 100, 200, 300, 300, 300, 300, 300, 600]
    found = project([150, 300, 150, 300, 150, 300], [before])
    assert (found.so_far, found.expected) == (1_350, 4_500)
    assert (found.low, found.high) == (4_500, 4_500)  # not one month lay off the line
    assert found.growth == 1.5


def test_the_interval_by_hand() -> None:
    # Months 90 and 110 beside 100 and 100: growth 1; residuals -10 and 10: s = sqrt(200 / 1).
    # Ten months to come: s * sqrt(10 + 2 * (1000 / 200)^2) = 14.142 * sqrt(60) = 109.545;
    # t of one degree, five per cent above: 6.314 -> 691.66.
    found = project([90, 110], [FLAT])
    assert found.expected == 1_200
    assert (found.low, found.high) == (1_200 - 692, 1_200 + 692)


def test_without_an_earlier_year_the_months_stand_for_each_other() -> None:
    found = project([100, 100, 130], [])
    assert found.expected == 330 + 9 * 110 and found.growth is None


def test_one_month_gives_no_interval_and_twelve_no_doubt() -> None:
    assert project([100], [FLAT]).low is None
    whole = project(FLAT, [FLAT])
    assert (whole.low, whole.expected, whole.high) == (1_200, 1_200, 1_200)


@pytest.mark.parametrize("months", [[], [1] * 13])
def test_what_is_no_year(months: list[int]) -> None:
    with pytest.raises(ValueError, match="twelve months"):
        project(months, [])


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(MONEY, min_size=2, max_size=12), st.lists(MONEY, min_size=12, max_size=12))
def test_nothing_is_projected_below_what_is_spent(so_far: list[int], before: list[int]) -> None:
    found = project(so_far, [before])
    assert found.low is not None and found.high is not None
    assert found.so_far <= found.low <= max(found.expected, found.so_far) and found.high >= 0


def test_a_back_test_of_a_steady_fund_is_always_right() -> None:
    years = {2010: FLAT, 2011: [120] * 12, 2012: [130] * 12, 2013: [140] * 6}
    tests = back_test(years)
    assert [t.year for t in tests] == [2011] * 10 + [2012] * 10
    assert all(t.is_within and t.projection.expected == t.actual for t in tests)
