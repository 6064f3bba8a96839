"""Children on the clinics' rolls, and a few reactions after their doses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.archetypes import Archetype
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.people import People
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.makers.vaccinated import Given, born_in
from xinglin.sample.timeline import Slot

CHILD, EVENT = "vaccination_child", "adverse_event"
_PER_COUNTY = 16
"""Children of a county, so that the demonstration stays small."""
_YEARS = 7
_CLINICS = 2
_SYMPTOMS = ("接种部位红肿", "低热，当日自行消退", "皮疹")


def clinics_of(units: Units, area: Area, county: str) -> list[Unit]:
    """The vaccination clinics of a county in an area: a few of its town hospitals."""
    known = units.by_place.get((area.code, county)) or units.by_place[area.code, ""]
    towns = [u for u in known if u.institution_class[:1] in ("B", "C")]
    return (towns or known)[:_CLINICS]


def counties_of(area: Area) -> list[str]:
    """The counties of an area's places."""
    return list(dict.fromkeys(leaf.county for leaf in area.leaves))


@dataclass(frozen=True)
class Enrolled:
    """One child of the roll. born_at: where it was born."""

    number: str
    birth: date
    sex: str
    area: Area
    county: str
    clinic: Unit
    born_at: Unit


@dataclass
class Roll:
    """The children made so far and, later, the doses they have had."""

    children: list[Enrolled] = field(default_factory=list)
    given: list[Given] = field(default_factory=list)


class ChildMaker(StoryMaker):
    """Makes the children of the last seven years, managed where they live."""

    registers = (CHILD,)
    free = {  # noqa: RUF012 - declared, never changed
        CHILD: frozenset(
            {"child_name", "id_number", "sex", "birth_at", "guardian_name", "phone", "residence",
             "mother_hbsag", "person_id", "reporter"}
        )
    }  # fmt: skip
    columns = {CHILD: ("reporter",)}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units, roll: Roll) -> None:
        super().__init__(scene, units)
        self._roll = roll
        self._people: People | None = None

    def archetypes(self) -> Iterable[Archetype]:
        """One for each stretch of time in which children of the roll were born."""
        for slot in self.scene.timeline.slots:
            if self._births(slot):
                for story in self.stories(slot):
                    typical = tuple(self._typical(*part) for part in story.typical)
                    yield Archetype(self.register, slot, typical, story.usual, story.traits)

    def _births(self, slot: Slot) -> tuple[date, date] | None:
        """The days of a slot on which they were born."""
        active = self.scene.active_of(self.scene.catalogue.register(CHILD))
        if not active:
            return None
        last = active[-1].last
        begins = max(slot.first, last - timedelta(days=365 * _YEARS))
        ends = min(slot.last, last - timedelta(days=10))
        return (begins, ends) if begins <= ends else None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One."""
        born = self._births(slot) or (slot.first, slot.first)
        share = ((born[1] - born[0]).days + 1) / (365 * _YEARS)
        yield Story(
            ((CHILD, {"birth_date": born[0], "carded_date": born[0] + timedelta(days=9)}),),
            lambda area: round(_PER_COUNTY * len(counties_of(area)) * share),
            born,
        )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """A child born in hospital, on the roll of a clinic of its county."""
        if self._people is None:
            self._people = People(rng)
        area, leaf = telling.area, telling.leaf
        first, last = telling.traits
        birth = born_in(first, last, rng)
        number = self.number(leaf.county, "ET", birth.year)
        person = self._people.born(birth, 53, last, leaf.county)
        clinic = rng.choice(clinics_of(self.units, area, leaf.county))
        self._roll.children.append(
            Enrolled(
                number, birth, person.sex, area, leaf.county, clinic, self._hospital(area, leaf)
            )
        )
        yield (
            CHILD,
            {
                "reporter": clinic.code,
                "child_no": number,
                "child_name": person.name,
                "id_number": person.id_number,
                "sex": person.sex,
                "birth_date": birth,
                "birth_at": datetime.combine(birth, time(rng.randrange(24), 30), SHANGHAI),
                "guardian_name": person.guardian,
                "phone": person.phone,
                "residence": leaf.code,
                "residence_kind": "floating" if rng.random() < 0.1 else "resident",
                "mother_hbsag": "positive" if rng.random() < 0.06 else "negative",
                "carded_date": birth + timedelta(days=rng.randrange(2, 10)),
                "has_certificate": True,
            },
        )

    def _hospital(self, area: Area, leaf: Leaf) -> Unit:
        known = self.units.by_place.get((area.code, leaf.county))
        known = known or self.units.by_place[area.code, ""]
        return next((u for u in known if u.institution_class[:1] in ("A", "G")), known[0])


class AdverseEventMaker(StoryMaker):
    """Makes reactions after a dose of a child of the roll, reported in time and classed."""

    registers = (EVENT,)
    free = {  # noqa: RUF012 - declared, never changed
        EVENT: frozenset({"child", "vaccine", "dose_date", "onset_at", "symptoms", "outcome_text"})
    }
    columns = {EVENT: ("reporter", "state")}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units, roll: Roll) -> None:
        super().__init__(scene, units)
        self._roll = roll
        self._told: set[int] = set()

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One sort; an area has one in half a year."""
        found = datetime.combine(slot.first, time(9), SHANGHAI)
        yield Story(
            ((EVENT, _event(found)),),
            lambda _: 1.0 if slot.days > 90 else 0.0,
        )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """After the dose nearest to the day of the story; nothing where nobody had any."""
        slot, children = telling.slot, self._roll.children
        last = slot.last - timedelta(days=2)
        near = [
            (abs((g.day - telling.day).days), n)
            for n, g in enumerate(self._roll.given)
            if slot.first <= g.day <= last
            and children[g.child].area.code == telling.area.code
            and n not in self._told
        ]
        if not near:
            return
        _, number = min(near)
        self._told.add(number)
        dose = self._roll.given[number]
        child = children[dose.child]
        onset = datetime.combine(dose.day, time(rng.randrange(14, 20), 20), SHANGHAI)
        yield (
            EVENT,
            {
                **_event(onset + timedelta(hours=15)),
                "reporter": child.clinic.code,
                "event_no": self.number(child.county, "YF", dose.day.year, width=4),
                "child": child.number,
                "vaccine": dose.vaccine,
                "dose_date": dose.day,
                "onset_at": onset,
                "symptoms": rng.choice(_SYMPTOMS),
                "outcome_text": "痊愈",
            },
        )


def _event(found: datetime) -> Row:
    """What every reaction of the sample has."""
    return {
        "onset_at": found - timedelta(hours=15),
        "dose_date": found.date() - timedelta(days=1),
        "found_at": found,
        "severity": "ordinary",
        "reported_at": found + timedelta(hours=3),
        "investigated_at": found + timedelta(hours=20),
        "reaction_class": "general",
        "classed_at": found + timedelta(hours=60),
        "state": "classed",
    }
