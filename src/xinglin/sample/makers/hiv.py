"""HIV: monthly forms of tests and interventions, people on treatment, doses of methadone."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.areas import Area
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.people import People, who
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.makers.tallies import Tally, TallyMaker, months_of
from xinglin.sample.timeline import Slot

CASE, VISIT = "hiv_case", "hiv_follow_up"
PATIENT, DOSE = "methadone_patient", "methadone_dose"
_UNITS = 4
_TEST_GROUPS = {"surgery": 40, "pregnant": 25, "premarital": 8, "vct": 7, "std": 6, "donor": 14}
_WORK_GROUPS = {"migrant": 40, "fsw": 30, "msm": 10, "std": 12, "drug": 8}
_ONE_POSITIVE_IN = 900


class HivTestMaker(TallyMaker):
    """Makes the laboratories' monthly forms."""

    register = "hiv_test_report"
    day_column = "month_date"
    tallies = (Tally("tested_count", 3000),)
    free = frozenset({"test_group", "screened_positive_count", "sent_count", "confirmed_count"})
    columns = ("reporter",)

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A row a unit, month and group."""
        weights = {
            (unit.code, month, group): unit.share * weight
            for unit in self.units_of(area, _UNITS)
            for month in months_of(slot)
            for group, weight in _TEST_GROUPS.items()
        }
        for (unit, month, group), tested in by_weight(amounts["tested_count"], weights).items():
            positive = tested // _ONE_POSITIVE_IN
            yield {
                "reporter": unit,
                "month_date": month,
                "test_group": group,
                "tested_count": tested,
                "screened_positive_count": positive,
                "sent_count": positive,
                "confirmed_count": positive // 2,
            }


class HivInterventionMaker(TallyMaker):
    """Makes the monthly forms of interventions."""

    register = "hiv_intervention"
    day_column = "month_date"
    tallies = (
        Tally("contacts_count", 2500),
        Tally("leaflets_count", 1500),
        Tally("condoms_count", 2000),
    )
    free = frozenset({"target_group"})
    columns = ("reporter",)

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A row a unit, month and group, with its share of each amount."""
        weights = {
            (unit.code, month, group): weight
            for unit in self.units_of(area, 2)
            for month in months_of(slot)
            for group, weight in _WORK_GROUPS.items()
        }
        shares = {t.column: by_weight(amounts[t.column], weights) for t in self.tallies}
        for unit, month, group in weights:
            yield {
                "reporter": unit,
                "month_date": month,
                "target_group": group,
                **{column: share[unit, month, group] for column, share in shares.items()},
            }


class HivCaseMaker(StoryMaker):
    """Makes people on treatment, those taken into community care among them."""

    registers = (CASE, VISIT)
    free = {  # noqa: RUF012 - declared, never changed
        CASE: frozenset(
            {"person_name", "id_number", "sex", "birth_date", "phone", "residence", "person_id",
             "route", "first_cd4", "reporter"}
        ),
        VISIT: frozenset({"cd4", "viral_load", "reporter"}),
    }  # fmt: skip
    columns = dict.fromkeys(registers, ("reporter",))

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """Taken into community care in the slot, and on treatment at the hospital."""
        for community in (True, False):
            parts = tuple(self._records(community, slot.first))
            yield Story(parts, lambda area: 0.4, community)

    def _records(self, community: bool, day: date) -> Iterator[tuple[str, Row]]:
        confirmed = datetime.combine(day - timedelta(days=400), time(10), SHANGHAI)
        yield (
            CASE,
            {
                "confirmed_at": confirmed,
                "stage": "hiv",
                "first_cd4_at": confirmed + timedelta(days=12),
                "art_date": day - timedelta(days=300),
                "art_status": "on",
                "community_date": day if community else None,
            },
        )
        yield VISIT, {"visit_date": day, "taking_medicine": True, "tb_screened": True}

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One person with one follow-up."""
        if self._people is None:
            self._people = People(rng)
        leaf, day = telling.leaf, telling.day
        number = self.number(leaf.county, "HIV", day.year, width=4)
        person = self._people.person("adult", 70, day, leaf.county)
        unit = self.units.any_of(telling.area, leaf.county, rng)
        for name, row in self._records(telling.traits, day):
            if name == CASE:
                yield (
                    name,
                    {
                        "reporter": unit.code,
                        "case_no": number,
                        **who(person),
                        "residence": leaf.code,
                        "route": rng.choice(("heterosexual", "heterosexual", "homosexual")),
                        "first_cd4": rng.randint(210, 600),
                        **row,
                    },
                )
            else:
                levels = {"cd4": rng.randint(300, 700), "viral_load": 0}
                yield name, {"reporter": unit.code, "case": number, **row, **levels}


class MethadoneMaker(StoryMaker):
    """Makes patients of a clinic with the doses of a stretch of time."""

    registers = (PATIENT, DOSE)
    free = {  # noqa: RUF012 - declared, never changed
        PATIENT: frozenset(
            {"person_name", "id_number", "sex", "birth_date", "phone", "residence", "person_id",
             "reporter"}
        ),
        DOSE: frozenset({"dose_milli", "reporter"}),
    }  # fmt: skip
    columns = dict.fromkeys(registers, ("reporter",))

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """Who came every day, and who came seldom."""
        for days in sorted({slot.days, min(slot.days, 30), min(slot.days, 7), 1}):
            parts = tuple(self._records(days, slot.first))
            yield Story(parts, lambda _: 0.0, days)

    def _records(self, days: int, first: date) -> Iterator[tuple[str, Row]]:
        yield PATIENT, {"enrolled_date": first - timedelta(days=200)}
        for number in range(days):
            yield DOSE, {"dose_date": first + timedelta(days=number), "swallowed": True}

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One patient of the area's first clinic."""
        if self._people is None:
            self._people = People(rng)
        leaf, first = telling.leaf, telling.slot.first
        number = self.number(leaf.county, "MMT", first.year, width=4)
        person = self._people.person("adult", 85, first, leaf.county)
        clinic = self.units.any_of(telling.area, leaf.county, Random(leaf.county))  # noqa: S311
        dose = rng.randrange(35, 90, 5) * 1000
        for name, row in self._records(telling.traits, first):
            if name == DOSE:
                own = {"reporter": clinic.code, "patient": number, "dose_milli": dose}
                yield name, {**own, **row}
            else:
                yield (
                    name,
                    {
                        "reporter": clinic.code,
                        "patient_no": number,
                        **who(person),
                        "residence": leaf.code,
                        **row,
                    },
                )
