"""The scheme's hospitals, its members, and the money it is due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xinglin.claims.policy import Level
from xinglin.sample.archetypes import Archetype
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.people import People, Person
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

MEMBER = "insured_member"
_FEE, _HOUSEHOLD, _VILLAGE = 3_000, 4, 150
"""Fen a member pays, members of a household, households of a village, in the sample."""
_SCHEME_BEGAN = date(2004, 1, 1)
_PAID_BEFORE = timedelta(days=40)
_JOINED_BEFORE = timedelta(days=400)
_RELATIONS = ("head", "spouse", "child", "child")
_AGES = ("adult", "adult", "all", "all")
_ENROLLED_PER_1000 = 1
"""Enrolled of a thousand agricultural residents where no target asks: a part of the truth."""


@dataclass(frozen=True)
class Enrolled:
    """One member, the same in every year he is in."""

    person: Person
    card_no: str
    household_no: str
    relation: str


class Roll:
    """The members of every place in the order in which they joined, and how many were in a year.

    Who was in a year is in the next as well, with those who joined since.
    """

    def __init__(self) -> None:
        self.members: dict[str, list[Enrolled]] = {}
        self._in_year: Counter[tuple[str, int]] = Counter()

    def enrol(self, place: str, year: int, make: Callable[[int], Enrolled]) -> Enrolled:
        """The next member of a place in a year: who was in before, else a new one."""
        self._in_year[place, year] += 1
        number = self._in_year[place, year]
        known = self.members.setdefault(place, [])
        if number > len(known):
            known.append(make(number))
        return known[number - 1]

    def count(self, county: str, year: int) -> int:
        """How many were in, in a county; before the records begin as many as in their first."""
        years = {y for place, y in self._in_year if place.startswith(county)}
        if not years:
            return 0
        known = max(min(years), min(year, max(years)))
        return sum(n for (p, y), n in self._in_year.items() if y == known and p.startswith(county))

    def any_of(self, place: str, year: int, rng: Random) -> Enrolled | None:
        """One who is in; None where nobody is."""
        count = self._in_year[place, year]
        return self.members[place][rng.randrange(count)] if count else None


class DesignatedMaker:
    """Designates every hospital of the sample, at its level, with its own county."""

    register = "designated_institution"

    def __init__(self, scene: Scene, units: Units) -> None:
        self._scene, self._units = scene, units

    def archetypes(self) -> Iterable[Archetype]:
        """None: no target asks for contracts."""
        return ()

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """A contract for each hospital, where the scheme's records are made at all."""
        if self._scene.active_of(self._scene.catalogue.register(self.register)):
            rows = [self._row(u) for u in self._units.made if scheme_level(u) is not None]
            yield File(self.register, rows)

    def _row(self, unit: Unit) -> Row:
        since = max(self._scene.timeline.before.first, _SCHEME_BEGAN)
        return {
            "institution": unit.code,
            "scheme_level": scheme_level(unit),
            "area": unit.leaf.county,
            "from_date": since,
            "online_date": since,
            "contract_no": f"（虚构）{unit.code[:8]}",
        }


class FundIncomeMaker:
    """What the fund is due from every source in each year of the sample, and what has come."""

    register = "fund_income"

    def __init__(self, scene: Scene, roll: Roll) -> None:
        self._scene, self._roll = scene, roll

    def archetypes(self) -> Iterable[Archetype]:
        """None: no target asks for single payments."""
        return ()

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """By the county and the members it has, once the members are made."""
        counties = sorted({place[:6] for place in self._roll.members})
        last = self._scene.clock.year
        rows = [
            row
            for county in counties
            for year in range(last - _YEARS_OF_FUND + 1, last + 1)
            for row in self._year(county, year)
        ]
        if rows:
            yield File(self.register, rows)

    def _year(self, county: str, year: int) -> Iterator[Row]:
        members = self._roll.count(county, year)
        for source, fen, month, day, lag in _PER_HEAD:
            if not members:
                return
            due = date(year - 1 if month > 10 else year, month, day)
            came = due - timedelta(days=lag)
            is_here = came <= self._scene.clock
            yield {
                "income_no": f"{county}-{year}-{source}",
                "area": county,
                "year_date": date(year, 1, 1),
                "fund_source": source,
                "due_fen": fen * members,
                "due_date": due,
                "received_fen": fen * members if is_here else None,
                "received_date": came if is_here else None,
                "document": f"（虚构）筹资〔{year}〕1号",
            }


_YEARS_OF_FUND = 3
_PER_HEAD = (
    ("individual", 3_000, 11, 30, 8), ("county", 1_000, 4, 30, 12), ("city", 1_000, 5, 31, 6),
    ("province", 2_000, 6, 30, 20), ("central", 3_000, 9, 30, 25),
)  # fmt: skip
"""Source, fen a member, month and day by which it is due, days before that it comes."""


def scheme_level(unit: Unit) -> Level | None:
    """The level at which the scheme pays an institution of its class; None: it is no hospital."""
    if unit.institution_class.startswith("A"):
        return "county"
    return "township" if unit.institution_class[0] in "BC" else None


class MemberMaker(StoryMaker):
    """Makes a year's members; they pay in the autumn before."""

    registers = (MEMBER,)
    free = {  # noqa: RUF012 - declared, never changed
        MEMBER: frozenset(
            {"card_no", "household_no", "member_name", "id_number", "sex", "birth_date", "phone",
             "relation", "residence", "village", "receipt_no", "person_id"}
        )
    }  # fmt: skip
    by = "agricultural"

    def __init__(self, scene: Scene, units: Units, roll: Roll) -> None:
        super().__init__(scene, units)
        self._people: People | None = None
        self._roll = roll

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One, in the slot in which the year begins."""
        if slot.first != date(slot.first.year, 1, 1):
            return
        yield Story(
            ((MEMBER, _membership(slot.first)),),
            lambda area: area.population("agricultural") * _ENROLLED_PER_1000 / 1000,
        )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One member; four make a household."""
        if self._people is None:
            self._people = People(rng)
        people, leaf, first = self._people, telling.leaf, telling.slot.first

        def joining(number: int) -> Enrolled:
            place = (number - 1) % _HOUSEHOLD
            household = f"{leaf.code}{(number - 1) // _HOUSEHOLD + 1:05d}"
            person = people.person(_AGES[place], 50, first - _JOINED_BEFORE, leaf.county)
            return Enrolled(person, f"{household}{place + 1:02d}", household, _RELATIONS[place])

        member = self._roll.enrol(leaf.code, first.year, joining)
        person, is_head = member.person, member.relation == "head"
        yield (
            MEMBER,
            {
                **_membership(first),
                "card_no": member.card_no,
                "household_no": member.household_no,
                "member_name": person.name,
                "id_number": person.id_number,
                "sex": person.sex,
                "birth_date": person.birth_date,
                "phone": person.phone if is_head else None,
                "relation": member.relation,
                "residence": leaf.code,
                "village": f"{leaf.name}第{1 + int(member.household_no[-5:]) // _VILLAGE}村",
                "receipt_no": f"（虚构）{first.year}{member.household_no}",
            },
        )


def _membership(first: date) -> Row:
    return {
        "year_date": first,
        "fee_fen": _FEE,
        "paid_date": first - _PAID_BEFORE,
    }
