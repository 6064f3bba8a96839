"""Children and their doses, and which doses count (有效剂次).

A dose counts when the child was old enough, the intervals to the doses before were kept and
no other live vaccine had been injected within 28 days. A dose that does not count is repeated,
the interval taken from it (project rule, rulebook 4.10, unverified).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from xinglin.codes.vaccines import Vaccine
from xinglin.immunisation.days import LONG_AGO, NEVER, Days, add_months
from xinglin.immunisation.schedule import Age, Series, Version

LIVE_APART = 28
"""Days between two live vaccines that are injected, unless on the same day."""

VACCINES = Vaccine.codes
"""Vaccines by number."""
NUMBER_OF = {code: number for number, code in enumerate(VACCINES)}
_BASE = np.int64(2**33)

COUNTS, TOO_YOUNG, TOO_SOON, LIVE_TOO_SOON, TOO_OLD, EXTRA = range(6)
"""What becomes of a dose."""
VERDICTS = {
    COUNTS: "有效",
    TOO_YOUNG: "未到起始年龄，不计，应重种",
    TOO_SOON: "与前一剂间隔不足，不计，应重种",
    LIVE_TOO_SOON: "与另一种注射减毒活疫苗间隔不足28天，不计，应重种",
    TOO_OLD: "超过可接种年龄，不计",
    EXTRA: "已全程，多种一剂",
}


@dataclass(frozen=True)
class Children:
    """Some children: days of birth and sex codes, in one order."""

    birth: Days
    sex: NDArray[np.str_]

    def __len__(self) -> int:
        return len(self.birth)


@dataclass(frozen=True)
class Doses:
    """Doses given to them: whose (row of the child), which vaccine (`VACCINES`), on which day.

    In the order of child and day; `in_order` makes it so.
    """

    child: NDArray[np.int64]
    vaccine: NDArray[np.int64]
    day: Days

    @classmethod
    def in_order(cls, child: NDArray[np.int64], vaccine: NDArray[np.int64], day: Days) -> Doses:
        """Doses in any order."""
        order = np.argsort(child * _BASE + day, kind="stable")
        return cls(child[order], vaccine[order], day[order])

    def until(self, last: int) -> Doses:
        """Those given by a day."""
        kept = self.day <= last
        return Doses(self.child[kept], self.vaccine[kept], self.day[kept])

    def of(self, vaccines: frozenset[str]) -> NDArray[np.bool_]:
        """Which are of these vaccines."""
        table = np.array([code in vaccines for code in VACCINES])
        return np.asarray(table[self.vaccine], dtype=bool)


@dataclass(frozen=True)
class Progress:
    """How far each child is in one series, and what became of each of its doses.

    valid: doses that count; last, first: days of the last dose (counting or not) and of the first
    that counts; track: which way. rows: the doses' places among all; number: which dose of
    the series each was to be, from 1; verdict: COUNTS …
    """

    valid: NDArray[np.int64]
    last: Days
    first: Days
    track: NDArray[np.int64]
    rows: NDArray[np.int64]
    number: NDArray[np.int64]
    verdict: NDArray[np.int64]


def at_age(birth: Days, age: Age) -> Days:
    """The day on which they reach an age."""
    return add_months(birth, age.count) if age.in_months else birth + age.count


def last_live(doses: Doses, live: frozenset[str], children: int) -> tuple[Days, Days]:
    """Of each live dose the last one on an earlier day; of each child the last one."""
    before = np.full(len(doses.day), LONG_AGO)
    rows = np.flatnonzero(doses.of(live))
    latest = np.full(children, LONG_AGO)
    child, day = doses.child[rows], doses.day[rows]
    latest[child] = day  # in the order of days: the last one stays
    if len(rows) > 1:
        other_day = np.r_[False, (child[1:] == child[:-1]) & (day[1:] != day[:-1])]
        new_child = np.r_[True, child[1:] != child[:-1]]
        # Where this day's doses of a child begin; the dose before that is of an earlier day.
        begins = np.maximum.accumulate(np.where(other_day | new_child, np.arange(len(rows)), 0))
        there = ~new_child[begins]
        before[rows[there]] = day[begins[there] - 1]
    return before, latest


def progress(series: Series, children: Children, doses: Doses, live_before: Days) -> Progress:
    """Judge the doses of a series, all children's first doses at once, then their second …"""
    ours = np.flatnonzero(doses.of(series.vaccines))
    child, day = doses.child[ours], doses.day[ours]
    count = len(children)
    state = Progress(
        np.zeros(count, np.int64),
        np.full(count, LONG_AGO),
        np.full(count, LONG_AGO),
        _tracks(series, doses, ours, count),
        ours,
        np.zeros(len(ours), np.int64),
        np.full(len(ours), COUNTS),
    )
    soon = doses.of(series.live)[ours] & (day - live_before[ours] < LIVE_APART)
    begins = np.flatnonzero(np.r_[True, child[1:] != child[:-1]]) if len(child) else child
    rank = np.arange(len(child)) - np.repeat(begins, np.diff(np.r_[begins, len(child)]))
    by_rank = np.argsort(rank, kind="stable")
    edges = np.searchsorted(rank[by_rank], np.arange(rank.max() + 2)) if len(rank) else [0]
    for start, end in pairwise(edges):
        _judge(series, children, state, by_rank[start:end], child, day, soon)
    return state


def _tracks(series: Series, doses: Doses, ours: NDArray[np.int64], count: int) -> NDArray[np.int64]:
    """Which way each child goes: as its first dose leads, else the first way."""
    track = np.zeros(count, np.int64)
    if len(series.tracks) == 1 or not len(ours):
        return track
    child = doses.child[ours]
    firsts = np.r_[True, child[1:] != child[:-1]]
    for number, way in enumerate(series.tracks):
        starts = doses.of(way.starts_with)[ours][firsts]
        track[child[firsts][starts]] = number
    return track


def _judge(
    series: Series,
    children: Children,
    state: Progress,
    at: NDArray[np.int64],
    child: NDArray[np.int64],
    day: Days,
    soon: NDArray[np.bool_],
) -> None:
    """One dose of each of many children."""
    whose = child[at]
    number = state.valid[whose]  # before this dose
    state.number[at] = number + 1
    verdict = np.full(len(at), EXTRA)
    for t, track in enumerate(series.tracks):
        for dose, versions in enumerate(track.doses):
            asked = np.flatnonzero((state.track[whose] == t) & (number == dose))
            for version, held in _in_force(versions, day[at][asked]):
                rows = asked[held]
                verdict[rows] = _verdict(version, children, state, whose[rows], day[at][rows])
    verdict = np.where((verdict == COUNTS) & soon[at], LIVE_TOO_SOON, verdict)
    state.verdict[at] = verdict
    counts = whose[verdict == COUNTS]
    state.first[counts] = np.where(
        state.valid[counts] == 0, day[at][verdict == COUNTS], state.first[counts]
    )
    state.valid[counts] += 1
    state.last[whose] = day[at]


def _in_force(versions: tuple[Version, ...], day: Days) -> list[tuple[Version, NDArray[np.bool_]]]:
    """Each version with the days it judges; days before the oldest are judged by it."""
    found = []
    for number, version in enumerate(versions):
        since = LONG_AGO if number == 0 else np.int64(version.valid_from)
        until = NEVER if number + 1 == len(versions) else versions[number + 1].valid_from - 1
        found.append((version, (day >= since) & (day <= until)))
    return found


def _verdict(
    version: Version, children: Children, state: Progress, whose: NDArray[np.int64], day: Days
) -> NDArray[np.int64]:
    birth = children.birth[whose]
    young = day < at_age(birth, version.age)
    old = day >= at_age(birth, version.last)
    early = day < after_doses(version, state.last[whose], state.first[whose])
    return np.select([old, young, early], [TOO_OLD, TOO_YOUNG, TOO_SOON], COUNTS)


def after_doses(version: Version, last: Days, first: Days) -> Days:
    """The first day the intervals to the doses before allow; LONG_AGO without any."""
    bound = np.where(last == LONG_AGO, LONG_AGO, last + max(version.min_days, 1))
    if version.min_months:
        known = np.where(last == LONG_AGO, 0, last)
        by_months = np.where(last == LONG_AGO, LONG_AGO, add_months(known, version.min_months))
        bound = np.maximum(bound, by_months)
    if version.first_months:
        known = np.where(first == LONG_AGO, 0, first)
        by_first = np.where(first == LONG_AGO, LONG_AGO, add_months(known, version.first_months))
        bound = np.maximum(bound, by_first)
    return np.asarray(bound, dtype=np.int64)
