"""Enrolled members, and claims that the sample's policy pays."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy import Kind, Level
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.window import adjudicate
from xinglin.sample.areas import Area
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.people import People
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

MEMBER, CLAIM = "insured_member", "benefit_claim"
POLICY = "gouqi-2013"
_HALF_YEAR = 181
_FEE, _HOUSEHOLD = 3_000, 4
"""Fen a member pays, and members of a household, in the sample."""
_PAID_BEFORE = timedelta(days=40)
_ENROLLED_PER_1000 = 1
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

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None
        self._made: dict[str, int] = {}

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
        leaf, first = telling.leaf, telling.slot.first
        number = self._made[leaf.code] = self._made.get(leaf.code, 0) + 1
        place = (number - 1) % _HOUSEHOLD
        household = f"{leaf.code}{(number - 1) // _HOUSEHOLD + 1:05d}"
        paid = first - _PAID_BEFORE
        member = self._people.person("all", 50, paid, leaf.county)
        yield (
            MEMBER,
            {
                **_membership(first),
                "card_no": f"{household}{first.year % 100:02d}{place + 1}",
                "household_no": household,
                "member_name": member.name,
                "id_number": member.id_number,
                "sex": member.sex,
                "birth_date": member.birth_date,
                "phone": member.phone if place == 0 else None,
                "relation": ("head", "spouse", "child", "child")[place],
                "residence": leaf.code,
                "receipt_no": f"（虚构）{household}",
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
             "hospital_name", "residence", "person_id"}
        )
    }  # fmt: skip
    by = "agricultural"

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._people: People | None = None

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a sort, on the slot's first day."""
        for sort in _SORTS:
            often = sort.per_1000 * slot.days / _HALF_YEAR / 1000
            yield Story(
                ((CLAIM, _settled(sort, slot.first)),),
                lambda area, o=often: _usual(area, o),  # type: ignore[misc]
                sort,
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One claim of somebody of its own."""
        if self._people is None:
            self._people = People(rng)
        sort, leaf, day = telling.traits, telling.leaf, telling.day
        patient = self._people.person("adult", 50, day, leaf.county)
        number = self.number(leaf.county, "BC", day.year)
        near = "" if sort.level == "outside" else leaf.name if sort.level != "county" else ""
        yield (
            CLAIM,
            {
                "claim_no": number,
                "card_no": f"{leaf.code}{number[-6:]}1",
                "patient_name": patient.name,
                "id_number": patient.id_number,
                "sex": patient.sex,
                "birth_date": patient.birth_date,
                "hospital_name": f"{near}{sort.hospital}",
                "residence": leaf.code,
                **_settled(sort, day),
            },
        )


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
