"""Patriotic health: titles of units, checks, lists of what is to be put right."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random
from typing import ClassVar

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.makers.maker import Row
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

TITLE, CHECK, ITEM = "hygiene_unit", "hygiene_check", "rectification_item"


class HygieneUnitMaker(StoryMaker):
    """Makes titles: granted in the slot or long before it, and some that were revoked in it."""

    registers = (TITLE,)
    free: ClassVar[Mapping[str, frozenset[str]]] = {
        TITLE: frozenset({"unit_name", "unit_kind", "division", "document_no"})
    }
    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {TITLE: ("state",)}
    _usual: ClassVar[Mapping[str, float]] = {"province": 0.5, "prefecture": 2.0, "county": 3.0}
    _kinds = (("office", "机关"), ("school", "学校"), ("hospital", "卫生院"), ("firm", "企业"))

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a level, standing or revoked."""
        for level, usual in self._usual.items():
            for gone in (False, True):
                yield Story(
                    ((TITLE, _title(level, gone, slot.first)),),
                    lambda _, u=usual / 10 if gone else usual: u,  # type: ignore[misc]
                    (level, gone),
                )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One title of a unit of its own."""
        leaf = telling.leaf
        level, gone = telling.traits
        kind, word = rng.choice(self._kinds)
        row = _title(level, gone, telling.slot.first if gone else telling.day)
        number = self.number(leaf.county, "HQ", row["granted_at"].year, width=4)
        yield (
            TITLE,
            {
                "title_no": number,
                "unit_name": f"{leaf.name}第{int(number[-4:])}{word}",
                "unit_kind": kind,
                "division": leaf.code,
                **row,
            },
        )


def _title(level: str, gone: bool, day: date) -> Row:
    morning = datetime.combine(day, time(9), SHANGHAI)
    granted = morning - timedelta(days=800) if gone else morning
    return {
        "hygiene_title": "red_flag",
        "level": level,
        "granted_at": granted,
        "revoked_at": morning if gone else None,
        "revoked_reason": "复查不合格" if gone else None,
        "state": "revoked" if gone else "named",
    }


class HygieneCheckMaker(StoryMaker):
    """Makes rounds of checks and guidance."""

    registers = (CHECK,)
    free: ClassVar[Mapping[str, frozenset[str]]] = {
        CHECK: frozenset(
            {"division", "organiser", "topic", "people_count", "units_count", "failing_count"}
        )
    }
    _topics = ("环境卫生", "农贸市场卫生", "病媒生物防制", "卫生村镇创建")

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One."""
        yield Story(((CHECK, {"checked_date": slot.first}),), lambda _: 4.0)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One round in a county."""
        leaf, units = telling.leaf, rng.randint(6, 20)
        yield (
            CHECK,
            {
                "check_no": self.number(leaf.county, "AW", telling.day.year, width=4),
                "division": leaf.county,
                "organiser": f"{leaf.county_name}爱卫办",
                "checked_date": telling.day,
                "topic": rng.choice(self._topics),
                "people_count": rng.randint(4, 9),
                "units_count": units,
                "failing_count": rng.randint(0, units // 3),
            },
        )


class RectificationMaker(StoryMaker):
    """Makes the list handed down after an inspection on a slot's first day."""

    registers = (ITEM,)
    free: ClassVar[Mapping[str, frozenset[str]]] = {
        ITEM: frozenset(
            {"division", "site", "issue", "demand", "owner_office", "owner_person", "found_from",
             "photo_after"}
        )
    }  # fmt: skip
    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {ITEM: ("state",)}
    _usual: ClassVar[Mapping[str, float]] = {"in_time": 6.0, "late": 1.0, "again": 1.0, "open": 1.0}
    _issues = (
        ("农贸市场", "熟食间没有防蝇设施", "加装防蝇帘和纱窗", "市场监管所"),
        ("美容美发店", "工具消毒柜不能使用", "更换消毒柜并做好记录", "卫生监督所"),
        ("城乡结合部", "生活垃圾没有日产日清", "增设收集点，每日清运", "环境卫生所"),
        ("小旅店", "从业人员没有健康证明", "组织体检和培训", "卫生监督所"),
    )

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a way it went."""
        for way, usual in self._usual.items():
            row = _item(way, slot)
            yield Story(((ITEM, row),), lambda _, u=usual: u, way)  # type: ignore[misc]

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One item."""
        leaf, slot = telling.leaf, telling.slot
        site, issue, demand, owner = rng.choice(self._issues)
        number = self.number(leaf.county, "ZG", slot.first.year, width=4)
        row = _item(telling.traits, slot)
        yield (
            ITEM,
            {
                "item_no": number,
                "division": leaf.code,
                "site": f"{leaf.name}{site}",
                "found_from": rng.choice(("national", "city", "city")),
                "issue": issue,
                "owner_office": f"{leaf.county_name}{owner}",
                "demand": demand,
                "photo_after": f"{number}-2" if row.get("mended_at") else None,
                **row,
            },
        )


def _item(way: str, slot: Slot) -> Row:
    """Everything within the slot, so that one story counts in one."""

    def at(days: int, hour: int) -> datetime:
        day = slot.first + timedelta(days=min(days, slot.days - 1))
        return datetime.combine(day, time(hour), SHANGHAI)

    row: Row = {
        "found_date": slot.first,
        "ordered_at": at(0, 9),
        "due_date": at(15, 0).date(),
        "state": "pending" if way == "open" else "passed",
    }
    if way != "open":
        row |= {"mended_at": at(18 if way == "late" else 10, 10), "passed_at": at(24, 16)}
    if way == "again":
        row |= {
            "returned_at": at(14, 11),
            "again_due_date": at(22, 0).date(),
            "mended_again_at": at(20, 15),
        }
    return row
