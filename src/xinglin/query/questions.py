"""The days and places of a question, as small tables to be joined to the records."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pyarrow as pa

from xinglin.language.periods import Period
from xinglin.language.plans import Side
from xinglin.query.divisions import Divisions
from xinglin.query.windows import Window, window_of


class Question:
    """Which windows and which sets of places a pass must answer for, each numbered once."""

    def __init__(
        self,
        divisions: Divisions,
        sides: Iterable[Side],
        periods: Sequence[Period],
        places: Sequence[str],
    ) -> None:
        self._divisions = divisions
        self._windows: dict[tuple[date | None, date], int] = {}
        self._targets: dict[frozenset[str], int] = {}
        self._codes: dict[tuple[str, date], frozenset[str]] = {}
        for side in sides:
            for period in periods:
                window = window_of(side, period)
                self._windows.setdefault((window.first, window.last), len(self._windows) + 1)
                for place in places:
                    codes = self._below(place, window)
                    self._targets.setdefault(codes, len(self._targets) + 1)

    def _below(self, place: str, window: Window) -> frozenset[str]:
        key = (place, window.places_on)
        if key not in self._codes:
            self._codes[key] = self._divisions.below(*key)
        return self._codes[key]

    def numbers(self, side: Side, period: Period, place: str) -> tuple[int, int]:
        """window_no and target_no of a side's period and place."""
        window = window_of(side, period)
        return self._windows[window.first, window.last], self._targets[self._below(place, window)]

    def windows(self) -> list[int]:
        """The numbers of all windows."""
        return list(self._windows.values())

    def days(self, earliest: date | None, only: int | None = None) -> pa.Table:
        """window_no, day, last_day: one row per day; open windows begin on `earliest`.

        only: the days of this window alone.
        """
        numbers: list[int] = []
        days: list[date] = []
        last_days: list[date] = []
        for (first, last), number in self._windows.items():
            if only not in (None, number):
                continue
            start = first or min(earliest or last, last)
            wanted = [start + timedelta(days=n) for n in range((last - start).days + 1)]
            numbers += [number] * len(wanted)
            days += wanted
            last_days += [last] * len(wanted)
        return pa.table(
            {
                "window_no": pa.array(numbers, pa.int32()),
                "day": pa.array(days, pa.date32()),
                "last_day": pa.array(last_days, pa.date32()),
            }
        )

    def targets(self) -> pa.Table:
        """target_no, code: one row per code of each set of places."""
        pairs = [(n, code) for codes, n in self._targets.items() for code in sorted(codes)]
        return pa.table(
            {
                "target_no": pa.array([n for n, _ in pairs], pa.int32()),
                "code": pa.array([code for _, code in pairs], pa.string()),
            }
        )
