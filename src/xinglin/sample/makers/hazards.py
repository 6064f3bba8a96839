"""Food samples with their items, water points with a sample."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

FOOD, FOOD_TEST = "food_sample", "food_test"
POINT, WATER, WATER_TEST = "water_point", "water_sample", "water_test"
_FOODS = (
    ("大米", "grain"), ("小白菜", "vegetable"), ("猪肉", "meat"), ("草鱼", "aquatic"),
    ("鲜牛奶", "dairy"), ("鸡蛋", "egg"), ("花生油", "oil"), ("熟食拼盘", "catering"),
)  # fmt: skip
_ITEMS = (
    ("铅", 20, 200), ("镉", 10, 100), ("总砷", 15, 500), ("黄曲霉毒素B1", 0, 10),
    ("沙门氏菌", 0, 0), ("二氧化硫残留量", 5, 50),
)  # fmt: skip
"""Item, value and limit, both in thousandths."""
_COUNTS = (3, 4, 5, 6)
_WATER_ITEMS = (
    ("bacteria", 12_000), ("coliform", 0), ("turbidity", 400), ("free_chlorine", 200),
    ("arsenic", 2), ("fluoride", 300),
)  # fmt: skip


class FoodMaker(StoryMaker):
    """Makes samples with three to six items each, all within their limits."""

    registers = (FOOD, FOOD_TEST)
    free = {  # noqa: RUF012 - declared, never changed
        FOOD: frozenset({"division", "food_name", "category"}),
        FOOD_TEST: frozenset({"item_name", "value_milli", "limit_milli"}),
    }

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a number of items."""
        for count in _COUNTS:
            parts = tuple(self._records(count, slot.first))
            yield Story(parts, lambda _: 2.0, count)

    def _records(self, count: int, day: date) -> Iterator[tuple[str, Row]]:
        # Sampled and tested in the same stretch of time, so that one story counts in one.
        yield FOOD, {"hazard": "chemical", "sampled_date": day, "reported_date": day}
        for _ in range(count):
            yield FOOD_TEST, {"tested_date": day, "finding": "conforming"}

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One sample with its items."""
        leaf, day = telling.leaf, telling.day
        number = self.number(leaf.county, "SP", day.year, width=5)
        food, category = rng.choice(_FOODS)
        items = iter(_ITEMS)
        for name, row in self._records(telling.traits, day):
            if name == FOOD:
                own: Row = {
                    "sample_no": number,
                    "division": leaf.code,
                    "food_name": food,
                    "category": category,
                }
            else:
                item, value, limit = next(items)
                own = {
                    "sample": number,
                    "item_name": item,
                    "value_milli": value,
                    "unit_text": "mg/kg",
                    "limit_milli": limit,
                }
            yield name, {**own, **row}


class WaterMaker(StoryMaker):
    """Makes monitoring points with one tested sample each."""

    registers = (POINT, WATER, WATER_TEST)
    free = {  # noqa: RUF012 - declared, never changed
        POINT: frozenset({"point_name", "division", "served_count", "supply"}),
        WATER: frozenset({"supply", "water_kind"}),
        WATER_TEST: frozenset({"item", "value_milli", "supply"}),
    }

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One."""
        yield Story(tuple(self._records(slot.first)), lambda _: 6.0)

    def _records(self, day: date) -> Iterator[tuple[str, Row]]:
        yield POINT, {"since_date": day - timedelta(days=30)}
        yield WATER, {"sampled_date": day, "reported_date": day}
        for item, value in _WATER_ITEMS:
            yield (
                WATER_TEST,
                {"item": item, "value_milli": value, "tested_date": day, "finding": "conforming"},
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One point."""
        leaf, day = telling.leaf, telling.day
        number = self.number(leaf.county, "YS", day.year, width=5)
        supply = rng.choice(("municipal", "rural", "rural"))
        own: dict[str, Row] = {
            POINT: {
                "point_no": number,
                "point_name": f"{leaf.name}供水点{int(number[-5:])}",
                "division": leaf.code,
                "served_count": rng.randrange(800, 20_000, 100),
                "supply": supply,
            },
            WATER: {
                "sample_no": f"{number}-1",
                "point": number,
                "supply": supply,
                "water_kind": "tap",
            },
            WATER_TEST: {"sample": f"{number}-1", "supply": supply},
        }
        for name, row in self._records(day):
            yield name, {**own[name], **row}
