"""The monthly report of coverage: due and given by dose (应种、实种), by rulebook 4.3.

Due are those who reach a dose's day in the month and those still missing from the months before;
who has missed it for twelve reports leaves; the contraindicated are counted. What is given
beside that (a temporary child, one who is made up for later) counts once on both sides.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.typing import NDArray

from xinglin.immunisation.days import add_months, day_number, months_apart
from xinglin.immunisation.doses import COUNTS, Children, Doses
from xinglin.immunisation.due import DUE, UPCOMING, Exemptions, SeriesDue, due_of
from xinglin.immunisation.schedule import Series, label_of

REPORTS = 12
"""In so many monthly reports a missed dose stands."""
YEARS = 7
"""Children under this age are reported on."""


@dataclass(frozen=True)
class DoseMonth:
    """One dose in one month: how many were to have it and how many had it."""

    series: str
    track: int
    number: int
    label: str
    due: int
    given: int


def month_of(
    schedule: Sequence[Series], children: Children, doses: Doses, first: date
) -> list[DoseMonth]:
    """The report of a month for the children a clinic manages in it. first: the month's 1st."""
    start = day_number(first)
    end = day_number((first.replace(day=28) + timedelta(days=4)).replace(day=1)) - 1
    given = doses.until(end)
    before = due_of(schedule, children, doses, Exemptions.none(), start - 1)
    after = due_of(schedule, children, given, Exemptions.none(), end)
    managed = add_months(children.birth, YEARS * 12) > start
    found = []
    for then, now in zip(before, after, strict=True):
        waiting = managed & (then.state >= DUE) & (then.state <= UPCOMING) & (then.day <= end)
        waiting &= months_apart(np.where(waiting, then.day, start), end) < REPORTS
        state = now.progress
        in_month = (state.verdict == COUNTS) & (given.day[state.rows] >= start)
        child = given.child[state.rows][in_month]
        number = state.number[in_month]
        found += _of_series(then.series, then, state.track, waiting, child, number)
    return found


def _of_series(
    series: Series,
    then: SeriesDue,
    track: NDArray[np.int64],
    waiting: NDArray[np.bool_],
    child: NDArray[np.int64],
    number: NDArray[np.int64],
) -> list[DoseMonth]:
    wanted = then.number
    found = []
    for t, way in enumerate(series.tracks):
        for dose in range(1, len(way.doses) + 1):
            asked = waiting & (wanted == dose) & (track == t)
            had = child[(number == dose) & (track[child] == t)]
            beside = int(np.sum(~asked[had]))
            due = int(asked.sum()) + beside
            if due:
                name = label_of(series, t, dose)
                found.append(DoseMonth(series.code, t, dose, name, due, len(had)))
    return found
