"""Tuberculosis and leprosy: people registered, and the year's task of finding them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import partial
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.people import People, who
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

TB_CASE, TB_VISIT, LEPROSY = "tuberculosis_case", "tuberculosis_visit", "leprosy_case"
TARGET = "annual_target"
_HALF_YEAR = 181
_TB_PER_100K = 34.0
_TASKS = {"new_smear_positive": 33.0}
"""Indicator → the year's task of 100,000 residents, usually."""


@dataclass(frozen=True)
class _TbSort:
    """One sort of patient and its share of a hundred."""

    bacteriology: str
    history: str
    registration: str
    share: float


_TB_SORTS = (
    _TbSort("smear_positive", "first", "new", 35.0),
    _TbSort("smear_positive", "retreatment", "relapse", 4.0),
    _TbSort("culture_positive", "first", "new", 6.0),
    _TbSort("negative", "first", "new", 49.0),
    _TbSort("negative", "retreatment", "return", 2.0),
    _TbSort("pleurisy", "first", "new", 4.0),
)


_ENDINGS = {
    "positive": (("cured", 0.87), ("completed", 0.04), ("died_other", 0.03), ("lost", 0.06)),
    "other": (("completed", 0.92), ("died_other", 0.02), ("lost", 0.06)),
}
"""How treatment ended, where there has been time for it."""
_TREATED = timedelta(days=190)


class TuberculosisMaker(StoryMaker):
    """Makes registered patients with a visit each."""

    registers = (TB_CASE, TB_VISIT)
    free = {  # noqa: RUF012 - declared, never changed
        TB_CASE: frozenset(
            {"person_name", "id_number", "sex", "birth_date", "phone", "residence", "person_id",
             "reporter"}
        ),
        TB_VISIT: frozenset({"due_doses", "taken_doses", "contacts_checked", "reporter"}),
    }  # fmt: skip
    columns = {TB_CASE: ("reporter", "state"), TB_VISIT: ("reporter",)}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a sort, and where treatment is over one a sort and ending."""
        over = slot.first + timedelta(days=slot.days) + _TREATED < self.scene.clock
        for sort in _TB_SORTS:
            kind = "positive" if sort.bacteriology == "smear_positive" else "other"
            for ending, share in _ENDINGS[kind] if over else (("", 1.0),):
                yield Story(
                    tuple(self._records(sort, ending, slot.first)),
                    partial(_usual, share * sort.share * _TB_PER_100K / 100, slot),
                    (sort, ending),
                )

    def _records(self, sort: _TbSort, ending: str, day: date) -> Iterator[tuple[str, Row]]:
        told = datetime.combine(day, time(15), SHANGHAI)
        yield (
            TB_CASE,
            {
                "registered_date": day,
                "registration": sort.registration,
                "bacteriology": sort.bacteriology,
                "history": sort.history,
                "started_date": day,
                "regimen": "2HRZE/4HR" if sort.history == "first" else "2HRZES/6HRE",
                "supervision": "family",
                "notified_at": told,
                "first_visit_at": told + timedelta(hours=40),
                **_ended(ending, day),
            },
        )
        yield TB_VISIT, {"visit_date": day + timedelta(days=4), "side_effect": False}

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One patient and the first visit."""
        if self._people is None:
            self._people = People(rng)
        leaf, day = telling.leaf, telling.day
        number = self.number(leaf.county, "JH", day.year, width=5)
        unit = self.units.any_of(telling.area, leaf.county, rng)
        person = self._people.person("adult", 68, day, leaf.county)
        sort, ending = telling.traits
        for name, row in self._records(sort, ending, day):
            if name == TB_CASE:
                own = {"register_no": number, "residence": leaf.code, **who(person)}
            else:
                doses = {"due_doses": 4, "taken_doses": rng.choice((3, 4, 4, 4, 4))}
                own = {"case": number, **doses, "contacts_checked": rng.randint(0, 4)}
            yield name, {"reporter": unit.code, **own, **row}


def _ended(ending: str, day: date) -> Row:
    """What the register says once treatment is over."""
    if not ending:
        return {"state": "active"}
    row: Row = {"state": "closed", "outcome": ending, "outcome_date": day + _TREATED}
    if ending == "cured":
        row |= dict.fromkeys(("smear_month_2", "smear_month_5", "smear_end"), "negative")
    return row


class LeprosyMaker(StoryMaker):
    """Makes the few people with leprosy, all of them on multidrug therapy."""

    registers = (LEPROSY,)
    free = {  # noqa: RUF012 - declared, never changed
        LEPROSY: frozenset(
            {"person_name", "id_number", "sex", "birth_date", "phone", "residence", "person_id",
             "discovery"}
        )
    }  # fmt: skip

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """Found in the slot, and found half a year before it."""
        for before, per_100k in ((0, 0.025), (190, 0.15)):
            found = slot.first - timedelta(days=before)
            yield Story(((LEPROSY, _leprosy(found)),), partial(_usual, per_100k, slot), before)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One person."""
        if self._people is None:
            self._people = People(rng)
        leaf = telling.leaf
        day = telling.day if not telling.traits else telling.slot.first
        found = day - timedelta(days=telling.traits)
        person = self._people.person("adult", 65, found, leaf.county)
        yield (
            LEPROSY,
            {
                "case_no": self.number(leaf.county, "MF", found.year, width=3),
                "residence": leaf.code,
                "discovery": rng.choice(("clinic", "contact", "report")),
                **who(person),
                **_leprosy(found),
            },
        )


def _leprosy(found: date) -> Row:
    return {
        "found_date": found,
        "leprosy_type": "MB",
        "disability_grade": 0,
        "mdt_start_date": found,
    }


def _usual(per_100k: float, slot: Slot, area: Area) -> float:
    return area.population("resident") * per_100k / 100_000 * slot.days / _HALF_YEAR


class AnnualTargetMaker:
    """Makes the year's tasks, so large that what is done is the share the targets say."""

    register = TARGET

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._register = scene.catalogue.register(self.register)

    def archetypes(self) -> Iterable[Archetype]:
        """One an indicator and year; the quantity is the task."""
        for year in sorted({day.year + 1 for day in self._scene.year_ends}):
            for indicator, per_100k in _TASKS.items():
                first = date(year, 1, 1)
                values = {
                    "state": self._register.lifecycle.entry_state("batch"),
                    "channel": "batch",
                    "indicator": indicator,
                    "year_date": first,
                    "target_count": 1,
                }
                yield Archetype(
                    self.register,
                    self._scene.timeline.at(first),
                    (Typical(self._register, self._scene.complete(self._register, values)),),
                    partial(_task, per_100k),
                    traits=(indicator, first),
                    quantity="target_count",
                )

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """A row a county."""
        rows = [row for portion in portions for row in self._rows(portion)]
        if rows:
            yield File(self.register, rows)

    def _rows(self, portion: Portion) -> Iterator[Row]:
        indicator, first = portion.group.members[0].traits
        people: dict[str, int] = {}
        for leaf in portion.area.leaves:
            people[leaf.county] = people.get(leaf.county, 0) + leaf.population["resident"]
        for county, task in by_weight(portion.count, people).items():
            if task:
                yield {
                    "division": county,
                    "indicator": indicator,
                    "year_date": first,
                    "target_count": task,
                    "lead_office": "疾控科",
                    "assignment": f"（虚构）卫生工作目标责任书〔{first.year}〕",
                }


def _task(per_100k: float, area: Area) -> float:
    return round(area.population("resident") * per_100k / 100_000)
