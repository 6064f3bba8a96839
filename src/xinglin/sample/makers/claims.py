"""Claims that the sample's policy pays, of the scheme's members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy import Kind, Level
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.window import adjudicate
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.drawing import draw
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.insurance import Enrolled, Roll, scheme_level
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.people import People
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

CLAIM = "benefit_claim"
POLICY = "gouqi-2013"
_HALF_YEAR = 181
_HALF_YEARS, _FEWER, _VISITS = 5, 0.96, 0.4
"""Half years of claims in all, and how many fewer each earlier one has: of all, of visits."""


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
    fitting = [u for u in near if scheme_level(u) == wanted]
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
