"""Tallies: forms that carry amounts (人次、份数), so that amounts are sought, not rows."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import ClassVar

from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.timeline import Slot

_HALF_YEAR = 181


@dataclass(frozen=True)
class Tally:
    """One amount of a form. usual: of 100,000 residents in half a year.

    fixed: columns whose values say which rows the amount stands in.
    """

    column: str
    usual: float
    fixed: tuple[tuple[str, str], ...] = ()


class TallyMaker(ABC):
    """Makes the rows of one register whose columns are amounts.

    free: columns that follow from the amounts, so that no target may ask for them.
    """

    register: str
    day_column: ClassVar[str]
    tallies: ClassVar[tuple[Tally, ...]]
    free: ClassVar[frozenset[str]] = frozenset()
    columns: ClassVar[tuple[str, ...]] = ()

    def __init__(self, scene: Scene, units: Units) -> None:
        self.scene, self.units = scene, units

    def archetypes(self) -> Iterable[Archetype]:
        """One an amount and slot."""
        register = self.scene.catalogue.register(self.register)
        zero = {t.column: 0 for t in self.tallies}
        for slot in self.scene.active_of(register):
            for tally in self.tallies:
                state = register.lifecycle.entry_state("batch")
                values = {
                    "state": state,
                    "channel": "batch",
                    self.day_column: slot.first,
                    **zero,
                    **dict(tally.fixed),
                    tally.column: 1,
                }
                record = self.scene.complete(register, values)
                yield Archetype(
                    self.register,
                    slot,
                    (Typical(register, record, self.free),),
                    lambda area, t=tally, s=slot: _usual(area, t, s),  # type: ignore[misc]
                    traits=tally,
                    quantity=tally.column,
                )

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """One file; an area's amounts of a slot stand together where their rows are the same."""
        areas: dict[str, Area] = {}
        totals: dict[tuple[str, Slot, tuple[tuple[str, str], ...]], Counter[str]] = {}
        for portion in portions:
            tally: Tally = portion.group.members[0].traits
            areas[portion.area.code] = portion.area
            key = (portion.area.code, portion.group.slot, tally.fixed)
            totals.setdefault(key, Counter())[tally.column] += portion.count
        rows = [
            {**dict(fixed), **row}
            for (area, slot, fixed), amounts in totals.items()
            if any(amounts.values())
            for row in self.rows(areas[area], slot, dict(fixed), amounts, rng)
        ]
        if rows:
            yield File(self.register, rows, self.columns)

    @abstractmethod
    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """The rows among which an area's amounts in a slot are shared out."""

    def units_of(self, area: Area, most: int) -> list[Unit]:
        """Some institutions of an area, the largest first."""
        known = self.units.by_place.get((area.code, ""), [])
        return sorted(known, key=lambda u: (-u.share, u.code))[:most]


def months_of(slot: Slot) -> list[date]:
    """The first days of the months that begin in a slot; its own first day where none does."""
    days = [slot.first + timedelta(days=n) for n in range(slot.days)]
    return [day for day in days if day.day == 1] or [slot.first]


def _usual(area: Area, tally: Tally, slot: Slot) -> float:
    people = area.population("resident")
    return round(people * tally.usual / 100_000 * slot.days / _HALF_YEAR)
