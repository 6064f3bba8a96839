"""What a county keeps ready for an emergency: plans, a drill, a team, a store."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

PLAN, DRILL, ITEM = "emergency_plan", "emergency_drill", "after_action_item"
TEAM, SUPPLY, MOVEMENT = "emergency_team", "emergency_supply", "supply_movement"
_MARKS = {PLAN: "YA", DRILL: "YL", ITEM: "ZG", TEAM: "DW", SUPPLY: "WZ", MOVEMENT: "WC"}
_WIDTHS = {ITEM: 4, SUPPLY: 4, MOVEMENT: 5}
_PLANS = ((None, "突发公共卫生事件"), ("food", "食物中毒事件"), ("infectious", "传染病疫情"))
_ITEMS = (
    ("医用防护服", "protection", "套", 100, 160),
    ("含氯消毒粉", "disinfection", "袋", 200, 260),
    ("采样拭子", "testing", "支", 300, 340),
)
"""Item, kind, unit, the least there should be, what came in."""
_ISSUED = 60


class ReadinessMaker(StoryMaker):
    """Makes one county's plans, drill, team and store, once at the beginning of the sample."""

    registers = (PLAN, DRILL, ITEM, TEAM, SUPPLY, MOVEMENT)
    free = {  # noqa: RUF012 - declared, never changed
        PLAN: frozenset({"title", "kind", "division", "paper_no"}),
        DRILL: frozenset({"title", "division"}),
        ITEM: frozenset({"division", "finding"}),
        TEAM: frozenset({"team_name", "division", "unit_name"}),
        SUPPLY: frozenset(
            {"item_name", "kind", "count_unit", "division", "store_name", "minimum_count"}
        ),
        MOVEMENT: frozenset({"kind", "moved_count", "lot", "expiry_date"}),
    }
    columns = {ITEM: ("state",)}  # noqa: RUF012

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One for a county, in the first slot."""
        first = self.scene.active_of(self.scene.catalogue.register(PLAN))[0]
        typical = tuple(_records(slot.first))
        yield Story(typical, lambda _: 1.0 if slot == first else 0.0)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The records with their numbers, each naming the one before it that it belongs to."""
        county, day = telling.leaf.county, telling.slot.first
        serials: Counter[str] = Counter()
        numbers: dict[str, str] = {}
        for name, row in _records(day):
            serials[name] += 1
            serial = f"{serials[name]:0{_WIDTHS.get(name, 3)}d}"
            numbers[name] = f"{county}{_MARKS[name]}{day.year}{serial}"
            yield name, {**row, **self._own(name, numbers, county)}

    @staticmethod
    def _own(name: str, numbers: dict[str, str], county: str) -> Row:
        number = numbers[name]
        own: dict[str, Row] = {
            PLAN: {"plan_no": number, "division": county},
            DRILL: {"drill_no": number, "division": county, "plan": numbers.get(PLAN)},
            ITEM: {"item_no": number, "division": county, "drill": numbers.get(DRILL)},
            TEAM: {"team_no": number, "division": county},
            SUPPLY: {"supply_no": number, "division": county},
            MOVEMENT: {"slip_no": number, "supply": numbers.get(SUPPLY)},
        }
        return own[name]


def _records(first: date) -> Iterator[tuple[str, Row]]:
    """What the records of a county say, from a day on."""
    morning = datetime.combine(first, time(9), SHANGHAI)
    for kind, about in _PLANS:
        plan = {"title": f"{about}应急预案", "kind": kind, "tier": "county", "issued_at": morning}
        yield PLAN, {**plan, "revise_date": first.replace(year=first.year + 3, day=1)}
    yield from _drill(morning)
    yield (
        TEAM,
        {
            "team_name": "传染病防控应急队",
            "skill": "infectious",
            "unit_name": "县疾病预防控制中心",
            "on_call": True,
            "members_count": 12,
            "formed_date": first,
        },
    )
    for item in _ITEMS:
        yield from _store(first, *item)


def _drill(morning: datetime) -> Iterator[tuple[str, Row]]:
    """A drill, and what it led to."""
    yield (
        DRILL,
        {
            "title": "传染病疫情处置演练",
            "drill_date": morning.date() + timedelta(days=10),
            "drill_kind": "field",
            "kind": "infectious",
            "participants_count": 45,
            "units_count": 6,
            "findings": "防护服型号不全",
        },
    )
    found = morning + timedelta(days=11)
    yield (
        ITEM,
        {
            "state": "rechecked",
            "event": None,
            "finding": "防护服型号不全",
            "owner_office": "县疾控中心物资科",
            "found_at": found,
            "due_date": found.date() + timedelta(days=30),
            "done_at": found + timedelta(days=14),
            "done_text": "已补齐各型号",
            "rechecked_at": found + timedelta(days=16),
        },
    )


def _store(
    first: date, item: str, kind: str, unit: str, least: int, came: int
) -> Iterator[tuple[str, Row]]:
    """An item with what came in and what was issued."""
    yield (
        SUPPLY,
        {
            "item_name": item,
            "kind": kind,
            "count_unit": unit,
            "store_name": "县疾控中心应急库",
            "minimum_count": least,
            "listed_date": first,
        },
    )
    for way, days, count in (("in", 1, came), ("out", 12, _ISSUED)):
        yield (
            MOVEMENT,
            {
                "kind": way,
                "moved_date": first + timedelta(days=days),
                "moved_count": count,
                "lot": f"{first.year}01",
                "expiry_date": first + timedelta(days=700) if way == "in" else None,
            },
        )
