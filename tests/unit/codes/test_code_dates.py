"""Dates as files write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.codes.dates import SHANGHAI, local_day, read_date, read_moment

THIRD_OF_JUNE = date(2013, 6, 3)
DAYS = st.dates(date(1900, 3, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    "text",
    [
        *("2013-06-03", "2013/6/3", "2013.6.3", "2013年6月3日", "2013 年 6 月 3 日", "20130603"),
        *("２０１３－０６－０３", " 2013-6-3 ", "3-Jun-13", "03 June 2013", "3-jun-2013"),
        *("2013-06-03 08:15", "2013/6/3 8:15:30", "2013年6月3日8时15分", "20130603081500"),
        *("2013-06-03T00:00:00", "2013-06-03 00:00:00.000", 20130603, 20130603.0),
    ],
)
def test_forms_of_one_day(text: object) -> None:
    assert read_date(text).value == THIRD_OF_JUNE


@pytest.mark.parametrize(
    ("text", "hour", "minute"),
    [
        ("2013-06-03 08:15", 8, 15),
        ("2013年6月3日 下午3时5分", 15, 5),
        ("2013年6月3日晚上11点", 23, 0),
        ("201306030815", 8, 15),
        ("2013-06-03T00:15:00Z", 8, 15),  # UTC + 8 hours
        ("2013-06-03T08:15:00+08:00", 8, 15),
    ],
)
def test_forms_of_a_moment(text: str, hour: int, minute: int) -> None:
    assert read_moment(text).value == datetime(2013, 6, 3, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("2013-02-30", "不是存在的日期"),
        ("2013-13-01", "不是存在的日期"),
        ("2013-06-03T99:00", "时间不存在"),
        ("3/6/2013", "认不出"),
        ("13-6-3", "认不出"),
        ("18-Mai-14", "不是存在的日期"),
        ("0", "认不出"),
        ("不详", "认不出"),
        ("41428", "认不出"),  # a day count only where the caller says so
        ("2013-06-031", "认不出"),
        ("2013-06-03 24:00", "时间不存在"),
        ("2013-06-03 早", "不是时间"),
        ("", "日期为空"),
        (None, "日期为空"),
    ],
)
def test_what_is_no_date_has_a_reason(text: object, part: str) -> None:
    reading = read_date(text)
    assert reading.value is None
    assert reading.reason is not None and part in reading.reason


def test_a_day_is_no_moment() -> None:
    assert read_moment("2013-06-03").value is None
    assert "只有日期没有时间" in (read_moment("2013-06-03").reason or "")


def test_spreadsheet_day_counts() -> None:
    # 41428 is 3 June 2013 in every spreadsheet program; a half is noon
    assert read_date(41428, spreadsheet_serial=True).value == THIRD_OF_JUNE
    noon = read_moment(41428.5, spreadsheet_serial=True).value
    assert noon == datetime(2013, 6, 3, 12, 0, tzinfo=SHANGHAI)
    assert read_date("20130603", spreadsheet_serial=True).value == THIRD_OF_JUNE


def test_the_day_of_a_moment_is_shanghai_s() -> None:
    assert local_day(datetime(2013, 6, 2, 16, 30, tzinfo=UTC)) == THIRD_OF_JUNE


@given(DAYS)
def test_every_form_of_every_day_is_read_back(day: date) -> None:
    forms = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{day:%Y%m%d}",
        f"{day.day}-{day:%b}-{day.year}",
    ]
    assert {read_date(form).value for form in forms} == {day}
    serial = (day - date(1899, 12, 30)).days
    assert read_date(serial, spreadsheet_serial=True).value == day


@given(st.dates(date(1995, 1, 1), date(2100, 1, 1)), st.times())  # after the last summer time
def test_moments_to_the_second_are_read_back(day: date, clock: time) -> None:
    whole = datetime.combine(day, clock.replace(microsecond=0), SHANGHAI)
    assert read_moment(f"{whole:%Y-%m-%d %H:%M:%S}").value == whole
    assert read_moment(f"{whole.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}").value == whole
    assert read_moment(whole.replace(tzinfo=None)).value == whole


@given(st.text(max_size=30))
def test_any_text_gives_a_value_or_a_reason_never_both(text: str) -> None:
    reading = read_date(text)
    assert (reading.value is None) != (reading.reason is None)


@given(DAYS, st.integers(1, 400))
def test_the_order_of_days_is_kept(day: date, later: int) -> None:
    after = day + timedelta(days=later)
    first, second = read_date(day.isoformat()).value, read_date(f"{after:%Y%m%d}").value
    assert first is not None and second is not None and first < second
