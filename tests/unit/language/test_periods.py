"""Period keys of every kind, the year before, and what is said of a key that cannot be read."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.language.periods import PERIOD_KINDS, PeriodError, months_of, parse_period

CASES = [
    # key, kind, first day, last day, label
    ("2013", "year", "2013-01-01", "2013-12-31", "2013年"),
    ("2013H1", "half", "2013-01-01", "2013-06-30", "2013年上半年"),
    ("2013H2", "half", "2013-07-01", "2013-12-31", "2013年下半年"),
    ("2013Q1", "quarter", "2013-01-01", "2013-03-31", "2013年第一季度"),
    ("2013Q4", "quarter", "2013-10-01", "2013-12-31", "2013年第四季度"),
    ("2013-02", "month", "2013-02-01", "2013-02-28", "2013年2月"),
    ("2012-02", "month", "2012-02-01", "2012-02-29", "2012年2月"),
    ("2013-05YTD", "year_to_date", "2013-01-01", "2013-05-31", "2013年1—5月"),
    ("2013-05-01", "day", "2013-05-01", "2013-05-01", "2013年5月1日"),
    # ISO 8601: the week with the year's first Thursday is week 1; 2020 has 53 weeks.
    ("2013W01", "week", "2012-12-31", "2013-01-06", "2013年第1周"),
    ("2020W53", "week", "2020-12-28", "2021-01-03", "2020年第53周"),
]


@pytest.mark.parametrize(("key", "kind", "start", "end", "label"), CASES)
def test_keys(key: str, kind: str, start: str, end: str, label: str) -> None:
    found = parse_period(key)
    assert (found.kind, found.key, found.label) == (kind, key, label)
    assert (found.start.isoformat(), found.end.isoformat()) == (start, end)


def test_every_kind_has_an_example_here_and_a_chinese_name() -> None:
    assert {kind for _, kind, *_ in CASES} == set(PERIOD_KINDS)


@pytest.mark.parametrize(
    "wrong",
    [
        "", "13H1", "2013H3", "2013Q5", "2013Q0", "2013-13", "2013-00", "2013W53", "2013W00",
        "2013-02-29", "2013-06-31", "2013-5", "2013年", "2013-13YTD", "0000", "9999W52",
        "2013H1 2013H2",
    ],
)  # fmt: skip
def test_a_key_that_cannot_be_read_is_named_with_the_ways_to_write_one(wrong: str) -> None:
    with pytest.raises(PeriodError) as caught:
        parse_period(wrong)
    said = str(caught.value)
    assert said.startswith(f"看不懂期间“{wrong}”：请写成 2013、2013H1、")
    assert said.endswith("。")


def test_small_letters_and_blanks_around_are_forgiven() -> None:
    assert parse_period(" 2013h1 ").key == "2013H1"


@pytest.mark.parametrize(
    ("key", "before"),
    [
        ("2013", "2012"),
        ("2013H1", "2012H1"),
        ("2013Q3", "2012Q3"),
        ("2013-03", "2012-03"),
        ("2013-03YTD", "2012-03YTD"),
        ("2013W09", "2012W09"),
        ("2020W53", "2019W52"),  # 2019 has no week 53
        ("2012-02-29", "2011-02-28"),
        ("2013-02-28", "2012-02-28"),
    ],
)
def test_the_year_before(key: str, before: str) -> None:
    assert parse_period(key).previous_year() == parse_period(before)


whole_days = st.dates(date(1950, 1, 1), date(2090, 12, 31))


def keys_of(day: date) -> list[str]:
    year, month = day.year, day.month
    week = day.isocalendar()
    return [
        f"{year}",
        f"{year}H{1 if month < 7 else 2}",
        f"{year}Q{(month + 2) // 3}",
        f"{year}-{month:02d}",
        f"{year}-{month:02d}YTD",
        f"{week.year}W{week.week:02d}",
        day.isoformat(),
    ]


@given(whole_days)
def test_a_day_lies_in_its_periods_and_the_year_before_is_as_long(day: date) -> None:
    for key in keys_of(day):
        period = parse_period(key)
        assert period.start <= day <= period.end
        before = period.previous_year()
        assert before.kind == period.kind
        assert before.end < period.end
        length = (period.end - period.start).days
        # A leap day is all that two years of one kind can differ by.
        assert abs(length - (before.end - before.start).days) <= 1


@given(whole_days)
def test_months_of_a_period_lie_inside_it_one_after_another(day: date) -> None:
    for key in keys_of(day):
        period = parse_period(key)
        months = months_of(period)
        assert len(months) == {"year": 12, "half": 6, "quarter": 3, "month": 1}.get(
            period.kind, day.month if period.kind == "year_to_date" else 0
        )
        for earlier, later in pairwise(months):
            assert later.start == earlier.end + timedelta(days=1)


def test_the_share_of_the_year_that_has_passed() -> None:
    # 2013: 31+28+31+30+31+30 = 181 days to the end of June, of 365; 2012 has a leap day more.
    assert parse_period("2013H1").elapsed_share() == (181, 365)
    assert parse_period("2012H1").elapsed_share() == (182, 366)
