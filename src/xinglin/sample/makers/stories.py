"""Stories: a record with the records that belong to it, made together.

A subclass names its registers, says which stories a stretch of time has and how usual they are,
and tells one: the rows it leaves in each register.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any, ClassVar

from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.drawing import draw
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.timeline import Slot

_THE_ONE = "1"


@dataclass(frozen=True, eq=False)
class Story:
    """One sort of story in one slot.

    typical: (register, values) of each record it leaves; usual: how many an area usually has.
    traits: what its maker wants to know when it tells it.
    """

    typical: tuple[tuple[str, Row], ...]
    usual: Callable[[Area], float]
    traits: Any = None


@dataclass(frozen=True, eq=False)
class Telling:
    """One story to be told: of which sort, when and where it happens. day: a day of the slot."""

    traits: Any
    slot: Slot
    day: date
    area: Area
    leaf: Leaf


class StoryMaker(ABC):
    """Makes the rows of one register and of those that belong to it.

    registers: names, the main one first, in the order of loading. free: register → columns that
    differ within a sort, so that no targeted condition may read them. columns: register → common
    columns its file needs. by: the population series that says where stories happen.
    """

    registers: ClassVar[tuple[str, ...]]
    free: ClassVar[Mapping[str, frozenset[str]]] = {}
    columns: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    by: ClassVar[str] = "resident"

    def __init__(self, scene: Scene, units: Units) -> None:
        self.scene, self.units = scene, units
        self.register = self.registers[0]
        self._serials: Counter[tuple[str, int]] = Counter()

    @abstractmethod
    def stories(self, slot: Slot) -> Iterable[Story]:
        """The sorts of stories of a slot."""

    @abstractmethod
    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The rows a story leaves: (register, row)."""

    def archetypes(self) -> Iterable[Archetype]:
        """Every story of every slot."""
        for slot in self.scene.active_of(self.scene.catalogue.register(self.register)):
            for story in self.stories(slot):
                typical = tuple(self._typical(*part) for part in story.typical)
                yield Archetype(self.register, slot, typical, story.usual, story.traits)

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """A file a register; the stories are told in the order of their days."""
        rows: dict[str, list[Row]] = {name: [] for name in self.registers}
        tellings = [
            Telling(archetype.traits, archetype.slot, self._day(archetype.slot, rng), area, leaf)
            for archetype, area, leaf in draw(portions, rng, by=self.by)
        ]
        for telling in sorted(tellings, key=lambda t: t.day):
            for name, row in self.tell(telling, rng):
                rows[name].append(row)
        for name, made in rows.items():
            if made:
                yield File(name, made, self.columns.get(name, ()))

    def number(self, county: str, mark: str, year: int, width: int = 6) -> str:
        """The next number on paper of a county and year: place, the register's mark, serial."""
        self._serials[county, year] += 1
        return f"{county}{mark}{year}{self._serials[county, year]:0{width}d}"

    def _typical(self, name: str, values: Row) -> Typical:
        register = self.scene.catalogue.register(name)
        # All records of a story belong to its one main record, whatever its number.
        named = {r.name: _THE_ONE for r in register.references()}
        if name == self.register:
            named[register.key[0].name] = _THE_ONE
        entry = {"state": register.lifecycle.entry_state("batch"), "channel": "batch"}
        whole = {**named, **entry, **values}
        record = self.scene.complete(register, whole)
        return Typical(register, record, self.free.get(name, frozenset()), is_exact=True)

    @staticmethod
    def _day(slot: Slot, rng: Random) -> date:
        return slot.first + timedelta(days=rng.randrange(slot.days))
