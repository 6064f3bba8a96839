"""Places of the targets cut into areas that do not overlap, each with its smallest places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from xinglin.codes.divisions import Division, DivisionTree
from xinglin.codes.tables import read_records

DATA = Path(__file__).parent / "data"
_COUNTIES_AT_MOST = 12
"""A place larger than a prefecture is peopled in some of its counties only."""
_SEAT_WEIGHT = 1.8
"""How many times the population of another township the county seat has."""


@dataclass(frozen=True)
class Leaf:
    """A smallest place: a township, or a county whose townships are not known."""

    code: str
    name: str
    level: str
    county: str
    county_name: str
    population: Mapping[str, int]


@dataclass(frozen=True)
class Area:
    """A targeted place without the targeted places inside it."""

    code: str
    leaves: tuple[Leaf, ...]

    def population(self, kind: str) -> int:
        """Its people by a series."""
        return sum(leaf.population[kind] for leaf in self.leaves)


@cache
def usual_populations() -> dict[str, dict[str, int]]:
    """Place or '*level' → series → usual number of people."""
    rows = read_records(DATA / "population.csv")
    return {r["place"]: {k: int(v) for k, v in r.items() if k != "place"} for r in rows}


class AreaMap:
    """The areas of a set of targeted places on a day."""

    def __init__(self, places: Iterable[str], divisions: DivisionTree, on: date) -> None:
        self._divisions, self._on = divisions, on
        self.places = tuple(dict.fromkeys(places))
        self._below = {p: self._targeted_below(p) for p in self.places}
        self.areas = tuple(a for a in map(self._area, self.places) if a.leaves)

    def within(self, place: str) -> tuple[Area, ...]:
        """The areas that make up a targeted place."""
        codes = {place, *self._below[place]}
        return tuple(a for a in self.areas if a.code in codes)

    def _targeted_below(self, place: str) -> frozenset[str]:
        inside = self._divisions.is_within
        return frozenset(p for p in self.places if p != place and inside(p, place, self._on))

    def _area(self, place: str) -> Area:
        counties = list(self._counties(place))[:_COUNTIES_AT_MOST]
        leaves = [leaf for county in counties for leaf in self._leaves(county)]
        taken = self._below[place]
        root = self._row(place)
        if root.level in ("township", "village"):
            leaves = [leaf for leaf in leaves if leaf.code == place]
        return Area(place, tuple(leaf for leaf in leaves if not self._is_in(leaf.code, taken)))

    def _is_in(self, code: str, places: frozenset[str]) -> bool:
        return any(self._divisions.is_within(code, p, self._on) for p in places)

    def _row(self, code: str) -> Division:
        row = self._divisions.get(code, self._on) or self._divisions.get(code)
        if row is None:
            raise KeyError(code)
        return row

    def _counties(self, place: str) -> Iterator[Division]:
        """The counties in a place, the county it is part of, or itself where it has none."""
        row = self._row(place)
        if row.level in ("county", "township", "village"):
            yield self._divisions.at_level(place, "county", self._on) or row
            return
        below = self._divisions.children(place, self._on)
        if not below or all(child.level == "township" for child in below):
            yield row
        for child in below:
            if child.level in ("province", "prefecture", "county"):
                yield from self._counties(child.code)

    def _leaves(self, county: Division) -> list[Leaf]:
        towns = self._divisions.children(county.code, self._on)
        known = usual_populations()
        people = known.get(county.code) or known[f"*{county.level}"]
        weights = [_SEAT_WEIGHT if i == 0 else 1.0 for i in range(len(towns))]
        shares = {kind: _split(total, weights) for kind, total in people.items()}
        if not towns:
            return [Leaf(county.code, county.name, county.level, county.code, county.name, people)]
        return [
            Leaf(
                *(town.code, town.name, town.level, county.code, county.name),
                {kind: parts[i] for kind, parts in shares.items()},
            )
            for i, town in enumerate(towns)
        ]


def _split(total: int, weights: list[float]) -> list[int]:
    """A total in whole parts by weight, the rest given to the first."""
    if not weights:
        return []
    parts = [int(total * w / sum(weights)) for w in weights]
    parts[0] += total - sum(parts)
    return parts
