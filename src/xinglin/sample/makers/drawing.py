"""Drawing which sort and which smallest place each record of a portion is of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate
from random import Random
from typing import TypeVar

from xinglin.sample.archetypes import Archetype
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.maker import Portion

Part = TypeVar("Part")
_FEWEST = 1e-6
"""So that a sort that is never usual can still be drawn where a target asks for it."""


def draw(
    portions: Iterable[Portion], rng: Random, *, by: str = "resident"
) -> Iterator[tuple[Archetype, Area, Leaf]]:
    """One a record: sorts by what is usual, places by the size of the population series `by`."""
    for portion in portions:
        members, area, count = portion.group.members, portion.area, portion.count
        sums = list(accumulate(m.usual(area) + _FEWEST for m in members))
        people = list(accumulate(leaf.population[by] for leaf in area.leaves))
        drawn = rng.choices(members, cum_weights=sums, k=count)
        homes = rng.choices(area.leaves, cum_weights=people, k=count)
        for archetype, leaf in zip(drawn, homes, strict=True):
            yield archetype, area, leaf


def by_weight(total: int, weights: Mapping[Part, int]) -> dict[Part, int]:
    """A total in whole parts by weight, the parts cut off given out by the largest rest.

    Nothing where there is nobody to share.
    """
    whole = sum(weights.values())
    if not whole:
        return {}
    exact = {k: divmod(total * w, whole) for k, w in weights.items()}
    left = total - sum(q for q, _ in exact.values())
    largest = sorted(exact, key=lambda k: -exact[k][1])[:left]
    return {k: q + (k in largest) for k, (q, _) in exact.items()}
