"""Made-up children's doses: as the schedule of their days has it, few of them missing."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import numpy as np

from xinglin.immunisation.days import day_number
from xinglin.immunisation.doses import COUNTS, NUMBER_OF, Children, Doses
from xinglin.immunisation.due import DONE, Exemptions, due_of
from xinglin.immunisation.schedule import national_schedule
from xinglin.sample.makers.vaccinated import Given, born_in, doses_of

LAST = date(2013, 6, 30)


def test_doses_count_and_few_are_missing() -> None:
    rng = Random(11)  # noqa: S311  made-up data
    births = [born_in(LAST - timedelta(days=2500), LAST, rng) for _ in range(400)]
    sexes = [rng.choice("12") for _ in births]
    given = doses_of(births, sexes, LAST, rng)
    assert all(births[g.child] <= g.day <= LAST for g in given)
    assert {g.vaccine for g in given} == {
        "hepb", "bcg", "bopv", "dtap", "dt", "mr", "mmr", "je_l", "mpsv_a", "mpsv_ac", "hepa_l",
    }  # fmt: skip

    found = due_of(
        national_schedule(),
        Children(np.array([day_number(b) for b in births]), np.array(sexes)),
        _table(given),
        Exemptions.none(),
        day_number(LAST),
    )
    valid = sum(int((one.progress.verdict == COUNTS).sum()) for one in found)
    assert valid == len(given)
    # Children who wait for a dose for more than a month: the missing ones (those late by days
    # are not meant), of all that was to be given by then.
    late = day_number(LAST) - 31
    missing = sum(int(((one.state != DONE) & (one.number > 0) & (one.day < late)).sum())
                  for one in found)  # fmt: skip
    assert 0.005 < missing / (missing + valid) < 0.05


def _table(given: list[Given]) -> Doses:
    rows = np.array([(g.child, NUMBER_OF[g.vaccine], day_number(g.day)) for g in given])
    return Doses.in_order(rows[:, 0], rows[:, 1], rows[:, 2])


def test_children_of_other_years_have_other_vaccines() -> None:
    births = [date(2024, 11, 20)] * 40
    given = doses_of(births, ["1"] * 40, date(2026, 11, 23), Random(3))  # noqa: S311
    by_vaccine = {v: sorted({g.day for g in given if g.vaccine == v}) for v in ("ipv", "dtap")}
    assert "mr" not in {g.vaccine for g in given}
    # From 2025-01-01 on the first dose of DTaP is due at two months.
    assert by_vaccine["dtap"][0] == date(2025, 1, 20) == by_vaccine["ipv"][0]
