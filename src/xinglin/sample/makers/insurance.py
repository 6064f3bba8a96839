"""Enrolled members, and claims that the sample's policy pays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy import Kind, Level
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.window import adjudicate
from xinglin.sample.archetypes import Archetype
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.drawing import draw
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.people import People, Person
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

MEMBER, CLAIM = "insured_member", "benefit_claim"
POLICY = "gouqi-2013"
_HALF_YEAR = 181
_FEE, _HOUSEHOLD = 3_000, 4
"""Fen a member pays, and members of a household, in the sample."""
_SCHEME_BEGAN = date(2004, 1, 1)
_PAID_BEFORE = timedelta(days=40)
_JOINED_BEFORE = timedelta(days=400)
_RELATIONS = ("head", "spouse", "child", "child")
_AGES = ("adult", "adult", "all", "all")
_ENROLLED_PER_1000 = 1
_HALF_YEARS, _FEWER, _VISITS = 5, 0.96, 0.4
"""Half years of claims in all, and how many fewer each earlier one has: of all, of visits."""
"""Enrolled of a thousand agricultural residents where no target asks: a part of the truth."""


@dataclass(frozen=True)
class _Sort:
    """One sort of claim. Fen; per_1000: in half a year of a thousand agricultural residents."""

    kind: Kind
    level: Level
    class_a: int
    class_b: int
    excluded: int
    days: int
    hospital: str
    per_1000: float


_SORTS = (
    _Sort("outpatient", "village", 3_000, 0, 0, 0, "村卫生室", 0.2),
    _Sort("outpatient", "township", 6_000, 0, 0, 0, "卫生院", 0.2),
    _Sort("outpatient", "township", 8_000, 1_000, 0, 0, "卫生院", 0.1),
    _Sort("inpatient", "township", 34_200, 0, 3_800, 4, "卫生院", 0.02),
    _Sort("inpatient", "township", 50_000, 0, 0, 5, "卫生院", 0.02),
    _Sort("inpatient", "township", 60_000, 12_000, 18_000, 7, "卫生院", 0.01),
    _Sort("inpatient", "county", 80_000, 16_000, 24_000, 6, "县人民医院", 0.01),
    _Sort("inpatient", "county", 120_000, 22_500, 47_500, 8, "县人民医院", 0.01),
    _Sort("inpatient", "county", 200_000, 40_000, 60_000, 11, "县人民医院", 0.01),
    _Sort("inpatient", "outside", 350_000, 70_000, 180_000, 9, "（虚构）省立医院", 0.005),
    _Sort("inpatient", "outside", 700_000, 140_000, 360_000, 14, "（虚构）省立医院", 0.005),
    _Sort("inpatient", "outside", 650_000, 100_000, 450_000, 12, "（虚构）省立医院", 0.005),
    _Sort("inpatient", "outside", 1_575_000, 300_000, 625_000, 21, "（虚构）省立医院", 0.005),
)


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
            rows = [self._row(u) for u in self._units.made if _scheme_level(u) is not None]
            yield File(self.register, rows)

    def _row(self, unit: Unit) -> Row:
        since = max(self._scene.timeline.before.first, _SCHEME_BEGAN)
        return {
            "institution": unit.code,
            "scheme_level": _scheme_level(unit),
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


def _scheme_level(unit: Unit) -> Level | None:
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
                "village": f"{leaf.name}第{1 + int(member.household_no[-5:]) // 60}村",
                "receipt_no": f"（虚构）{first.year}{member.household_no}",
            },
        )


def _membership(first: date) -> Row:
    return {
        "year_date": first,
        "fee_fen": _FEE,
        "paid_date": first - _PAID_BEFORE,
    }


class ClaimMaker(StoryMaker):
    """Makes settled claims; the engine says what is paid of each."""

    registers = (CLAIM,)
    free = {  # noqa: RUF012 - declared, never changed
        CLAIM: frozenset(
            {"claim_no", "card_no", "patient_name", "id_number", "sex", "birth_date",
             "hospital_name", "residence", "person_id", "household_no", "reporter",
             "reporter_place"}
        )
    }  # fmt: skip
    columns = {CLAIM: ("reporter",)}  # noqa: RUF012 - declared, never changed
    by = "agricultural"

    def __init__(self, scene: Scene, units: Units, roll: Roll) -> None:
        super().__init__(scene, units)
        self._people: People | None = None
        self._roll = roll

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a sort, on the slot's first day."""
        for sort in _SORTS:
            often = sort.per_1000 * slot.days / _HALF_YEAR / 1000
            yield Story(
                ((CLAIM, _settled(sort, slot.first)),),
                lambda area, o=often: _usual(area, o),  # type: ignore[misc]
                sort,
            )

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The claims that targets ask for, and more in the half years that none asks for.

        Where a target asks for the last half year's, the place gets a history of two and a half
        years, a little less in each half year before.
        """
        told = list(portions)
        for file in super().files(told, rng):
            between = [row for telling in self._between(told, rng)
                       for _, row in self.tell(telling, rng)]  # fmt: skip
            yield replace(file, rows=[*between, *file.rows])

    def _between(self, portions: list[Portion], rng: Random) -> Iterator[Telling]:
        asked = [p for p in portions if _is_asked_for(p)]
        days = [a.slot.first for p in asked for a in p.group.members]
        if not days:
            return
        last, covered = _half_years_before(max(days), 0), set(days)
        model = [t for t in draw(asked, rng, by=self.by) if t[0].slot.first >= last]
        for back in range(1, _HALF_YEARS):
            first, after = _half_years_before(last, back), _half_years_before(last, back - 1)
            if any(first <= day < after for day in covered):
                continue
            for archetype, area, leaf in model:
                often = _FEWER**back * (1 if archetype.traits.kind == "inpatient" else _VISITS)
                if rng.random() < often:
                    day = first + timedelta(days=rng.randrange((after - first).days))
                    yield Telling(archetype.traits, archetype.slot, day, area, leaf)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One claim of a member, where the place has any, else of somebody of its own."""
        if self._people is None:
            self._people = People(rng)
        sort, leaf, day = telling.traits, telling.leaf, telling.day
        number = self.number(leaf.county, "BC", day.year)
        # Who was in when the records begin had been in the years before.
        in_year = max(day.year, self.scene.clock.year - 1)
        member = self._roll.any_of(leaf.code, in_year, rng)
        if member is None:
            person = self._people.person("adult", 50, day, leaf.county)
            member = Enrolled(person, f"{leaf.code}{number[-6:]}01", "", "head")
        unit = _paid_unit(self.units, telling.area, leaf, sort.level)
        near = leaf.name if sort.level == "village" else ""
        yield (
            CLAIM,
            {
                "claim_no": number,
                "card_no": member.card_no,
                "household_no": member.household_no or None,
                "patient_name": member.person.name,
                "id_number": member.person.id_number,
                "sex": member.person.sex,
                "birth_date": member.person.birth_date,
                "reporter": unit.code if unit else None,
                "hospital_name": unit.name if unit and not near else f"{near}{sort.hospital}",
                "residence": leaf.code,
                **_settled(sort, day),
            },
        )


def _is_asked_for(portion: Portion) -> bool:
    """Whether a target asks for so many: far more than are usual."""
    usual = sum(member.usual(portion.area) for member in portion.group.members)
    return portion.count > 2 * usual + 10


def _half_years_before(first: date, count: int) -> date:
    """The first day of the half year so many before (later, where negative)."""
    months = first.year * 12 + (0 if first.month <= 6 else 6) - 6 * count
    return date(months // 12, months % 12 + 1, 1)


def _paid_unit(units: Units, area: Area, leaf: Leaf, level: Level) -> Unit | None:
    """The hospital that a claim of a level comes from; a village clinic's, its township's."""
    if level == "outside":
        return None
    wanted = "county" if level == "county" else "township"
    near = [u for u in units.by_place[area.code, ""] if u.leaf.county == leaf.county]
    fitting = [u for u in near if _scheme_level(u) == wanted]
    here = [u for u in fitting if u.leaf.code == leaf.code]
    return next(iter(here or fitting), None)


def _usual(area: Area, often: float) -> float:
    return area.population("agricultural") * often


def _settled(sort: _Sort, discharged: date) -> Row:
    """What a claim of a sort says that an indicator may ask; its payments are adjudicated."""
    admitted = discharged - timedelta(days=sort.days)
    total = sort.class_a + sort.class_b + sort.excluded
    policy = shipped_policy(POLICY)
    claim = Claim(
        "1", "1", "1", sort.kind, sort.level, "", admitted, discharged, total, sort.class_a,
        sort.class_b, sort.excluded,
    )  # fmt: skip
    done = adjudicate(claim, PersonYear(), policy)
    return {
        "kind": sort.kind,
        "level": sort.level,
        "admitted_date": admitted,
        "discharged_date": discharged,
        "settled_date": discharged,
        "total_fen": total,
        "class_a_fen": sort.class_a,
        "class_b_fen": sort.class_b,
        "excluded_fen": sort.excluded,
        "paid_fen": done.paid,
        "account_fen": done.account,
        "own_fen": done.own,
        "policy_name": policy.name,
        "policy_version": policy.version,
    }
