"""What the sample asks of a maker, and what it tells one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from random import Random
from typing import Any, Protocol

from xinglin.language.catalogue import Catalogue
from xinglin.language.evaluation import CodeTable
from xinglin.language.registers import Register
from xinglin.sample.archetypes import Archetype, Completer, Group
from xinglin.sample.areas import Area
from xinglin.sample.timeline import Slot, Timeline

FOUNDATION = "foundation"
"""The line of what every other line stands on: institutions, population."""

Row = dict[str, Any]
"""Column of a register → value; a column that is missing or None is unknown."""


@dataclass(frozen=True)
class Scene:
    """When and where the sample plays.

    active: line → the slots whose events are made, oldest first; what every line stands on
    (FOUNDATION) is there for all of them. year_ends: days of population figures.
    clock: the day the records are loaded. complete: makes whole records of some values.
    """

    catalogue: Catalogue
    codes: Mapping[str, CodeTable]
    timeline: Timeline
    active: Mapping[str, tuple[Slot, ...]]
    year_ends: tuple[date, ...]
    areas: tuple[Area, ...]
    clock: date
    complete: Completer

    def active_of(self, register: type[Register]) -> tuple[Slot, ...]:
        """The slots in which a register's events are made; none where no target asks for them."""
        return self.active.get(register.line, ())


@dataclass(frozen=True)
class Portion:
    """So many of a group in an area."""

    group: Group
    area: Area
    count: int


@dataclass(frozen=True)
class File:
    """The rows of one register, to be loaded after the files before it.

    columns: common columns (报告单位, 状态) that stand before the register's own.
    """

    register: str
    rows: Iterable[Row]
    columns: tuple[str, ...] = ()


class Maker(Protocol):
    """Makes the records of a register, and of those that belong to them."""

    register: str
    """Names the maker to the groups of records it makes."""

    def archetypes(self) -> Iterable[Archetype]:
        """The sorts of records it can make."""

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """Rows with so many of each group in each area; each file is read before the next."""
