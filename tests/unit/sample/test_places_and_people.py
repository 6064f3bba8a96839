"""Areas that do not overlap, days cut at every change, persons nobody is."""

from __future__ import annotations

from datetime import date
from random import Random

import pytest

from xinglin.codes.id_numbers import read_id_number
from xinglin.sample.areas import AreaMap
from xinglin.sample.build import known_divisions
from xinglin.sample.makers.card_times import LATE_REPORT, LATE_REVIEW, ON_TIME, card_times
from xinglin.sample.makers.people import People
from xinglin.sample.timeline import Slot, Timeline

TODAY = date(2013, 6, 30)
EVERY_MONTH = (1,) * 12


def test_areas_part_a_place_from_the_places_inside_it() -> None:
    areas = AreaMap(["998800", "998825", "998825101"], known_divisions(), TODAY)
    leaves = [leaf.code for area in areas.areas for leaf in area.leaves]
    assert len(leaves) == len(set(leaves)) == 44  # townships of the made-up prefecture's table
    assert [a.code for a in areas.within("998825")] == ["998825", "998825101"]
    assert "998825101" not in {x.code for x in areas.areas[1].leaves}
    # 3,696,000 residents in all (data/population.csv, added up by hand).
    assert sum(a.population("resident") for a in areas.areas) == 3_696_000


def test_time_is_cut_at_windows_and_at_changes() -> None:
    line = Timeline([(date(2013, 7, 1), date(2013, 12, 31))], [date(2013, 11, 1), date(2020, 1, 1)])
    assert line.slots[1:] == (
        Slot(date(2013, 7, 1), date(2013, 10, 31)),
        Slot(date(2013, 11, 1), date(2013, 12, 31)),
    )
    assert line.at(date(2013, 11, 1)) == line.slots[2]
    with pytest.raises(ValueError, match="2014"):
        line.at(date(2014, 1, 1))


@pytest.mark.parametrize("timeliness", [ON_TIME, LATE_REPORT, LATE_REVIEW])
@pytest.mark.parametrize("slot", [
    Slot(date(2013, 5, 1), date(2013, 5, 8)),
    Slot(date(2013, 1, 1), date(2013, 6, 30)),
])  # fmt: skip
def test_a_cards_days_lie_in_its_slot_and_in_order(slot: Slot, timeliness: str) -> None:
    rng = Random(1)  # noqa: S311
    for _ in range(300):
        times = card_times(slot, EVERY_MONTH, 20, (24, 24), timeliness, rng)
        assert slot.first <= times.onset_date <= times.diagnosed_at.date()
        assert times.diagnosed_at < times.reported_at < times.reviewed_at
        assert times.reviewed_at.date() <= slot.last
        hours = (times.reported_at - times.diagnosed_at).total_seconds() / 3600
        review = (times.reviewed_at - times.reported_at).total_seconds() / 3600
        assert (hours > 24) is (timeliness == LATE_REPORT)
        assert (review > 24) is (timeliness == LATE_REVIEW)


def test_a_single_day_holds_a_card() -> None:
    day = date(2013, 5, 1)
    rng = Random(1)  # noqa: S311
    for _ in range(200):
        times = card_times(Slot(day, day), EVERY_MONTH, 20, (2, 2), ON_TIME, rng)
        assert times.onset_date == day == times.reviewed_at.date()


def test_no_two_persons_have_one_number() -> None:
    people = People(Random(1))  # noqa: S311
    made = [people.person("neonate", 50, date(2013, 5, 1), "998801") for _ in range(3000)]
    numbers = {p.id_number for p in made}
    assert len(numbers) == 3000
    for person in made[::50]:
        read = read_id_number(person.id_number, today=TODAY)
        assert not read.errors
        assert (read.sex, read.birth_date) == (person.sex, person.birth_date)
        assert person.guardian is not None
