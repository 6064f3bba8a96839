"""Snail surveys: a town's villages in one season, and the spots found in them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

SURVEY, SPOT = "snail_survey", "snail_spot"
_VILLAGES = tuple(range(1, 13))
_DIGITS = tuple(d * 10**k for k in range(5) for d in range(1, 10))
"""Areas a spot may have: any total is a sum of few of them."""


@dataclass
class Found:
    """The surveys of villages in which snails were found, by area, with their days."""

    surveys: dict[str, list[tuple[str, date]]] = field(default_factory=dict)


class SnailSurveyMaker(StoryMaker):
    """Makes towns' surveys; each story is another town. traits: villages, of which with snails."""

    registers = (SURVEY,)
    free = {  # noqa: RUF012 - declared, never changed
        SURVEY: frozenset(
            {"division", "village", "frames_count", "live_count", "dissected_count",
             "infected_count", "surveyed_m2", "team"}
        )
    }  # fmt: skip

    def __init__(self, scene: Scene, units: Units, found: Found) -> None:
        super().__init__(scene, units)
        self._found = found
        self._towns: Counter[str] = Counter()

    def stories(self, slot: Slot) -> Iterable[Story]:
        """So many villages, of which so many with snails."""
        for villages in _VILLAGES:
            for snails in (0, 1, 2):
                if snails <= villages:
                    parts = tuple(self._records(villages, snails, slot.first))
                    yield Story(parts, lambda _: 0.0, (villages, snails))

    def _records(self, villages: int, snails: int, day: date) -> Iterator[tuple[str, Row]]:
        for number in range(villages):
            yield (
                SURVEY,
                {
                    "survey_date": day,
                    "past_snails": True,
                    "snail_frames_count": 4 if number < snails else 0,
                },
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """A town that no story before had, as long as there are any."""
        town = self._next_town(telling.area)
        villages, snails = telling.traits
        for number, (name, row) in enumerate(self._records(villages, snails, telling.day)):
            live = row["snail_frames_count"] * 3
            survey_no = self.number(town.county, "CL", telling.day.year, width=4)
            if live:
                found = self._found.surveys.setdefault(telling.area.code, [])
                found.append((survey_no, telling.day))
            yield (
                name,
                {
                    "survey_no": survey_no,
                    "division": town.code,
                    "village": f"{town.name}第{number + 1}村",
                    "frames_count": 400,
                    "live_count": live,
                    "dissected_count": live,
                    "infected_count": 0,
                    "surveyed_m2": 20_000,
                    **row,
                },
            )

    def _next_town(self, area: Area) -> Leaf:
        self._towns[area.code] += 1
        return area.leaves[(self._towns[area.code] - 1) % len(area.leaves)]


class SnailSpotMaker(StoryMaker):
    """Makes spots in the villages where snails were found."""

    registers = (SPOT,)
    free = {SPOT: frozenset({"habitat_kind", "survey", "spot_no"})}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units, found: Found) -> None:
        super().__init__(scene, units)
        self._found = found
        self._told: Counter[str] = Counter()
        self._spots: Counter[str] = Counter()

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One an area."""
        for area_m2 in _DIGITS:
            yield Story(((SPOT, _spot(area_m2, slot.first)),), lambda _: 0.0, area_m2)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """A spot in the next village with snails; none where there is no such village."""
        surveys = self._found.surveys.get(telling.area.code)
        if not surveys:
            return
        survey, day = surveys[self._told[telling.area.code] % len(surveys)]
        self._told[telling.area.code] += 1
        self._spots[survey] += 1
        yield (
            SPOT,
            {
                "survey": survey,
                "spot_no": self._spots[survey],
                "habitat_kind": rng.choice("1234"),
                **_spot(telling.traits, day),
                "killed_m2": telling.traits * 2,
            },
        )


def _spot(area_m2: int, day: date) -> Row:
    return {"found_date": day, "area_m2": area_m2, "notice_date": day, "killed_date": day}
