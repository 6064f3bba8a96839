"""The rulebook's worked examples (4.10), reckoned by hand there."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from xinglin.immunisation.days import day_number, day_of
from xinglin.immunisation.doses import NUMBER_OF, Children, Doses
from xinglin.immunisation.due import DUE, NOT_FOR, Exemptions, SeriesDue, due_of
from xinglin.immunisation.report import DoseMonth, month_of
from xinglin.immunisation.schedule import national_schedule

Given = list[tuple[str, date]]


def due(birth: date, given: Given, on: date, sex: str = "1") -> dict[str, SeriesDue]:
    """The state of one child on a day, by series."""
    found = due_of(
        national_schedule(),
        Children(np.array([day_number(birth)]), np.array([sex])),
        doses([given]),
        Exemptions.none(),
        day_number(on),
    )
    return {one.series.code: one for one in found}


def doses(lives: list[Given]) -> Doses:
    rows = [
        (at, NUMBER_OF[vaccine], day_number(day))
        for at, given in enumerate(lives)
        for vaccine, day in given
    ]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Doses.in_order(table[:, 0], table[:, 1], table[:, 2])


def test_a_month_from_the_31st_ends_on_the_last_day() -> None:
    birth = date(2026, 1, 31)
    found = due(birth, [("hepb", birth), ("bcg", birth)], date(2026, 2, 1))
    assert day_of(found["hepb"].day[0]) == date(2026, 2, 28)
    assert day_of(found["polio"].day[0]) == date(2026, 3, 31)
    assert day_of(found["dtp"].day[0]) == date(2026, 3, 31)


def test_a_dose_too_soon_is_repeated_28_days_after_it() -> None:
    birth = date(2026, 1, 31)
    found = due(birth, [("hepb", birth), ("hepb", date(2026, 2, 20))], date(2026, 3, 1))
    assert found["hepb"].progress.valid[0] == 1
    assert found["hepb"].number[0] == 2
    assert day_of(found["hepb"].day[0]) == date(2026, 3, 20)


def test_doses_of_the_old_schedule_stay_valid_under_the_new_one() -> None:
    birth = date(2024, 6, 10)
    given = [
        ("dtap", date(2024, 9, 10)),
        ("dtap", date(2024, 10, 10)),
        ("dtap", date(2024, 11, 10)),
    ]
    found = due(birth, given, date(2025, 6, 1))["dtp"]
    assert found.progress.valid[0] == 3
    assert found.number[0] == 4
    assert day_of(found.day[0]) == date(2025, 12, 10)


@pytest.mark.parametrize(
    ("born", "on", "is_for"),
    [(date(2012, 12, 1), date(2025, 12, 5), True), (date(2011, 11, 9), date(2025, 12, 5), False)],
)
def test_hpv_is_for_girls_born_since_its_day(born: date, on: date, is_for: bool) -> None:
    found = due(born, [], on, sex="2")["hpv"]
    if not is_for:
        assert found.state[0] == NOT_FOR
        return
    assert found.state[0] == DUE
    assert day_of(found.day[0]) == date(2025, 12, 1)
    assert due(born, [], on, sex="1")["hpv"].state[0] == NOT_FOR


def of_dose(found: list[DoseMonth], label: str) -> tuple[int, int]:
    """应种 and 实种 of one dose; nobody due is zero."""
    return next(((d.due, d.given) for d in found if d.label == label), (0, 0))


def test_a_missed_dose_stands_in_twelve_reports() -> None:
    """Born on 1 January 2024: measles from 8 months, so in the reports of September to August."""
    children = Children(np.array([day_number(date(2024, 1, 1))]), np.array(["1"]))
    counted = []
    for number in range(14):
        year, month = divmod(2024 * 12 + 7 + number, 12)
        first = date(year, month + 1, 1)
        month_rows = month_of(national_schedule(), children, doses([[]]), first)
        counted.append(of_dose(month_rows, "含麻疹1")[0])
    assert counted == [0, *[1] * 12, 0]


def test_a_month_of_42_new_5_carried_and_one_beside() -> None:
    """48 due, 44 given: 43 of the 47 who wait, and one who was not due."""
    new, carried = date(2025, 9, 15), date(2025, 8, 10)
    too_late = date(2015, 1, 1)  # eleven years old: made up for, never carried
    births = [new] * 42 + [carried] * 5 + [too_late]
    given: list[Given] = [[] for _ in births]
    for at in [*range(40), 42, 43, 44]:
        given[at] = [("mmr", date(2026, 5, 20))]
    given[47] = [("mmr", date(2026, 5, 21))]
    children = Children(np.array([day_number(b) for b in births]), np.array(["1"] * len(births)))
    found = month_of(national_schedule(), children, doses(given), date(2026, 5, 1))
    assert of_dose(found, "含麻疹1") == (48, 44)


def test_live_vaccines_are_given_together_or_28_days_apart() -> None:
    birth = date(2025, 1, 1)
    first = date(2025, 9, 1)
    soon = due(birth, [("mmr", first), ("je_l", first + timedelta(days=27))], date(2026, 1, 1))
    assert soon["je"].progress.valid[0] == 0
    apart = due(birth, [("mmr", first), ("je_l", first + timedelta(days=28))], date(2026, 1, 1))
    assert apart["je"].progress.valid[0] == 1
    same = due(birth, [("mmr", first), ("je_l", first)], date(2026, 1, 1))
    assert same["je"].progress.valid[0] == 1
