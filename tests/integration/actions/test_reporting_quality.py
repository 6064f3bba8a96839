"""Late cards, gaps and silent days by unit, worked by hand."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest

from town import KINGS, Town, at, card, clock
from xinglin.language import catalogue

FIRST, LAST = date(2032, 5, 1), date(2032, 5, 10)
NOW = at("2032-05-20 09:00")


@pytest.fixture(scope="module")
def may(town: Town) -> Town:
    """H1: five cards in the first ten days of May 2032, two late, one with gaps, a correction, one
    removed, a draft; zero reports on the 4th and 5th. T1: nothing but one zero report."""
    from xinglin.actions.recording import create_record, take_step

    case, user = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    told: list[tuple[int, int, dict[str, Any], str]] = [
        (1, 2, {}, "direct"), (1, 2, {}, "direct"), (2, 30, {}, "direct"), (6, 26, {}, "direct"),
        (6, 2, {"report_kind": "2"}, "direct"), (7, 2, {}, "removed"), (8, 0, {}, "draft"),
        (9, 2, {"unfinished": True}, "direct"),
    ]  # fmt: skip
    for serial, (day, hours, changes, way) in enumerate(told, 831):
        moment = at(f"2032-05-{day:02d} 08:00")
        unfinished = changes.pop("unfinished", False)
        values = card(serial, moment, "measles", KINGS, **changes)
        if unfinished:  # what the doctor asked and nobody knew
            values |= {"occupation": None, "unknowns": ["occupation"]}
        with clock(user, moment + timedelta(hours=1)):
            saved = create_record(case, values, by=user)
        if way == "draft":
            continue
        with clock(user, moment + timedelta(hours=hours)):
            saved = take_step(case, saved.id, "submit", by=user, version=saved.version)
        if way == "removed":
            checker = town.user("admin")
            with clock(checker, moment + timedelta(days=5)):
                take_step(case, saved.id, "remove", by=checker, version=saved.version, reason="误")
    zero = catalogue.load().register("zero_report")
    for name, day in (("clerk_h1", 4), ("clerk_h1", 5), ("clerk_t1", 5)):
        clerk = town.user(name)
        with clock(clerk, at(f"2032-05-{day:02d} 17:00")):
            values = {"report_date": date(2032, 5, day), "cases_count": 0}
            create_record(zero, values, by=clerk)
    return town


def quality(town: Town, who: str, order: str = "late", last: date = LAST) -> list[Any]:
    from xinglin.actions.reporting_quality import quality_by_unit

    user = town.user(who)
    with clock(user, NOW):
        return quality_by_unit(FIRST, last, order)


def test_a_unit_by_hand(may: Town) -> None:
    """Cards of 1, 1, 2, 6, 9 May (reported 1, 1, 3, 7, 9); the one of the 2nd after 30 hours and
    the one of the 6th after 26 are late. Days answered: 1, 3, 7, 9 by these, 6 by the correction
    and 7 by the removed card, 4 and 5 by zero reports: seven of ten."""
    one = next(q for q in quality(may, "admin") if q.unit == "H1")
    assert (one.cards, one.late, one.gaps) == (5, 2, 1)
    assert one.late_share == Fraction(40) and one.complete_share == Fraction(80)
    assert (one.days, one.silent, one.silent_share) == (10, 3, Fraction(30))


def test_a_unit_without_cards_and_one_that_has_stopped(may: Town) -> None:
    found = {q.unit: q for q in quality(may, "admin")}
    assert (found["T1"].cards, found["T1"].days, found["T1"].silent) == (0, 10, 9)
    assert found["T1"].late_share is None and found["T1"].complete_share is None
    assert "T2" not in found  # stopped in 2012


def test_the_worst_comes_first(may: Town) -> None:
    assert quality(may, "admin", "late")[0].unit == "H1"
    assert quality(may, "admin", "gaps")[0].unit == "H1"
    assert quality(may, "admin", "silent")[0].unit == "T1"
    assert quality(may, "admin", "cards")[0].unit == "H1"


def test_today_asks_for_no_report_yet_and_scope_holds(may: Town) -> None:
    own = quality(may, "cdc_angelica", last=NOW.date())
    assert [q.unit for q in own] == ["T1"]
    assert own[0].days == 19  # up to yesterday


def test_key_items_are_what_a_new_card_must_have(may: Town) -> None:
    from xinglin.actions.reporting_quality import key_items

    assert {"患者姓名", "有效证件号", "人群分类", "出生日期或年龄"} <= set(key_items())
    assert "备注" not in key_items()
