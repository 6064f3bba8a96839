"""Repeated cards: the same person and illness, within days or once for life."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from town import CHENGGUAN, KINGS, Town, at, card, clock, identity_number
from xinglin.language import catalogue

START = at("2031-03-04 08:00")
NOW = START + timedelta(days=900)


def file(
    town: Town, serial: int, disease: str, days: int, *, step: str = "submit", **changes: Any
) -> int:
    from xinglin.actions.recording import create_record, take_step

    case, user = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    moment = START + timedelta(days=days)
    home = changes.pop("home", KINGS)
    values = card(serial, moment, disease, home, **changes)
    with clock(user, moment + timedelta(hours=1)):
        saved = create_record(case, values, by=user)
        if step:
            saved = take_step(case, saved.id, "submit", by=user, version=saved.version)
    if step == "remove":
        checker = town.user("admin")
        with clock(checker, moment + timedelta(hours=2)):
            take_step(
                case, saved.id, "remove", by=checker, version=saved.version, reason="重卡"
            )  # fmt: skip
    return saved.id


@pytest.fixture(scope="module")
def cards(town: Town) -> dict[str, int]:
    """Persons by serial number: 801 measles thrice; 802 chronic hepatitis B years apart; 803 two
    kinds of hepatitis; 804 tuberculosis under two kinds; 805 twice, with a draft and a removed one;
    806 by name, sex and birth alone; 807 alike, but with different numbers."""
    hepatitis = {"acute_chronic": "2"}
    one, other = identity_number(807), identity_number(809)
    return {
        "m1": file(town, 801, "measles", 0),
        "m2": file(town, 801, "measles", 30),
        "m3": file(town, 801, "measles", 300),
        "b1": file(town, 802, "hepatitis_b", 0, **hepatitis),
        "b2": file(town, 802, "hepatitis_b", 800, **hepatitis),
        "a3": file(town, 803, "hepatitis_a", 0),
        "b3": file(town, 803, "hepatitis_b", 5, **hepatitis),
        "t1": file(town, 804, "tuberculosis_pathogen_positive", 0),
        "t2": file(town, 804, "tuberculosis_pathogen_negative", 400),
        "d1": file(town, 805, "mumps", 0, step=""),
        "d2": file(town, 805, "mumps", 1),
        "d3": file(town, 805, "mumps", 2, step="remove"),
        "n1": file(town, 806, "dengue", 0, patient_name="重卡同名", id_type="99", id_number="P1"),
        "n2": file(
            town, 806, "dengue", 9, patient_name="重卡同名", id_type="99", id_number="P1",
            home=CHENGGUAN,
        ),
        "x1": file(town, 807, "rubella", 0, patient_name="重卡异号", id_number=one),
        "x2": file(town, 807, "rubella", 1, patient_name="重卡异号", id_number=other),
    }  # fmt: skip


def pairs(town: Town, who: str, disease: str = "") -> list[tuple[int, int, bool, int | None]]:
    from xinglin.actions.duplicate_cards import duplicate_cards

    user = town.user(who)
    with clock(user, NOW):
        found = duplicate_cards(disease)
        return [(p.first.pk, p.second.pk, p.by_person, p.days_apart) for p in found.shown]


def mine(cards: dict[str, int], found: list[Any]) -> set[tuple[str, str]]:
    names = {number: name for name, number in cards.items()}
    return {(names[a], names[b]) for a, b, *_ in found if a in names and b in names}


def test_acute_within_thirty_days_chronic_for_ever(town: Town, cards: dict[str, int]) -> None:
    found = mine(cards, pairs(town, "admin"))
    assert found == {("m1", "m2"), ("b1", "b2"), ("t1", "t2"), ("n1", "n2")}


def test_one_disease_with_its_kinds(town: Town, cards: dict[str, int]) -> None:
    only = pairs(town, "admin", "tuberculosis")
    assert mine(cards, only) == {("t1", "t2")}
    assert len(only) == 1
    (first, second, by_person, apart) = only[0]
    assert (first, second, by_person, apart) == (cards["t1"], cards["t2"], True, 400)


def test_who_does_not_reach_both_sees_no_pair(town: Town, cards: dict[str, int]) -> None:
    assert ("n1", "n2") not in mine(cards, pairs(town, "cdc_ginkgo"))
    assert ("m1", "m2") in mine(cards, pairs(town, "cdc_ginkgo"))
    assert mine(cards, pairs(town, "cdc_angelica")) == set()


def test_without_a_number_name_sex_and_birth_tell(town: Town) -> None:
    from xinglin.actions.recording import create_record

    case, user = catalogue.load().register("notifiable_case"), town.user("clerk_h1")
    told = {"patient_name": "重卡旧名", "id_number": None}
    old = card(821, START, "pertussis", KINGS, card_no="旧-1", **told)
    with clock(user, START):
        first = create_record(case, old, by=user, channel="historical").id
        elder = card(822, START, "pertussis", KINGS, card_no="旧-2", **told)
        elder["birth_date"] = old["birth_date"].replace(year=1950)
        create_record(case, elder, by=user, channel="historical")
    second = file(town, 823, "pertussis", 12, patient_name="重卡旧名")  # 821 and 823: both men
    assert pairs(town, "admin", "pertussis") == [(first, second, False, 12)]


def test_merged_persons_are_one(town: Town, cards: dict[str, int]) -> None:
    """Two rows of one human, with another name on each, merged in two steps."""
    from xinglin.actions.person_merging import merge_persons
    from xinglin.store.registers import model_of

    numbers = [
        file(town, serial, "scarlet_fever", serial - 810, patient_name=name)
        for serial, name in ((811, "重卡并甲"), (812, "重卡并乙"), (813, "重卡并丙"))
    ]
    user = town.user("admin")
    assert not {p[:2] for p in pairs(town, "admin", "scarlet_fever")} & {tuple(numbers[:2])}
    with clock(user, NOW - timedelta(days=1)):
        rows = model_of(catalogue.load().register("notifiable_case"))._default_manager
        one, two, three = (rows.get(pk=n).person_id for n in numbers)
        merge_persons(one, two, by=user, reason="同一人，姓名写错")
        merge_persons(two, three, by=user, reason="同一人，姓名写错")
    found = {(a, b) for a, b, *_ in pairs(town, "admin", "scarlet_fever")}
    first, second, third = numbers
    assert {(first, second), (first, third), (second, third)} <= found
