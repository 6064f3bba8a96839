"""The working-day calendar against the published notices."""

from __future__ import annotations

from datetime import date, time
from pathlib import Path

import pytest

from xinglin.clock import CalendarDay, WorkingCalendar, load_calendar, national_calendar
from xinglin.codes.seeds import holidays as seed
from xinglin.codes.tables import DATA


@pytest.mark.parametrize(
    # By the notices of the two years: 261 weekdays, less 18 and 19 off, plus 5 and 6 made up
    ("year", "working_days"),
    [(2025, 248), (2026, 248)],
)
def test_working_days_of_a_year(year: int, working_days: int) -> None:
    calendar = national_calendar()
    assert calendar.working_days(date(year, 1, 1), date(year, 12, 31)) == working_days


@pytest.mark.parametrize(
    ("day", "works"),
    [
        # 国务院办公厅关于2026年部分节假日安排的通知
        (date(2026, 2, 14), True),
        (date(2026, 2, 15), False),
        (date(2026, 2, 23), False),
        (date(2026, 2, 24), True),
        (date(2026, 9, 20), True),
        (date(2026, 10, 10), True),
        (date(2026, 11, 22), False),
        # 国务院办公厅关于2013年部分节假日安排的通知: 端午节 10-12 June, worked on the 8th and 9th
        (date(2013, 6, 8), True),
        (date(2013, 6, 9), True),
        (date(2013, 6, 10), False),
        (date(2013, 6, 12), False),
    ],
)
def test_days_of_the_notices(day: date, works: bool) -> None:
    assert national_calendar().is_working(day) is works


def test_a_year_not_announced_goes_by_weekends_and_says_so() -> None:
    calendar = national_calendar()
    assert calendar.is_announced(date(2026, 12, 31))
    assert not calendar.is_announced(date(2027, 1, 1))
    assert calendar.is_working(date(2027, 10, 1))  # a Friday; nobody has said otherwise


def test_a_region_s_own_holiday_comes_after_the_nation_s() -> None:
    festival = CalendarDay(date(2026, 3, 20), False, "肉孜节", "自治区人民政府通知")
    regional = national_calendar().plus([festival])
    assert national_calendar().is_working(festival.day)
    assert not regional.is_working(festival.day)
    assert regional.special(festival.day) == festival
    assert regional.working_days(date(2026, 1, 1), date(2026, 12, 31)) == 247


def test_counting_and_the_next_working_day() -> None:
    calendar = national_calendar()
    assert calendar.next_working_day(date(2026, 10, 1)) == date(2026, 10, 8)
    assert calendar.next_working_day(date(2026, 10, 8)) == date(2026, 10, 8)
    assert calendar.working_days(date(2026, 10, 9), date(2026, 10, 8)) == 0


def test_an_office_may_close_at_another_hour() -> None:
    assert national_calendar().closing_at(time(18)).close_of_business == time(18)


def test_a_table_with_a_fault_names_the_day(tmp_path: Path) -> None:
    table = tmp_path / "days.csv"
    table.write_text("day,is_workday,name,source\n2027-01-01,,元旦,\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"days\.csv, day '2027-01-01': is_workday is empty"):
        load_calendar(table)
    table.write_text("day,is_workday,name,source\n2027-01-01,0,元旦,通知\n", encoding="utf-8")
    assert load_calendar(table).is_announced(date(2027, 6, 1))
    assert isinstance(load_calendar(table), WorkingCalendar)


def test_the_shipped_table_is_what_the_package_gives() -> None:
    assert (DATA / "holidays.csv").read_text(encoding="utf-8") == seed.build()
