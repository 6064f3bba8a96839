"""Contacts and travellers: how long they are watched, and who wants something today."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from town import CHENGGUAN, KINGS, Town, at, clock
from xinglin.actions.problems import RefusedError
from xinglin.language import catalogue

NOW = at("2034-03-20 09:00")
EVENT = "998801TF2034001"


def contact(town: Town, name: str, last: str, **changes: Any) -> Any:
    from xinglin.actions.recording import create_record
    from xinglin.store.registers import model_of

    register, user = catalogue.load().register("contact_person"), town.user("admin")
    values = {
        "event_no": EVENT, "disease": "measles", "contact_name": name, "sex": "1",
        "phone": "13900000000", "residence": KINGS, "relation": "family",
        "last_contact_at": at(f"{last} 10:00"), **changes,
    }  # fmt: skip
    with clock(user, NOW):
        saved = create_record(register, values, by=user)
        return model_of(register)._default_manager.get(pk=saved.id)


def checked(town: Town, number: str, day: date) -> None:
    from xinglin.actions.recording import create_record

    register, user = catalogue.load().register("contact_check"), town.user("admin")
    values = {"contact": number, "check_date": day, "temperature_milli": 36_600,
              "has_symptoms": False}  # fmt: skip
    with clock(user, NOW):
        create_record(register, values, by=user)


@pytest.fixture(scope="module")
def people(town: Town) -> dict[str, Any]:
    """Measles is watched 21 days: last met on 10 March until the 31st, on 27 February until the
    20th (today), on the 26th until the 19th (yesterday)."""
    made = {
        "unchecked": contact(town, "观察甲", "2034-03-10"),
        "checked": contact(town, "观察乙", "2034-03-10"),
        "last_day": contact(town, "观察丙", "2034-02-27"),
        "over": contact(town, "观察丁", "2034-02-26"),
        "elsewhere": contact(
            town, "观察戊", "2034-03-10", event_no="998821TF2034001", residence=CHENGGUAN
        ),
    }
    checked(town, made["checked"].contact_no, NOW.date())
    checked(town, made["unchecked"].contact_no, NOW.date() - timedelta(days=1))
    return made


def watch(town: Town, who: str, kind: str = "contacts", event: str = "") -> Any:
    from xinglin.actions.watching import kinds, watch_of

    user = town.user(who)
    with clock(user, NOW):
        return watch_of(kinds()[kind], event)


def test_observation_ends_with_the_longest_incubation(people: dict[str, Any]) -> None:
    ends = {name: row.observation_due_at for name, row in people.items()}
    assert ends["unchecked"].date() == date(2034, 3, 31)
    assert ends["over"].date() == date(2034, 3, 19)


def test_who_is_to_be_checked_today_and_who_is_over(town: Town, people: dict[str, Any]) -> None:
    found = watch(town, "cdc_ginkgo")
    names = [w.row.contact_name for w in found.unchecked]
    assert names == ["观察丙", "观察甲"]  # the one whose time is nearly over first
    assert [w.last_check for w in found.unchecked] == [None, date(2034, 3, 19)]
    assert [w.until for w in found.unchecked] == [date(2034, 3, 20), date(2034, 3, 31)]
    assert [w.row.contact_name for w in found.over] == ["观察丁"]
    assert (found.watched, found.unchecked_count, found.over_count) == (4, 2, 1)


def test_one_event_alone_and_ones_own_place_alone(town: Town, people: dict[str, Any]) -> None:
    from xinglin.actions.watching import events_of, kinds

    assert watch(town, "admin", event="998821TF2034001").watched == 1
    assert watch(town, "cdc_angelica").watched == 1
    user = town.user("admin")
    with clock(user, NOW):
        assert events_of(kinds()["contacts"]) == [(EVENT, 4), ("998821TF2034001", 1)]


def test_before_its_time_only_with_a_reason(town: Town, people: dict[str, Any]) -> None:
    from xinglin.actions.recording import take_step

    user, register = town.user("cdc_ginkgo"), catalogue.load().register("contact_person")
    row = people["unchecked"]
    with clock(user, NOW):
        with pytest.raises(RefusedError, match="观察期未满"):
            take_step(register, row.pk, "release", by=user, version=row.version)
        over = people["over"]
        take_step(register, over.pk, "release", by=user, version=over.version)
        ill = people["last_day"]
        take_step(register, ill.pk, "fall_ill", by=user, version=ill.version,
                  reason="2034-03-20 发病", reasons={"MC03": "已发病"})  # fmt: skip
    after = watch(town, "cdc_ginkgo")
    assert [w.row.contact_name for w in after.unchecked] == ["观察甲"]
    assert after.over == ()


def test_who_was_released_by_mistake_is_watched_again(town: Town, people: dict[str, Any]) -> None:
    from xinglin.actions.recording import change_record, take_step
    from xinglin.store.registers import model_of

    user, register = town.user("cdc_ginkgo"), catalogue.load().register("contact_person")
    row = people["checked"]
    with clock(user, NOW):
        early = {"MC03": "误点"}
        saved = take_step(register, row.pk, "release", by=user, version=row.version, reasons=early)
        change_record(
            register, row.pk, {"ended_at": None}, by=user, version=saved.version, reason="误点"
        )
        after: Any = model_of(register)._default_manager.get(pk=row.pk)
    assert (after.state, after.ended_at) == ("watched", None)


def test_travellers_are_followed_as_long_as_the_disease_asks(town: Town) -> None:
    """Dengue 14 days: come on the 6th, followed until the 20th."""
    from xinglin.actions.recording import create_record

    register, user = catalogue.load().register("traveller_follow_up"), town.user("cdc_ginkgo")
    values = {
        "person_name": "旅客甲", "sex": "2", "phone": "13900000000", "residence": KINGS,
        "came_from": "示例国", "entry_at": at("2034-03-06 22:00"), "disease": "dengue",
    }  # fmt: skip
    with clock(user, NOW):
        create_record(register, values, by=user)
    found = watch(town, "cdc_ginkgo", "travellers")
    assert [(w.row.person_name, w.until) for w in found.unchecked] == [
        ("旅客甲", date(2034, 3, 20))
    ]
    assert watch(town, "cdc_ginkgo", "travellers", "别国").watched == 0
