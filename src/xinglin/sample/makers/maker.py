"""What the sample asks of a maker, and what it tells one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Protocol

from xinglin.language.catalogue import Catalogue
from xinglin.language.evaluation import CodeTable
from xinglin.sample.archetypes import Archetype, Completer, Group
from xinglin.sample.areas import Area
from xinglin.sample.timeline import Slot, Timeline

Row = dict[str, Any]
"""Column of a register → value; a column that is missing or None is unknown."""


@dataclass(frozen=True)
class Scene:
    """When and where the sample plays.

    active: the slots whose events are made, oldest first. year_ends: days of population figures.
    clock: the day the records are loaded. complete: makes whole records of some values.
    """

    catalogue: Catalogue
    codes: Mapping[str, CodeTable]
    timeline: Timeline
    active: tuple[Slot, ...]
    year_ends: tuple[date, ...]
    areas: tuple[Area, ...]
    clock: date
    complete: Completer


@dataclass(frozen=True)
class Portion:
    """So many of a group in an area."""

    group: Group
    area: Area
    count: int


class Maker(Protocol):
    """Makes records of one register."""

    register: str

    def archetypes(self) -> Iterable[Archetype]:
        """The sorts of records it can make."""

    def rows(self, portions: Iterable[Portion], rng: Random) -> Iterator[Row]:
        """Rows of the register, so many of each group in each area."""
