"""The days whose cards have not all come (报告延迟): how many cases there will be in the end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import F
from django.db.models.functions import TruncDate

from xinglin.actions.warning_counts import reported_cards
from xinglin.codes.dates import SHANGHAI
from xinglin.outbreak.nowcast import Coverage, Nowcast, back_test, nowcast, triangle_of
from xinglin.store.models import DivisionClosure

DELAYS = 22
"""Cards that come within so many days of the onset, the day itself included, are counted."""
SHOWN = 28
_DAYS = 120
LEVEL = 0.9


@dataclass(frozen=True)
class Day:
    """A day of onset: cases reported so far, expected in the end, and between what."""

    day: date
    reported: int
    expected: float | None
    lower: int
    upper: int


@dataclass(frozen=True)
class Filled:
    """The last days filled up, and how such intervals fared in the past."""

    days: tuple[Day, ...]
    coverage: Coverage


def filled_up(disease: str, place: str, end: date) -> Filled:
    """The last four weeks of onset up to a day, within the reader's reach.

    disease: with its kinds; '' for all. Raises SeriesError where there is too little to learn from.
    """
    last = np.datetime64(end)
    triangle = triangle_of(*_cards(disease, place, end), last, _DAYS, DELAYS)
    found = nowcast(triangle, level=LEVEL)
    return Filled(_days(found, end), back_test(triangle, level=LEVEL))


def _cards(disease: str, place: str, end: date) -> tuple[Any, Any]:
    """Days of onset and of report of the cards that were reported by `end`."""
    within = DivisionClosure.objects.filter(ancestor=place).values("descendant")
    rows = (
        reported_cards(disease)
        .filter(
            residence__in=within, reported_at__isnull=False,
            onset_date__range=(end - timedelta(days=_DAYS - 1), end),
        )
        .annotate(sent=TruncDate(F("reported_at"), tzinfo=SHANGHAI))
        .values_list("onset_date", "sent")
    )  # fmt: skip
    pairs = np.array(list(rows), "M8[D]").reshape(-1, 2)
    return pairs[:, 0], pairs[:, 1]


def _days(found: Nowcast, end: date) -> tuple[Day, ...]:
    last = len(found.reported)
    return tuple(
        Day(
            end - timedelta(days=last - 1 - at),
            int(found.reported[at]),
            None if np.isnan(found.expected[at]) else float(found.expected[at]),
            int(found.lower[at]),
            int(found.upper[at]),
        )
        for at in range(last - SHOWN, last)
    )
