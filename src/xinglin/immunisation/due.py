"""What is due, overdue, still to come, for each child and series on a day (应种、逾期、待种)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from xinglin.immunisation.days import LONG_AGO, NEVER, Days
from xinglin.immunisation.doses import (
    LIVE_APART,
    Children,
    Doses,
    Progress,
    after_doses,
    at_age,
    last_live,
    progress,
)
from xinglin.immunisation.schedule import Series, Version

DONE, DUE, OVERDUE, UPCOMING, CONTRAINDICATED, TOO_OLD, NOT_FOR = range(7)
STATES = {
    DONE: "已全程",
    DUE: "应种",
    OVERDUE: "逾期",
    UPCOMING: "未到时间",
    CONTRAINDICATED: "有禁忌",
    TOO_OLD: "超过年龄",
    NOT_FOR: "不属接种对象",
}
AGE, INTERVAL, IN_FORCE, LIVE, POSTPONED = range(5)
REASONS = {
    AGE: "到起始年龄",
    INTERVAL: "满足与前一剂的间隔",
    IN_FORCE: "程序开始执行",
    LIVE: "与注射减毒活疫苗间隔28天",
    POSTPONED: "暂缓期满",
}
"""What a day that a dose becomes due was waited for."""


@dataclass(frozen=True)
class Exemptions:
    """Why some are not vaccinated now: whose, which series, until when (NEVER: for good)."""

    child: NDArray[np.int64]
    series: NDArray[np.str_]
    until: Days

    @classmethod
    def none(cls) -> Exemptions:
        """Nobody's."""
        return cls(np.zeros(0, np.int64), np.zeros(0, "U1"), np.zeros(0, np.int64))


@dataclass(frozen=True)
class SeriesDue:
    """One series: for each child the next dose (0: none left), from when, why then, the state.

    finish: by when it should be done; last: from when never more.
    """

    series: Series
    progress: Progress
    number: NDArray[np.int64]
    day: Days
    reason: NDArray[np.int64]
    finish: Days
    last: Days
    state: NDArray[np.int64]


def due_of(
    schedule: Sequence[Series],
    children: Children,
    doses: Doses,
    exemptions: Exemptions,
    as_of: int,
) -> list[SeriesDue]:
    """Every series for every child, by the doses given up to a day and the versions of all days."""
    given = doses.until(as_of)
    live = frozenset().union(*(s.live for s in schedule))
    before, latest = last_live(given, live, len(children))
    return [
        _series_due(
            series, children, progress(series, children, given, before), latest, exemptions, as_of
        )
        for series in schedule
    ]


def _series_due(
    series: Series,
    children: Children,
    state: Progress,
    latest_live: Days,
    exemptions: Exemptions,
    as_of: int,
) -> SeriesDue:
    count = len(children)
    postponed = np.full(count, LONG_AGO)
    ours = exemptions.series == series.code
    np.maximum.at(postponed, exemptions.child[ours], exemptions.until[ours])
    found = SeriesDue(
        series,
        state,
        np.zeros(count, np.int64),
        np.full(count, NEVER),
        np.zeros(count, np.int64),
        np.full(count, NEVER),
        np.full(count, NEVER),
        np.full(count, DONE),
    )
    for t, track in enumerate(series.tracks):
        for dose, versions in enumerate(track.doses):
            rows = np.flatnonzero((state.track == t) & (state.valid == dose))
            if len(rows):
                found.number[rows] = dose + 1
                _next(found, versions, children, rows, latest_live, postponed)
    for_good = (postponed >= NEVER) & (found.number > 0)
    waits = found.state == DUE
    found.state[waits & (found.day > as_of)] = UPCOMING
    late = waits & (found.day <= as_of) & (as_of >= found.finish)
    past = waits & (as_of >= found.last)
    found.state[late] = OVERDUE
    found.state[past] = TOO_OLD
    open_ = (found.state == DUE) | (found.state == OVERDUE) | (found.state == UPCOMING)
    found.state[for_good & open_] = CONTRAINDICATED
    return found


def _next(
    found: SeriesDue,
    versions: tuple[Version, ...],
    children: Children,
    rows: NDArray[np.int64],
    latest_live: Days,
    postponed: Days,
) -> None:
    """The first day on which some version in force lets the next dose be given."""
    state, birth = found.progress, children.birth[rows]
    found.state[rows] = TOO_OLD
    open_ = np.ones(len(rows), bool)
    is_for = np.zeros(len(rows), bool)
    for version in versions:
        bounds = np.stack(
            [
                at_age(birth, version.age),
                after_doses(version, state.last[rows], state.first[rows]),
                np.full(len(rows), version.valid_from),
                latest_live[rows] + LIVE_APART
                if found.series.is_live
                else np.full(len(rows), LONG_AGO),
                np.where(postponed[rows] < NEVER, postponed[rows] + 1, LONG_AGO),
            ]
        )
        day = bounds.max(axis=0)
        mine = (birth >= version.born_from) & (
            np.ones(len(rows), bool) if not version.sex else children.sex[rows] == version.sex
        )
        is_for |= mine
        last = at_age(birth, version.last)
        fits = open_ & mine & (day <= version.valid_to) & (day < last)
        at = rows[fits]
        found.day[at] = day[fits]
        found.reason[at] = bounds.argmax(axis=0)[fits]
        found.last[at] = last[fits]
        found.finish[at] = at_age(birth, version.finish)[fits]
        found.state[at] = DUE
        open_ &= ~fits
    found.state[rows[~is_for]] = NOT_FOR
