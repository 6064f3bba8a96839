"""The scan over neighbouring places: against every cylinder counted by hand, and its promises."""

from __future__ import annotations

from math import log

import numpy as np
import pytest

from xinglin.outbreak.scan import circles, scan
from xinglin.outbreak.series import SeriesError

ROW = {n: [m for m in (n - 1, n + 1) if 0 <= m < 6] for n in range(6)}
"""Six counties in a row."""


def quiet(seed: int, days: int = 60) -> np.ndarray:
    made: np.ndarray = np.random.default_rng(seed).poisson((0.5, 2, 1, 1, 3, 0.2), (days, 6))
    return made


def test_circles_grow_by_rings_and_stop() -> None:
    made = circles(ROW, 6, 3)
    assert (0,) in made and (0, 1) in made and (0, 1, 2) in made
    assert (1, 2, 3) in made and all(len(one) <= 3 for one in made)
    assert len(made) == len(set(made))
    with pytest.raises(SeriesError, match="相邻"):
        circles({0: [9]}, 6, 3)


def test_the_strongest_is_the_strongest_of_all_counted_one_by_one() -> None:
    cases = quiet(3)
    cases[-3:, 2:4] += 4
    all_circles = circles(ROW, 6, 3)
    total, best = cases.sum(), (0.0, (), 0)
    for places in all_circles:
        for days in range(1, 8):
            seen = cases[-days:, list(places)].sum()
            due = sum(
                cases[:, z].sum() * cases[-d, :].sum() / total
                for z in places for d in range(1, days + 1)
            )  # fmt: skip
            if seen > due:
                ratio = seen * log(seen / due) + (total - seen) * log(
                    (total - seen) / (total - due)
                )
                best = max(best, (ratio, places, days))
    found = scan(cases, all_circles)[0]
    assert (found.places, found.days) == (best[1], best[2]) == ((2, 3), 3)
    assert found.ratio == pytest.approx(best[0])
    assert found.pvalue == 1 / 1000
    assert found.cases == cases[-3:, 2:4].sum()


def test_chance_alone_is_called_a_cluster_as_seldom_as_promised() -> None:
    all_circles = circles(ROW, 6, 3)
    called = sum(bool(scan(quiet(s), all_circles, draws=99)) for s in range(200))
    assert called <= 20  # 5 % of 200, and three standard deviations


def test_two_clusters_do_not_overlap_and_come_by_strength() -> None:
    cases = quiet(4)
    cases[-2:, 5] += 7
    cases[-4:, 2:4] += 12
    found = scan(cases, circles(ROW, 6, 3))
    assert [set(c.places) for c in found[:2]] == [{2, 3}, {5}]
    assert found[0].ratio > found[1].ratio


def test_the_same_question_has_the_same_answer_and_nothing_has_none() -> None:
    cases = quiet(5)
    cases[-1, 1] += 9
    all_circles = circles(ROW, 6, 2)
    assert scan(cases, all_circles) == scan(cases, all_circles)
    assert scan(np.zeros((30, 6)), all_circles) == []
    with pytest.raises(SeriesError, match="重排"):
        scan(cases, all_circles, draws=5)
