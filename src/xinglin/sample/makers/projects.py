"""Construction projects with their year plans, stages and months."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

PROJECT, PLAN = "construction_project", "project_plan"
STAGE, PROGRESS = "project_stage", "project_progress"
_WAN = 1_000_000  # fen in 万元
_BEFORE = timedelta(days=400)
_WORDS = {
    "village_clinic": "村卫生站",
    "community_station": "社区卫生服务站",
    "community_centre": "社区卫生服务中心",
    "township_hospital": "卫生院",
    "hospital": "人民医院",
}
_COST = {
    "village_clinic": 12,
    "community_station": 30,
    "community_centre": 300,
    "township_hospital": 400,
    "hospital": 9000,
}
"""万元 a project of the kind costs, about."""


@dataclass(frozen=True)
class _Sort:
    """One sort of project. stands: how far it is when the slot ends; category: in the year plan."""

    kind: str
    nature: str
    stands: str
    category: str
    usual: float


_SORTS = (
    _Sort("village_clinic", "4", "done", "", 1.0),
    _Sort("village_clinic", "4", "building", "", 1.0),
    _Sort("community_station", "1", "in_use", "", 3.0),
    _Sort("community_centre", "3", "done", "", 0.5),
    *(
        _Sort(kind, "2", stands, category, 0.3)
        for kind in ("hospital", "township_hospital")
        for category, stands in (
            ("continued", "begun_before"),
            ("new", "building"),
            ("preparatory", "planned"),
        )
    ),
)


class ProjectMaker(StoryMaker):
    """Makes projects; for those of a year plan the plan, a stage and a month's investment."""

    registers = (PROJECT, PLAN, STAGE, PROGRESS)
    free = {  # noqa: RUF012 - declared, never changed
        PROJECT: frozenset(
            {"project_name", "division", "owner_unit", "scale", "total_fen", "estimate_fen"}
        ),
        PLAN: frozenset({"planned_fen", "funds"}),
        STAGE: frozenset(),
        PROGRESS: frozenset({"done_fen", "paid_fen"}),
    }

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a sort, begun or planned on the slot's first day."""
        for sort in _SORTS:
            typical = tuple((name, row) for name, row in _rows(sort, slot.first).items())
            yield Story(typical, lambda _, s=sort: s.usual, sort)  # type: ignore[misc]

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The project, and what hangs on it."""
        sort, leaf = telling.traits, telling.leaf
        number = self.number(leaf.county, "JS", telling.slot.first.year, width=4)
        cost = round(_COST[sort.kind] * rng.uniform(0.7, 1.5)) * _WAN
        own = {
            "project_name": f"{leaf.name}{_WORDS[sort.kind]}{number[-2:]}号项目",
            "division": leaf.county,
            "owner_unit": f"{leaf.name}{_WORDS[sort.kind]}",
            "scale": cost // _WAN * 4,
            "total_fen": cost,
        }
        for name, row in _rows(sort, telling.slot.first).items():
            if name == PROJECT:
                yield name, {"project_no": number, **own, **row}
            elif name == PLAN:
                yield name, {"project": number, **row, "planned_fen": cost // 2}
            elif name == PROGRESS:
                yield name, {"project": number, **row, "done_fen": cost // 10}
            else:
                yield name, {"project": number, **row}


def _rows(sort: _Sort, first: date) -> dict[str, Row]:
    """What the records of a sort say that an indicator may ask."""
    project: Row = {"kind": sort.kind, "nature": sort.nature}
    if sort.stands != "planned":
        project["started_date"] = first - _BEFORE if sort.stands == "begun_before" else first
    if sort.stands in ("done", "in_use"):
        project["started_date"] = first - _BEFORE
        project["accepted_date"] = first
    if sort.stands == "in_use":
        project["opened_date"] = first
    found = {PROJECT: project}
    if sort.category:
        found[PLAN] = {"year_date": date(first.year, 1, 1), "category": sort.category}
        stage, day = ("04", None) if sort.stands == "planned" else ("07", project["started_date"])
        found[STAGE] = {
            "stage": stage,
            "planned_date": day or date(first.year, 12, 31),
            "actual_date": day,
        }
        if sort.stands != "planned":
            found[PROGRESS] = {"month_date": first.replace(day=1)}
    return found
