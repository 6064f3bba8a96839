"""Daily zero reports: every unit that reports online says each day how much it reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from xinglin.sample.archetypes import Archetype
from xinglin.sample.makers.institutions import ZERO_REPORT, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene


class ZeroReportMaker:
    """Makes rows of `zero_report`, so that a zero can be told from silence.

    They come along with their institutions, so that it has no sorts of its own.
    """

    register = ZERO_REPORT

    def __init__(self, scene: Scene, units: Units, reported: Counter[tuple[str, date]]) -> None:
        """reported: (unit, day) → cards it reported on that day."""
        self._scene, self._units, self._reported = scene, units, reported

    def archetypes(self) -> Iterable[Archetype]:
        """None."""
        return ()

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The reports' own file."""
        yield File(self.register, self._rows(), ("reporter",))

    def _rows(self) -> Iterator[Row]:
        """One a unit and day of the active slots, from the slot in which it went online."""
        active = self._scene.active_of(self._scene.catalogue.register(self.register))
        for unit in self._units.made:
            since = unit.direct_since
            if since is None:
                continue
            for slot in active:
                for number in range(slot.days if since <= slot.first else 0):
                    day = slot.first + timedelta(days=number)
                    yield {
                        "reporter": unit.code,
                        "report_date": day,
                        "cases_count": self._reported[unit.code, day],
                    }
