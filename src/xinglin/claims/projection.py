"""What the year will have cost by its end, from the year so far and the years before (基金预测).

This year's months are taken as a multiple of the same months of the year before (of the mean of
several): growth = sum of this year's so far over theirs. How far single months lie from that says
how far the rest may: the interval of a ratio estimator for the months to come, by Student's t.
Without an earlier year each month is taken as the mean of this year's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import fmean

MONTHS = 12
_T_90 = (6.314, 2.920, 2.353, 2.132, 2.015, 1.943, 1.895, 1.860, 1.833, 1.812, 1.796)
"""Student's t, 5 % above, for 1 to 11 degrees of freedom."""


@dataclass(frozen=True)
class Projection:
    """The year's sum. Fen; low and high hold it nine times out of ten, None with one month known.

    growth: this year's months over those of the years before; None without any.
    """

    so_far: int
    months: int
    expected: int
    low: int | None
    high: int | None
    growth: float | None


@dataclass(frozen=True)
class BackTest:
    """How projections of a finished year would have done, by the month they were made after."""

    year: int
    months: int
    projection: Projection
    actual: int

    @property
    def is_within(self) -> bool:
        """Whether what came was within the interval."""
        p = self.projection
        return p.low is not None and p.high is not None and p.low <= self.actual <= p.high


def project(so_far: Sequence[int], before: Sequence[Sequence[int]]) -> Projection:
    """Project a year. so_far: its months' sums; before: twelve sums of each earlier year.

    Raises ValueError for no month, more than twelve, or an earlier year that is not whole.
    """
    if not 1 <= len(so_far) <= MONTHS or any(len(year) != MONTHS for year in before):
        raise ValueError("a year has twelve months, and one of them must be known")
    known = len(so_far)
    # Years in whose first months nothing was spent say nothing of these: then as without any.
    told = [year for year in before if sum(year[:known])]
    usual = [fmean(year[m] for year in told) for m in range(MONTHS)] if told else [1.0] * MONTHS
    past, rest = sum(usual[:known]), sum(usual[known:])
    growth = sum(so_far) / past
    expected = sum(so_far) + growth * rest
    spread = None
    if known > 1 and known < MONTHS:
        off = sum((y - growth * x) ** 2 for y, x in zip(so_far, usual, strict=False))
        each = sqrt(off / (known - 1))
        # The months to come scatter themselves, and so does the growth they are reckoned by.
        spread = _T_90[known - 2] * each * sqrt((MONTHS - known) + known * (rest / past) ** 2)
    if known == MONTHS:
        spread = 0.0
    low = None if spread is None else max(sum(so_far), round(expected - spread))
    high = None if spread is None else round(expected + spread)
    return Projection(sum(so_far), known, round(expected), low, high, growth if told else None)


def back_test(years: Mapping[int, Sequence[int]]) -> list[BackTest]:
    """Project every whole year that has a whole year before it, after each of its months."""
    whole = {year: sums for year, sums in sorted(years.items()) if len(sums) == MONTHS}
    found = []
    for year, sums in whole.items():
        before = [s for y, s in whole.items() if y < year]
        if before:
            found += [
                BackTest(year, known, project(sums[:known], before), sum(sums))
                for known in range(2, MONTHS)
            ]
    return found
