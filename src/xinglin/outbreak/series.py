"""Series of counts that share their days, and what a method says of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np

# NumPy's own types say less than this word: a column or a table of numbers.
Array: TypeAlias = Any

FREQUENCIES = {12: "month", 52: "week", 365: "day"}
"""How many periods a year has, and what a period is."""


class SeriesError(ValueError):
    """Series that a method cannot be used on; the message is one sentence in Chinese."""


@dataclass(frozen=True)
class Panel:
    """Series of one dataset over the same periods.

    observed: counts, periods x series, NaN where none was reported. dates: the first day of each
    period (datetime64[D]), or None where the series are known by their row alone; then a year has
    `frequency` rows. state: 1 in a known outbreak, 0 outside, NaN unknown.
    """

    dataset: str
    units: tuple[str, ...]
    frequency: int
    observed: Array
    dates: Array | None = None
    state: Array | None = None

    @property
    def length(self) -> int:
        """How many periods."""
        return len(self.observed)

    def by_missing(self) -> Iterator[tuple[Array, Array]]:
        """The series in groups that lack the same rows: (series, rows that are there)."""
        there = ~np.isnan(self.observed)
        if there.all():
            yield np.arange(there.shape[1]), np.arange(there.shape[0])
            return
        patterns, which = np.unique(there, axis=1, return_inverse=True)
        for number in range(patterns.shape[1]):
            yield np.flatnonzero(which == number), np.flatnonzero(patterns[:, number])


@dataclass(frozen=True)
class Detection:
    """What a method says of each row it judged and each series of a panel (rows x series).

    rows: positions in the panel, from 0. alarm: 1, 0, or NaN where it cannot tell. upperbound: the
    threshold, NaN where there is none. more: the method's own further columns.
    """

    rows: Array
    upperbound: Array
    alarm: Array
    more: Mapping[str, Array] = field(default_factory=dict)


def rows_from(panel: Panel, first: int) -> Array:
    """Every row from `first` on."""
    return np.arange(min(first, panel.length), panel.length)
