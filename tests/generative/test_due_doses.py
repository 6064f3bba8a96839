"""The engine of due doses against a reading of the rules one child and one day at a time."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from xinglin.immunisation.days import NEVER, day_number, day_of
from xinglin.immunisation.doses import NUMBER_OF, VACCINES, Children, Doses
from xinglin.immunisation.due import (
    CONTRAINDICATED,
    DONE,
    DUE,
    NOT_FOR,
    OVERDUE,
    TOO_OLD,
    UPCOMING,
    Exemptions,
    due_of,
)
from xinglin.immunisation.schedule import Age, Series, Version, national_schedule

FIRST, LAST = date(2005, 1, 1), date(2026, 11, 23)
SERIES = national_schedule()
LIVE = frozenset().union(*(s.live for s in SERIES))
Given = tuple[str, date]


def months_on(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def aged(birth: date, age: Age) -> date:
    return months_on(birth, age.count) if age.in_months else birth + timedelta(days=age.count)


@dataclass
class Child:
    """What is known of one child's doses in one series, read from the first to the last."""

    birth: date
    track: int = 0
    valid: int = 0
    last: date | None = None
    first: date | None = None

    def earliest(self, version: Version) -> date:
        """By age and by the doses before."""
        days = [aged(self.birth, version.age)]
        if self.last is not None:
            days.append(self.last + timedelta(days=max(version.min_days, 1)))
            if version.min_months:
                days.append(months_on(self.last, version.min_months))
        if self.first is not None and version.first_months:
            days.append(months_on(self.first, version.first_months))
        return max(days)


def in_force(versions: tuple[Version, ...], day: date) -> Version:
    """The version of a day; the oldest before all, the last after all."""
    found = versions[0]
    for version in versions:
        if version.valid_from <= day_number(day):
            found = version
    return found


def read(series: Series, birth: date, doses: list[Given]) -> tuple[Child, list[bool]]:
    """Every dose in the order of its day: does it count?"""
    child, counts = Child(birth), []
    ours = sorted((d for d in doses if d[0] in series.vaccines), key=lambda d: d[1])
    if ours:
        for number, track in enumerate(series.tracks):
            if ours[0][0] in track.starts_with:
                child.track = number
    way = series.tracks[child.track].doses
    for vaccine, day in ours:
        ok = child.valid < len(way)
        if ok:
            version = in_force(way[child.valid], day)
            before = [d for v, d in doses if v in LIVE and d < day]
            near = vaccine in series.live and bool(before) and (day - max(before)).days < 28
            ok = child.earliest(version) <= day < aged(birth, version.last) and not near
        if ok:
            child.first = child.first or day
            child.valid += 1
        child.last = day
        counts.append(ok)
    return child, counts


def wanted(
    series: Series, child: Child, sex: str, doses: list[Given], excused: date | str | None, on: date
) -> tuple[int, date | None]:
    """The state of the next dose and its first day, trying day by day between the bounds."""
    way = series.tracks[child.track].doses
    if child.valid == len(way):
        return DONE, None
    versions = way[child.valid]
    born = day_number(child.birth)
    ours = [v for v in versions if born >= v.born_from and v.sex in ("", sex)]
    if not ours:
        return NOT_FOR, None
    bounds = [d + timedelta(days=28) for v, d in doses if v in LIVE and series.is_live]
    if isinstance(excused, date):
        bounds.append(excused + timedelta(days=1))
    for version in ours:
        day = max([child.earliest(version), day_of(version.valid_from), *bounds])
        if day_number(day) <= version.valid_to and day < aged(child.birth, version.last):
            finish, last = aged(child.birth, version.finish), aged(child.birth, version.last)
            if excused == "for good":
                return (TOO_OLD if on >= last else CONTRAINDICATED), day
            if on >= last:
                return TOO_OLD, day
            if day > on:
                return UPCOMING, day
            return (OVERDUE if on >= finish else DUE), day
    return TOO_OLD, None


births = st.dates(FIRST, LAST)
gaps = st.one_of(st.integers(0, 40), st.integers(0, 400), st.integers(0, 2500))


@st.composite
def lives(draw: st.DrawFn) -> tuple[date, str, list[Given], dict[str, date | str]]:
    """One child: birth, sex, doses on any days since, exemptions by series."""
    birth = draw(births)
    doses, day = [], birth
    for _ in range(draw(st.integers(0, 14))):
        day += timedelta(days=draw(gaps))
        if day <= LAST:
            doses.append((draw(st.sampled_from(VACCINES)), day))
    until: st.SearchStrategy[date | str] = st.one_of(st.just("for good"), st.dates(birth, LAST))
    excused = draw(st.dictionaries(st.sampled_from([s.code for s in SERIES]), until, max_size=2))
    return birth, draw(st.sampled_from(["1", "2"])), doses, excused


@settings(max_examples=150, deadline=None)
@given(st.lists(lives(), min_size=1, max_size=6), births)
def test_both_readings_agree(
    children: list[tuple[date, str, list[Given], dict[str, date | str]]], on: date
) -> None:
    table = [
        (at, NUMBER_OF[vaccine], day_number(day))
        for at, (_, _, doses, _) in enumerate(children)
        for vaccine, day in doses
    ]
    rows = np.array(table, dtype=np.int64).reshape(-1, 3)
    excused = [
        (at, code, int(NEVER) if until == "for good" else day_number(until))  # type: ignore[arg-type]
        for at, (_, _, _, said) in enumerate(children)
        for code, until in said.items()
    ]
    found = due_of(
        SERIES,
        Children(
            np.array([day_number(c[0]) for c in children]), np.array([c[1] for c in children])
        ),
        Doses.in_order(rows[:, 0], rows[:, 1], rows[:, 2]),
        Exemptions(
            np.array([e[0] for e in excused], dtype=np.int64),
            np.array([e[1] for e in excused], dtype=np.str_),
            np.array([e[2] for e in excused], dtype=np.int64),
        ),
        day_number(on),
    )
    for one in found:
        for at, (birth, sex, doses, said) in enumerate(children):
            known = [d for d in doses if d[1] <= on]
            child, counts = read(one.series, birth, known)
            assert one.progress.valid[at] == sum(counts), (one.series.code, birth, known)
            state, day = wanted(one.series, child, sex, known, said.get(one.series.code), on)
            assert one.state[at] == state, (one.series.code, birth, sex, known, said)
            if day is not None:
                assert day_of(one.day[at]) == day, (one.series.code, birth, known, said)
