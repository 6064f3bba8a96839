"""Daily zero reports: every unit that reports online says each day how much it reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta

from xinglin.sample.makers.institutions import ZERO_REPORT, Units
from xinglin.sample.makers.maker import Row, Scene


class ZeroReportWriter:
    """Makes rows of `zero_report`, so that a zero can be told from silence."""

    register = ZERO_REPORT

    def __init__(self, scene: Scene, units: Units, reported: Counter[tuple[str, date]]) -> None:
        """reported: (unit, day) → cards it reported on that day."""
        self._scene, self._units, self._reported = scene, units, reported

    def rows(self) -> Iterator[Row]:
        """One a unit and day of the active slots, from the slot in which it went online."""
        for unit in self._units.made:
            since = unit.direct_since
            if since is None:
                continue
            for slot in self._scene.active:
                for number in range(slot.days if since <= slot.first else 0):
                    day = slot.first + timedelta(days=number)
                    yield {
                        "reporter": unit.code,
                        "report_date": day,
                        "cases_count": self._reported[unit.code, day],
                    }
