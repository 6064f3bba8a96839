"""Doses made-up children have had: by the schedule in force, a few late, a few never."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

import numpy as np

from xinglin.immunisation.days import day_number, day_of
from xinglin.immunisation.doses import NUMBER_OF, Children, Doses
from xinglin.immunisation.due import Exemptions, SeriesDue, due_of
from xinglin.immunisation.schedule import national_schedule

_LATE, _MISSED = 0.015, 0.012
"""How many visits are months late; of how many doses the series stops, so that about 3 % of all
that is due is missing."""
_DELAYS = (0, 0, 0, 1, 2, 3, 5, 8)
_VACCINES = {
    "hepb": "hepb", "bcg": "bcg", "je": "je_l", "men_a": "mpsv_a", "men_ac": "mpsv_ac",
    "hepa": "hepa_l", "hpv": "hpv2",
}  # fmt: skip
_IPV, _MMR, _DTAP = date(2016, 5, 1), date(2020, 6, 1), date(2025, 1, 1)
"""From when the first doses are of another vaccine (project's own picture)."""


@dataclass(frozen=True)
class Given:
    """One dose: whose (row of the child), of which vaccine, on which day."""

    child: int
    vaccine: str
    day: date
    is_late: bool


def doses_of(births: Sequence[date], sexes: Sequence[str], last: date, rng: Random) -> list[Given]:
    """Every child is taken to the clinic when a dose is due, up to a last day."""
    schedule, until = national_schedule(), day_number(last)
    children = Children(np.array([day_number(b) for b in births]), np.array(sexes))
    given: list[Given] = []
    stopped: set[tuple[int, int]] = set()
    while True:
        found = due_of(schedule, children, _table(given), Exemptions.none(), until)
        waits = _waiting(found, until, stopped)
        if not waits:
            return given
        for child, dues in waits.items():
            first = min(day for day, _ in dues)
            is_late = rng.random() < _LATE
            visit = first + _delay(first - int(children.birth[child]), is_late, rng)
            for day, series in dues:
                if day > visit:
                    continue
                if visit > until or rng.random() < _MISSED:
                    stopped.add((child, series))
                    continue
                one = found[series]
                vaccine = _vaccine(one.series.code, int(one.number[child]), day_of(visit))
                given.append(Given(child, vaccine, day_of(visit), is_late))


def _waiting(
    found: Sequence[SeriesDue], until: int, stopped: set[tuple[int, int]]
) -> dict[int, list[tuple[int, int]]]:
    """Child → (day, series) of what is due by a day."""
    waits: dict[int, list[tuple[int, int]]] = {}
    for series, one in enumerate(found):
        for child in np.flatnonzero((one.number > 0) & (one.day <= until)).tolist():
            if (child, series) not in stopped:
                waits.setdefault(child, []).append((int(one.day[child]), series))
    return waits


def _delay(age: int, is_late: bool, rng: Random) -> int:
    if age < 2:
        return 0  # given where the child is born
    return rng.randrange(40, 250) if is_late else rng.choice(_DELAYS)


def _vaccine(series: str, number: int, day: date) -> str:
    if series == "polio":
        return "ipv" if day >= _IPV and number <= 2 else "bopv"
    if series == "dtp":
        return "dt" if day < _DTAP and number == 5 else "dtap"
    if series == "measles":
        return "mr" if day < _MMR and number == 1 else "mmr"
    return _VACCINES[series]


def _table(given: Sequence[Given]) -> Doses:
    rows = [(g.child, NUMBER_OF[g.vaccine], day_number(g.day)) for g in given]
    table = np.array(rows, dtype=np.int64).reshape(-1, 3)
    return Doses.in_order(table[:, 0], table[:, 1], table[:, 2])


def born_in(first: date, last: date, rng: Random) -> date:
    """A day of birth in a stretch."""
    return first + timedelta(days=rng.randrange((last - first).days + 1))


def by_child(given: Sequence[Given]) -> Iterator[Given]:
    """In the order of children and days."""
    yield from sorted(given, key=lambda g: (g.child, g.day, g.vaccine))
