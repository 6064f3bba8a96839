"""Unusual uses counted by hand: as many as the limit are usual, one more is not."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from xinglin.codes.dates import SHANGHAI
from xinglin.monitoring import Limits, Look, Unusual, unusual_uses

LIMITS = Limits(
    openings_per_day=5, openings_per_hour=3, office_from_hour=8, office_until_hour=18,
    after_hours_per_day=2, foreign_per_day=1, idle_per_day=1, follow_up_days=7,
)  # fmt: skip
MONDAY = date(2013, 6, 3)


def look(entry: int, hour: float, kind: str = "open", **changes: Any) -> Look:
    """An entry of Monday by the nurse, about record `entry` unless changed."""
    at = datetime(2013, 6, 3, tzinfo=SHANGHAI) + timedelta(hours=hour)
    values = {"username": "nurse", "register": "card", "record": entry, **changes}
    return Look(entry, at, kind=kind, **values)


def found(looks: list[Look], *, working: bool = True) -> list[tuple[str, int | None, int]]:
    told = unusual_uses(looks, lambda day: LIMITS, lambda day: working)
    return [(u.rule, u.hour, u.count) for u in told]


def test_many_in_a_day_and_in_an_hour() -> None:
    hourly = [look(n, 8 + n) for n in range(1, 6)]  # 9:00 to 13:00, five in all
    assert found(hourly) == []
    assert found([*hourly, look(6, 15)]) == [("many_in_a_day", None, 6)]
    at_nine = [look(n, 9 + n / 10) for n in range(1, 4)]
    assert found(at_nine) == []
    assert found([*at_nine, look(4, 9.9)]) == [("many_in_an_hour", 9, 4)]


def test_two_people_do_not_add_up_and_nor_do_two_days() -> None:
    mine = [look(n, 8 + n) for n in range(1, 4)]
    hers = [look(10 + n, 8 + n, username="clerk") for n in range(1, 4)]
    tomorrow = [look(20 + n, 32 + n) for n in range(1, 4)]
    assert found(mine + hers + tomorrow) == []


def test_after_hours_begins_at_closing_and_lasts_through_a_holiday() -> None:
    late = [look(1, 7.99), look(2, 18), look(3, 17.99), look(4, 12)]
    assert found(late) == []  # two outside 8:00-18:00 are still usual
    assert found([*late, look(5, 23)]) == [("after_hours", None, 3)]
    assert found([look(1, 10), look(2, 11), look(3, 12)], working=False) == [
        ("after_hours", None, 3)
    ]


def test_the_day_is_shanghais() -> None:
    """17:30 and 16:30 Greenwich on 2 June are 1:30 and 0:30 on 3 June in Shanghai."""
    from datetime import UTC

    looks = [
        Look(n, datetime(2013, 6, 2, 16, n, tzinfo=UTC), "nurse", "open", "card", n)
        for n in (1, 2, 3)
    ]
    told = unusual_uses(looks, lambda day: LIMITS, lambda day: True)
    assert told == [Unusual("after_hours", "nurse", MONDAY, None, 3, 2, (1, 2, 3))]


def test_foreign_places_count_only_where_they_can_be_told() -> None:
    looks = [look(1, 9, is_foreign=True), look(2, 10), look(3, 11, is_foreign=False)]
    assert found(looks) == []
    assert found([*looks, look(4, 12, is_foreign=True)]) == [("foreign_places", None, 2)]


def test_originals_opened_and_nothing_done() -> None:
    opened = [look(1, 9, "unmask"), look(2, 10, "unmask")]
    assert found(opened) == [("without_follow_up", None, 2)]
    done = look(3, 11, "change", record=1)
    assert found([*opened, done]) == []
    elsewhere = look(3, 11, "change", record=1, username="clerk")
    assert found([*opened, elsewhere]) == [("without_follow_up", None, 2)]
    before = look(3, 8.5, "change", record=1)
    assert found([*opened, before]) == [("without_follow_up", None, 2)]
    eight_days_later = look(3, 9 + 24 * 8, "change", record=1)
    assert found([*opened, eight_days_later]) == [("without_follow_up", None, 2)]


def test_changes_are_no_looks() -> None:
    assert found([look(n, 9, "change") for n in range(1, 30)]) == []
