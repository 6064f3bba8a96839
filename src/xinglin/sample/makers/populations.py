"""Population by place, year's end and series."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from random import Random

from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area, usual_populations
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.maker import File, Portion, Row, Scene

_GROWTH_PER_MILLE = 4
"""How much smaller a population usually was a year earlier, of a thousand."""
_PROVIDERS = {"resident": "统计局", "registered": "公安局", "agricultural": "公安局"}


class PopulationMaker:
    """Makes rows of `population`: one a county (or township, where one is a targeted place)."""

    register = "population"

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._register = scene.catalogue.register(self.register)
        counties = {leaf.county for a in scene.areas for leaf in a.leaves}
        self._split = {
            county
            for county in counties
            if len({a.code for a in scene.areas for x in a.leaves if x.county == county}) > 1
        }

    def archetypes(self) -> Iterable[Archetype]:
        """One for each series and year's end; the quantity is the number of people."""
        kinds = next(iter(usual_populations().values()))
        for day in self._scene.year_ends:
            for kind in kinds:
                yield Archetype(
                    self.register,
                    self._scene.timeline.at(day),
                    (Typical(self._register, self._record(kind, day)),),
                    partial(self._people, kind, day),
                    traits=(kind, day),
                    quantity="persons_count",
                )

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The population's own file; nothing in it is left to chance."""
        yield File(self.register, self._rows(portions))

    def _rows(self, portions: Iterable[Portion]) -> Iterator[Row]:
        """Split each area's people over its counties by their usual size."""
        for portion in portions:
            kind, day = portion.group.members[0].traits
            shares: dict[str, int] = {}
            for leaf in portion.area.leaves:
                place = leaf.code if leaf.county in self._split else leaf.county
                shares[place] = shares.get(place, 0) + leaf.population[kind]
            for place, people in by_weight(portion.count, shares).items():
                yield {
                    "division": place,
                    "population_kind": kind,
                    "as_of_date": day,
                    "persons_count": people,
                    "provider": _PROVIDERS.get(kind),
                }

    def _record(self, kind: str, day: date) -> Row:
        values = {
            "state": self._register.lifecycle.entry_state("batch"),
            "channel": "batch",
            "population_kind": kind,
            "as_of_date": day,
            "persons_count": 1,
        }
        return self._scene.complete(self._register, values)

    def _people(self, kind: str, day: date, area: Area) -> float:
        years = self._scene.year_ends[-1].year - day.year
        return round(area.population(kind) * (1000 - _GROWTH_PER_MILLE * years) / 1000)
