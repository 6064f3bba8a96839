"""Health education and patriotic health: monthly forms and lectures."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random
from typing import ClassVar

from xinglin.sample.areas import Area
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.makers.tallies import Tally, TallyMaker, months_of
from xinglin.sample.timeline import Slot

LECTURE = "health_lecture"
_TITLES_OF = {
    "leaflet": "控烟宣传单",
    "booklet": "健康知识宣传册",
    "poster": "卫生防病宣传画",
    "training_set": "健康教育培训教材",
}


class _MonthlyMaker(TallyMaker):
    """Shares an area's amounts among its counties' offices and the months of a slot."""

    day_column = "month_date"

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A row a county and month, with its share of each amount."""
        people: dict[tuple[str, str, date], int] = {}
        for leaf in area.leaves:
            for month in months_of(slot):
                key = leaf.county, leaf.county_name, month
                people[key] = people.get(key, 0) + leaf.population["resident"]
        names = tuple(dict.fromkeys(t.column for t in self.tallies))
        shares = {name: by_weight(amounts.get(name, 0), people) for name in names}
        for key in people:
            own = {name: share.get(key, 0) for name, share in shares.items()}
            if any(own.values()):
                county, county_name, month = key
                yield {
                    "division": county,
                    "unit_name": f"{county_name}爱卫办",
                    "month_date": month,
                    **own,
                    **self.further(fixed, own),
                }

    def further(self, fixed: Row, amounts: Row) -> Row:
        """What else such a row says."""
        return {}


def _material(column: str, usual: float, kind: str) -> Tally:
    return Tally(column, usual, (("material_kind", kind),))


class HealthMaterialMaker(_MonthlyMaker):
    """Makes the monthly forms of materials."""

    register = "health_material"
    tallies = (
        _material("printed_count", 30_000, "leaflet"),
        _material("handed_count", 12_000, "leaflet"),
        _material("printed_count", 6_000, "booklet"),
        _material("handed_count", 4_000, "booklet"),
        _material("posted_count", 400, "poster"),
        _material("handed_count", 60, "training_set"),
    )
    free = frozenset({"division", "unit_name", "title"})

    def further(self, fixed: Row, amounts: Row) -> Row:
        """What it is called."""
        return {"title": _TITLES_OF[fixed["material_kind"]]}


class HealthMessageMaker(_MonthlyMaker):
    """Makes the monthly forms of texts and posts."""

    register = "health_message"
    tallies = tuple(
        Tally("messages_count", usual, (("message_channel", channel),))
        for channel, usual in (("sms", 7_000), ("microblog", 60), ("television", 12))
    )
    free = frozenset({"division", "unit_name", "readers_count"})


class RubbishMaker(_MonthlyMaker):
    """Makes the monthly forms of rubbish, in kilograms."""

    register = "rubbish_clearance"
    tallies = (Tally("weight_milli", 2_000_000),)
    free = frozenset({"division", "unit_name", "corners_count", "people_count", "vehicles_count"})

    def further(self, fixed: Row, amounts: Row) -> Row:
        """Who and what carried it."""
        tons = amounts["weight_milli"] // 1000
        return {
            "corners_count": tons // 20,
            "people_count": tons + 1,
            "vehicles_count": tons // 5 + 1,
        }


class VectorControlMaker(_MonthlyMaker):
    """Makes the monthly forms of work against rats."""

    register = "vector_control"
    tallies = tuple(
        Tally(column, usual, (("target", "mouse"),))
        for column, usual in (
            ("places_count", 300), ("bait_milli", 150_000), ("stations_count", 60),
            ("people_count", 200),
        )
    )  # fmt: skip
    free = frozenset({"division", "unit_name", "area_m2", "drug_name"})

    def further(self, fixed: Row, amounts: Row) -> Row:
        """What was put out."""
        return {"drug_name": "溴敌隆"}


class HealthLectureMaker(StoryMaker):
    """Makes lectures, rounds of the lecture team, consultations."""

    registers = (LECTURE,)
    free: ClassVar[Mapping[str, frozenset[str]]] = {
        LECTURE: frozenset(
            {"division", "unit_name", "site", "topic", "ended_date", "attendance_count",
             "materials_count"}
        )
    }  # fmt: skip
    _usual: ClassVar[Mapping[str, float]] = {
        "lecture": 20.0,
        "rural_team": 1.0,
        "consultation": 6.0,
        "free_clinic": 3.0,
    }
    _topics = ("手足口病防治", "高血压防治", "无烟生活", "健康素养66条", "农村饮水卫生")

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a kind."""
        for kind, usual in self._usual.items():
            row = {"lecture_kind": kind, "held_date": slot.first}
            yield Story(((LECTURE, row),), lambda _, u=usual: u, kind)  # type: ignore[misc]

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One."""
        leaf, day, kind = telling.leaf, telling.day, telling.traits
        many = rng.randrange(400, 900, 50) if kind == "rural_team" else rng.randrange(30, 130, 5)
        yield (
            LECTURE,
            {
                "lecture_no": self.number(leaf.county, "XJ", day.year, width=5),
                "lecture_kind": kind,
                "division": leaf.code,
                "unit_name": f"{leaf.county_name}爱卫办",
                "site": f"{leaf.name}文化站",
                "topic": rng.choice(self._topics),
                "held_date": day,
                "attendance_count": many,
                "materials_count": many,
            },
        )
