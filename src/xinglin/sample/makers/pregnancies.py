"""Pregnancies with their visits, births and high-risk management."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.areas import Area
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.people import FEMALE, People
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

PREGNANCY, VISIT, POSTNATAL = "pregnancy", "antenatal_visit", "postnatal_visit"
BIRTH, HIGH_RISK = "birth", "high_risk_pregnancy"
DELIVERED, INDUCED = "1", "3"
HOSPITAL, TOWN_HOSPITAL, HOME = "1", "3", "4"
_HALF_YEAR = 181
_BIRTHS_PER_1000 = 1.2
"""Births in half a year of a thousand residents: a quarter of what is usual, so that the
demonstration stays small (project's own picture)."""
_TERM, _INDUCED_DAYS = 275, 150
_WEEKS = (10, 17, 22, 30, 36, 39)
_FEW_WEEKS = (20, 34)
_FACTORS = ("妊娠期高血压", "瘢痕子宫", "高龄初产", "贫血", "妊娠期糖尿病", "胎位异常")


@dataclass(frozen=True)
class Course:
    """How one pregnancy goes. risk: "" none, "managed", "missed"."""

    local: bool
    booked: bool
    systematic: bool
    risk: str
    outcome: str
    place: str

    def share(self) -> float:
        """How many of a hundred pregnancies usually go so."""
        share = 92.0 if self.local else 8.0
        share *= 0.99 if self.booked else 0.01
        share *= (0.93 if self.systematic else 0.07) if self.booked else 1.0
        share *= {"": 0.8, "managed": 0.198, "missed": 0.002}[self.risk]
        share *= 0.995 if self.outcome == DELIVERED else 0.005
        return share * {HOSPITAL: 0.9, TOWN_HOSPITAL: 0.098, HOME: 0.002}.get(self.place, 1.0)


def courses() -> Iterator[Course]:
    """All that can be."""
    for local, booked, systematic, risk in product(
        (True, False), (True, False), (True, False), ("", "managed", "missed")
    ):
        if systematic and not booked:
            continue
        for place in (HOSPITAL, TOWN_HOSPITAL, HOME):
            if not (systematic and place == HOME):
                yield Course(local, booked, systematic, risk, DELIVERED, place)
        if not systematic:
            yield Course(local, booked, systematic, risk, INDUCED, "")


class PregnancyMaker(StoryMaker):
    """Makes the rows of pregnancies and of what belongs to them."""

    registers = (PREGNANCY, VISIT, BIRTH, POSTNATAL, HIGH_RISK)
    free = {  # noqa: RUF012 - declared, never changed
        PREGNANCY: frozenset(
            {"woman_name", "id_number", "birth_date", "phone", "residence", "due_date", "person_id",
             "gravidity_count", "parity_count", "reporter"}
        ),
        VISIT: frozenset({"systolic", "diastolic", "weight_g", "haemoglobin", "reporter"}),
        POSTNATAL: frozenset({"breastfeeding", "reporter"}),
        BIRTH: frozenset({"sex", "weight_g", "reporter"}),
        HIGH_RISK: frozenset({"factors", "manager", "reporter"}),
    }  # fmt: skip
    columns = dict.fromkeys(registers, ("reporter",))

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a course; the typical one ends on the slot's first day."""
        for course in courses():
            yield Story(
                tuple(self._records(course, slot.first)),
                lambda area, c=course: self._usual(area, slot, c),  # type: ignore[misc]
                course,
            )

    def _usual(self, area: Area, slot: Slot, course: Course) -> float:
        births = area.population("resident") * _BIRTHS_PER_1000 / 1000
        return births * slot.days / _HALF_YEAR * course.share() / 100

    def _records(self, course: Course, ends: date) -> Iterator[tuple[str, Row]]:
        """What a course leaves, as far as anything that is counted may ask."""
        days = _TERM if course.outcome == DELIVERED else _INDUCED_DAYS
        began = ends - timedelta(days=days)
        yield (
            PREGNANCY,
            {
                "household": "1" if course.local else "2",
                "last_period_date": began,
                "booked_date": began + timedelta(days=_WEEKS[0] * 7) if course.booked else None,
                "booked_week": _WEEKS[0] if course.booked else None,
                "outcome": course.outcome,
                "outcome_date": ends,
                "delivery_place": course.place or None,
            },
        )
        weeks = _WEEKS if course.systematic else _FEW_WEEKS if course.booked else ()
        for week in weeks:
            when = began + timedelta(days=week * 7)
            if when < ends:
                risk = "2" if course.risk and week >= _FEW_WEEKS[0] else "1"
                yield VISIT, {"visit_date": when, "week": week, "risk": risk}
        if course.outcome == DELIVERED:
            yield (
                BIRTH,
                {
                    "birth_order": 1,
                    "birth_date": ends,
                    "birth_outcome": "1",
                    "delivered_at_place": course.place,
                },
            )
        if course.systematic:
            after = ends + timedelta(days=3)
            yield POSTNATAL, {"visit_date": after, "visit_kind": "1"}
        if course.risk:
            # Found in the same stretch of time in which it ends, so that one story counts in one.
            found = datetime.combine(ends, time(9), SHANGHAI)
            managed = found + timedelta(hours=2) if course.risk == "managed" else None
            yield HIGH_RISK, {"found_at": found, "risk": "3", "managed_at": managed}

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The rows of one pregnancy."""
        if self._people is None:
            self._people = People(rng)
        course: Course = telling.traits
        leaf, ends = telling.leaf, telling.day
        number = self.number(leaf.county, "Y", ends.year)
        unit = self.units.any_of(telling.area, leaf.county, rng)
        woman = self._people.person("childbearing", 0, ends, leaf.county)
        own: Row = {
            "booklet_no": number,
            "woman_name": woman.name,
            "id_number": woman.id_number,
            "birth_date": woman.birth_date,
            "phone": woman.phone,
            "residence": leaf.code,
            "gravidity_count": rng.choice((1, 1, 1, 2, 2, 3)),
            "parity_count": rng.choice((0, 0, 1)),
        }
        for name, row in self._records(course, ends):
            filled = {"reporter": unit.code, "booklet": number, **row, **_measured(name, rng)}
            if name == PREGNANCY:
                due = filled["last_period_date"] + timedelta(days=280)
                filled |= {**own, "due_date": due}
            yield name, filled


def _measured(name: str, rng: Random) -> Row:
    """What is measured and counts for nothing here."""
    if name == VISIT:
        return {
            "systolic": rng.randint(100, 128),
            "diastolic": rng.randint(60, 84),
            "weight_g": rng.randint(500, 780) * 100,
            "haemoglobin": rng.randint(105, 138),
        }
    if name == BIRTH:
        return {"sex": rng.choice(("1", FEMALE)), "weight_g": rng.randint(260, 410) * 10}
    if name == POSTNATAL:
        return {"breastfeeding": rng.random() < 0.92}
    return {"factors": rng.choice(_FACTORS)} if name == HIGH_RISK else {}
