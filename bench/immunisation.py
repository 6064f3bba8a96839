"""The due list of a million children beside a reading of the rules one child at a time.

    python bench/immunisation.py [CHILDREN=1000000]

Children under seven, made up here, with the doses the schedule gives them, some early, late or
missing. Ours judges all children in every series at once; the plain reading, written for clearness
as one would write it for a page, the first 2,000. Both must say the same of those: state, first
day and number of doses that count. Processor time on one core, everything in memory.
"""

from __future__ import annotations

import calendar
import os
import sys
import time
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from statistics import median
from typing import Any

os.environ |= dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")

import numpy as np

from xinglin.immunisation.days import add_months, day_number, day_of
from xinglin.immunisation.doses import LIVE_APART, NUMBER_OF, VACCINES, Children, Doses
from xinglin.immunisation.due import (
    DONE,
    DUE,
    NOT_FOR,
    OVERDUE,
    TOO_OLD,
    UPCOMING,
    Exemptions,
    SeriesDue,
    due_of,
)
from xinglin.immunisation.schedule import Age, Series, Version, national_schedule

CHILDREN, PLAIN, RUNS = 1_000_000, 2_000, 3
TODAY = date(2026, 11, 23)
SCHEDULE = national_schedule()
LIVE = frozenset().union(*(s.live for s in SCHEDULE))
VISITS = (
    (0, "hepb bcg"), (1, "hepb"), (2, "ipv dtap"), (3, "ipv"), (4, "bopv dtap"),
    (6, "hepb dtap mpsv_a"), (8, "mmr je_l"), (9, "mpsv_a"), (18, "dtap mmr hepa_l"),
    (24, "je_l"), (36, "mpsv_ac"), (48, "bopv"), (72, "dtap mpsv_ac"),
)  # fmt: skip
"""Age in months → what is given; of the doses, some come earlier or later, some never."""


def made_up(count: int) -> tuple[Children, Doses]:
    """Children born in the last seven years, and their doses up to today."""
    rng = np.random.default_rng(20261127)
    today = day_number(TODAY)
    birth = today - rng.integers(0, 7 * 365, count)
    children = Children(birth, rng.choice(np.array(["1", "2"]), count))
    parts = []
    for months, vaccines in VISITS:
        day = add_months(birth, months)
        day = day + (rng.geometric(0.15, count) - 1 if months else 0)
        day = np.where(rng.random(count) < 0.02, day + rng.integers(30, 400, count), day)
        day = np.where((rng.random(count) < 0.005) & (months > 0), day - 20, day)
        for vaccine in vaccines.split():
            had = np.flatnonzero((day <= today) & (rng.random(count) < 0.97))
            parts.append((had, np.full(len(had), NUMBER_OF[vaccine]), day[had]))
    child, vaccine, day = (np.concatenate(column) for column in zip(*parts, strict=True))
    return children, Doses.in_order(child, vaccine, day)


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def aged(birth: date, age: Age) -> date:
    """The day of an age."""
    return months_on(birth, age.count) if age.in_months else birth + timedelta(days=age.count)


def earliest(version: Version, birth: date, last: date | None, first: date | None) -> date:
    """By age and by the doses before."""
    days = [aged(birth, version.age)]
    if last is not None:
        days.append(last + timedelta(days=max(version.min_days, 1)))
        if version.min_months:
            days.append(months_on(last, version.min_months))
    if first is not None and version.first_months:
        days.append(months_on(first, version.first_months))
    return max(days)


Told = tuple[int, int, date | None]
"""Doses that count, state, first day of the next one."""


def plain(birth: date, sex: str, doses: list[tuple[str, date]]) -> list[Told]:
    """One child, series by series."""
    return [_series(series, birth, sex, doses) for series in SCHEDULE]


def _series(series: Series, birth: date, sex: str, doses: list[tuple[str, date]]) -> Told:
    ours = [d for d in doses if d[0] in series.vaccines]
    way = series.tracks[0].doses
    for track in series.tracks if ours else ():
        if ours[0][0] in track.starts_with:
            way = track.doses
    valid, last, first = 0, None, None
    for vaccine, day in ours:
        if valid < len(way):
            version = way[valid][0]
            for later in way[valid]:
                if later.valid_from <= day_number(day):
                    version = later
            live = [d for v, d in doses if v in LIVE and d < day] if vaccine in series.live else []
            if (
                earliest(version, birth, last, first) <= day < aged(birth, version.last)
                and not (live and (day - max(live)).days < LIVE_APART)
            ):  # fmt: skip
                first, valid = first or day, valid + 1
        last = day
    if valid == len(way):
        return valid, DONE, None
    return (valid, *_next(series, way[valid], birth, sex, doses, last, first))


def _next(
    series: Series,
    versions: tuple[Version, ...],
    birth: date,
    sex: str,
    doses: list[tuple[str, date]],
    last: date | None,
    first: date | None,
) -> tuple[int, date | None]:
    born = day_number(birth)
    ours = [v for v in versions if born >= v.born_from and v.sex in ("", sex)]
    if not ours:
        return NOT_FOR, None
    live = [d + timedelta(days=LIVE_APART) for v, d in doses if v in LIVE and series.is_live]
    for version in ours:
        day = max([earliest(version, birth, last, first), day_of(version.valid_from), *live])
        end = aged(birth, version.last)
        if day_number(day) <= version.valid_to and day < end:
            if end <= TODAY:
                return TOO_OLD, day
            if day > TODAY:
                return UPCOMING, day
            return (OVERDUE if aged(birth, version.finish) <= TODAY else DUE), day
    return TOO_OLD, None


def all_plain(children: Children, doses: Doses) -> list[list[Told]]:
    """The first children, one after another; their doses are looked out beforehand."""
    ends = np.searchsorted(doses.child, np.arange(PLAIN + 1))
    said = [
        [(VACCINES[v], day_of(d)) for v, d in zip(doses.vaccine[a:b], doses.day[a:b], strict=True)]
        for a, b in pairwise(ends)
    ]
    births = [day_of(b) for b in children.birth[:PLAIN]]
    return [plain(b, str(children.sex[n]), said[n]) for n, b in enumerate(births)]


def agree(found: list[SeriesDue], told: list[list[Told]]) -> bool:
    """Whether both say the same of the first children."""
    for one, place in zip(found, range(len(SCHEDULE)), strict=True):
        for child, series in enumerate(told):
            valid, state, day = series[place]
            if (valid, state) != (one.progress.valid[child], one.state[child]):
                return False
            if day is not None and day != day_of(one.day[child]):
                return False
    return True


def timed(work: Callable[[], Any]) -> tuple[float, float, Any]:
    """(processor seconds, seconds by the clock, what came of it): medians."""
    spent, passed = [], []
    for _ in range(RUNS):
        cpu, clock = time.process_time(), time.perf_counter()
        found = work()
        spent.append(time.process_time() - cpu)
        passed.append(time.perf_counter() - clock)
    return median(spent), median(passed), found


def main(count: int) -> None:
    """Measure and print."""
    children, doses = made_up(count)
    say(f"{count:,} 名七岁以下儿童，{len(doses.day):,} 剂")
    today = day_number(TODAY)
    cpu, clock, found = timed(
        lambda: due_of(SCHEDULE, children, doses, Exemptions.none(), today)
    )  # fmt: skip
    other, _, told = timed(lambda: all_plain(children, doses))
    if not agree(found, told):
        raise SystemExit("两种算法的结果不同，不能比较。")
    due = sum(int(((s.state == DUE) | (s.state == OVERDUE)).sum()) for s in found)
    each, each_plain = 1e6 * cpu / count, 1e6 * other / PLAIN
    say(f"应种和逾期 {due:,} 剂；{len(SCHEDULE)} 个系列")
    say(f"全部儿童：处理器 {cpu:.1f} 秒（钟表 {clock:.1f} 秒），每名 {each:.1f} 微秒")
    say(
        f"逐个儿童读规则（前 {PLAIN:,} 名，结果相同）：每名 {each_plain:.0f} 微秒，"
        f"快 {each_plain / each:.0f} 倍"
    )


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else CHILDREN)
