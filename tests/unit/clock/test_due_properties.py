"""What must hold for every limit, start and calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.clock import (
    Extension,
    Limit,
    Suspension,
    due_at,
    due_moment,
    is_late,
    national_calendar,
    state,
)
from xinglin.codes.dates import SHANGHAI

CALENDAR = national_calendar()
STARTS = st.datetimes(
    datetime(2005, 1, 1),  # noqa: DTZ001 - hypothesis wants naive bounds and adds the zone
    datetime(2026, 5, 1),  # noqa: DTZ001
    timezones=st.just(SHANGHAI),
)
AMOUNTS = st.integers(1, 60)
UNITS = st.sampled_from(["hours", "working_days", "calendar_days"])


def stopped(start: datetime, end: datetime | None) -> Suspension:
    return Suspension(start, end, "检测", "《行政许可法》第四十五条", "第1号")


def reckoned(start: datetime, limit: Limit, *suspensions: Suspension) -> datetime:
    at = due_moment(start, limit, CALENDAR, suspensions).at
    assert at is not None
    return at


@given(STARTS, AMOUNTS, UNITS, st.integers(0, 10_000))
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    start: datetime, amount: int, unit: str, minutes: int
) -> None:
    limit = Limit(amount, unit, "依据")  # type: ignore[arg-type]
    longer = Limit(amount + 1, unit, "依据")  # type: ignore[arg-type]
    first = reckoned(start, limit)
    assert start < first
    assert first <= reckoned(start + timedelta(minutes=minutes), limit)
    assert first < reckoned(start, longer)


@given(STARTS, AMOUNTS)
def test_exactly_so_many_working_days_lie_between(start: datetime, amount: int) -> None:
    due = due_moment(start, Limit.of_working_days(amount, "依据"), CALENDAR)
    assert due.day is not None
    assert CALENDAR.is_working(due.day)
    assert CALENDAR.working_days(start.date() + timedelta(days=1), due.day) == amount


@given(STARTS, AMOUNTS, st.integers(0, 30), st.integers(0, 40))
def test_a_suspension_of_k_working_days_moves_the_due_day_by_k(
    start: datetime, amount: int, offset: int, length: int
) -> None:
    limit = Limit.of_working_days(amount, "依据")
    plain = reckoned(start, limit).date()
    first = start.date() + timedelta(days=1 + offset)
    if first > plain:
        first = plain
    last = first + timedelta(days=length)
    begin = datetime.combine(first, start.timetz())
    end = datetime.combine(last, start.timetz())
    moved = reckoned(start, limit, stopped(begin, end)).date()
    # The stopped days go, and as many working days come after the plain due day.
    out = CALENDAR.working_days(first, min(last, plain))
    into = CALENDAR.working_days(max(first, plain + timedelta(days=1)), last)
    assert CALENDAR.working_days(plain + timedelta(days=1), moved) == out + into


@given(STARTS, st.integers(2, 72), st.integers(0, 71), st.integers(1, 500))
def test_a_suspension_of_hours_moves_the_moment_by_its_length(
    start: datetime, amount: int, after: int, minutes: int
) -> None:
    limit = Limit.of_hours(amount, "依据")
    begin = start + timedelta(hours=min(after, amount - 1))
    end = begin + timedelta(minutes=minutes)
    plain = reckoned(start, limit)
    assert reckoned(start, limit, stopped(begin, end)) - plain == timedelta(minutes=minutes)
    twice = reckoned(start, limit, stopped(begin, end), stopped(begin, end))
    assert twice - plain == timedelta(minutes=minutes)


@given(STARTS, AMOUNTS, UNITS, st.integers(1, 20))
def test_an_extension_is_a_longer_limit(
    start: datetime, amount: int, unit: str, added: int
) -> None:
    limit = Limit(amount, unit, "依据")  # type: ignore[arg-type]
    extension = Extension(added, "局长", start, "依据", "复杂")
    longer = Limit(amount + added, unit, "依据")  # type: ignore[arg-type]
    assert due_moment(start, limit, CALENDAR, (), [extension]).at == reckoned(start, longer)


@given(STARTS, AMOUNTS, UNITS)
def test_the_due_moment_is_the_last_in_time(start: datetime, amount: int, unit: str) -> None:
    due = due_moment(start, Limit(amount, unit, "依据"), CALENDAR)  # type: ignore[arg-type]
    assert due.at is not None
    assert is_late(due.at, due) is False
    assert is_late(due.at + timedelta(microseconds=1), due) is True
    assert state(due.at, due, CALENDAR).stand == "running"
    assert state(due.at + timedelta(microseconds=1), due, CALENDAR).stand == "late"


@given(STARTS, AMOUNTS, UNITS)
def test_the_zone_of_the_start_does_not_matter(start: datetime, amount: int, unit: str) -> None:
    limit = Limit(amount, unit, "依据")  # type: ignore[arg-type]
    assert reckoned(start.astimezone(UTC), limit) == reckoned(start, limit)


@given(STARTS, AMOUNTS, UNITS)
def test_the_moment_alone_is_the_moment_with_words(start: datetime, amount: int, unit: str) -> None:
    limit = Limit(amount, unit, "依据")  # type: ignore[arg-type]
    assert due_at(start, limit, CALENDAR) == reckoned(start, limit)


def test_hours_over_the_summer_time_of_1986_are_hours() -> None:
    # Clocks went forward on 4 May 1986: 24 hours after 20:00 the wall clock shows 21:00.
    start = datetime(1986, 5, 3, 20, tzinfo=SHANGHAI)
    at = reckoned(start, Limit.of_hours(24, "依据"))
    assert (at.day, at.hour) == (4, 21)


def test_a_suspension_after_the_end_changes_nothing() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    late = stopped(datetime(2026, 6, 1, tzinfo=SHANGHAI), None)
    for limit in (Limit.of_hours(24, "依据"), Limit.of_working_days(5, "依据")):
        due = due_moment(start, limit, CALENDAR, [late])
        assert due.at == reckoned(start, limit)
        assert state(datetime(2026, 6, 2, tzinfo=SHANGHAI), due, CALENDAR).stand == "late"


def test_an_hour_limit_stopped_for_good_has_no_due_moment() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    still = stopped(start + timedelta(hours=1), None)
    due = due_moment(start, Limit.of_hours(24, "依据"), CALENDAR, [still])
    assert due.at is None and due.day is None
    found = state(start + timedelta(hours=2), due, CALENDAR, suspensions=[still])
    assert found.stand == "suspended"


def test_what_cannot_be_reckoned_is_refused_in_words() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    with pytest.raises(ValueError, match="大于零"):
        Limit.of_hours(0, "依据")
    with pytest.raises(ValueError, match="依据的法规"):
        Limit.of_hours(2, " ")
    with pytest.raises(ValueError, match="早于开始"):
        stopped(start, start - timedelta(days=1))
    with pytest.raises(ValueError, match="文书编号"):
        Suspension(start, None, "检测", "依据", "")
    with pytest.raises(ValueError, match="批准人"):
        Extension(10, "", start, "依据", "复杂")


def test_a_day_is_the_day_in_shanghai() -> None:
    # 23:00 UTC on the 9th is the morning of the 10th here
    start = datetime(2026, 2, 9, 23, tzinfo=UTC)
    due = due_moment(start, Limit.of_working_days(5, "依据"), CALENDAR)
    assert due.day == date(2026, 2, 24)


def test_a_suspension_already_running_at_the_start_counts_from_the_start() -> None:
    start = datetime(2026, 3, 2, 9, tzinfo=SHANGHAI)
    running = stopped(start - timedelta(hours=5), start + timedelta(hours=2))
    limit = Limit.of_hours(24, "依据")
    assert reckoned(start, limit, running) == start + timedelta(hours=26)


def test_an_extension_approved_at_the_last_moment_still_counts() -> None:
    start = datetime(2026, 2, 10, 9, tzinfo=SHANGHAI)
    limit = Limit.of_working_days(20, "依据")
    last = reckoned(start, limit)
    in_time = Extension(10, "局长", last, "依据", "复杂")
    too_late = Extension(10, "局长", last + timedelta(seconds=1), "依据", "复杂")
    assert due_moment(start, limit, CALENDAR, (), [in_time]).day == date(2026, 3, 30)
    assert due_moment(start, limit, CALENDAR, (), [too_late]).at == last


def test_a_stop_on_the_last_day_stops_the_clock() -> None:
    start = datetime(2026, 2, 10, 9, tzinfo=SHANGHAI)
    limit = Limit.of_working_days(20, "依据")  # due on 16 March
    on_the_day = stopped(datetime(2026, 3, 16, 8, tzinfo=SHANGHAI), None)
    day_after = stopped(datetime(2026, 3, 17, 8, tzinfo=SHANGHAI), None)
    assert due_moment(start, limit, CALENDAR, [on_the_day]).at is None
    assert due_moment(start, limit, CALENDAR, [day_after]).day == date(2026, 3, 16)
