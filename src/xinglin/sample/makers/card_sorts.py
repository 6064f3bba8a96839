"""Sorts of report cards: disease, state, classification, outcome, source and timeliness."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from xinglin.codes.diseases import NotifiableDisease
from xinglin.sample.makers.card_times import LATE_REPORT, LATE_REVIEW, ON_TIME, SHORTEST_SLOT
from xinglin.sample.makers.disease_mix import DiseaseHabit, disease_habits
from xinglin.sample.timeline import Slot

REVIEWED, WAITING, REMOVED = "reviewed", "submitted", "removed"
SUSPECTED, CLINICAL, CONFIRMED, CARRIER = "1", "2", "3", "4"
RECOVERED, ILL, DIED = "1", "3", "4"
LOCAL, IMPORTED = "1", "2"

_TIMELINESS = ((ON_TIME, 0.965), (LATE_REPORT, 0.015), (LATE_REVIEW, 0.02))
_REMOVED_SHARE, _WAITING_SHARE = 0.004, 0.002
_CARRIER_PER_100K = 0.01
_PAIR_PER_100K = 0.25
_PAIRS = (
    ("hepatitis_b", "syphilis_latent"),
    ("hepatitis_b", "hepatitis_c"),
    ("gonorrhea", "syphilis_latent"),
)
"""Diseases that one person is at times reported with both."""


@dataclass(frozen=True)
class Sort:
    """What all cards of an archetype have in common."""

    habit: DiseaseHabit
    state: str
    classification: str
    outcome: str
    source: str | None
    timeliness: str


Cards = tuple[Sort, ...]
"""The cards of one person that come together: one, seldom two."""


def sorts(slot: Slot, *, is_last: bool) -> Iterator[tuple[Cards, float]]:
    """All sorts of a slot with their usual number per 100,000 people in half a year.

    is_last: cards still waiting for review are made in the last slot only.
    """
    known = {h.disease: h for h in disease_habits() if _in_force(h.disease, slot)}
    for habit in known.values():
        for sort, share in _counted(habit, slot):
            yield (sort,), share
        for sort, share in _uncounted(habit, slot, is_last=is_last):
            yield (sort,), share
    for pair in _PAIRS:
        if set(pair) <= set(known):
            yield tuple(_plain(known[disease]) for disease in pair), _PAIR_PER_100K


def _plain(habit: DiseaseHabit) -> Sort:
    return Sort(habit, REVIEWED, CONFIRMED, ILL, None, ON_TIME)


def _counted(habit: DiseaseHabit, slot: Slot) -> Iterator[tuple[Sort, float]]:
    """Cases, by how they were diagnosed and how they ended."""
    deaths = habit.per_100k * habit.deaths / 1000
    alive = habit.per_100k - deaths
    clinical = habit.clinical / 100
    for source, part in _sources(habit):
        for classification, of in ((CLINICAL, clinical), (CONFIRMED, 1 - clinical)):
            died = Sort(habit, REVIEWED, classification, DIED, source, ON_TIME)
            yield died, deaths * part * of
            for timeliness, share in _TIMELINESS:
                if not _fits(timeliness, habit.disease, slot):
                    continue
                for outcome, ended in _ends(habit):
                    sort = Sort(habit, REVIEWED, classification, outcome, source, timeliness)
                    yield sort, alive * part * of * share * ended


def _uncounted(habit: DiseaseHabit, slot: Slot, *, is_last: bool) -> Iterator[tuple[Sort, float]]:
    """Suspects, carriers, cards removed, cards not yet reviewed."""
    cases = habit.per_100k
    for source, part in _sources(habit):
        suspect = Sort(habit, REVIEWED, SUSPECTED, ILL, source, ON_TIME)
        yield suspect, cases * part * habit.suspected / 100
    yield Sort(habit, REMOVED, CLINICAL, ILL, None, ON_TIME), cases * _REMOVED_SHARE
    if is_last:
        yield Sort(habit, WAITING, CONFIRMED, ILL, None, ON_TIME), cases * _WAITING_SHARE
    if NotifiableDisease.attribute(habit.disease, "carriers_reportable", slot.first):
        carriers = _CARRIER_PER_100K if cases else 0.0
        yield Sort(habit, REVIEWED, CARRIER, ILL, None, ON_TIME), carriers


def _fits(timeliness: str, disease: str, slot: Slot) -> bool:
    """Whether a slot is long enough to be late in, and the disease has a limit to be late by."""
    if timeliness == ON_TIME:
        return True
    limited = NotifiableDisease.attribute(disease, "report_within_hours", slot.first) is not None
    return slot.days >= SHORTEST_SLOT and (limited or timeliness != LATE_REPORT)


def _ends(habit: DiseaseHabit) -> tuple[tuple[str, float], ...]:
    return ((RECOVERED, habit.recovered / 100), (ILL, 1 - habit.recovered / 100))


def _sources(habit: DiseaseHabit) -> tuple[tuple[str | None, float], ...]:
    if habit.local is None:
        return ((None, 1.0),)
    return ((LOCAL, habit.local / 100), (IMPORTED, 1 - habit.local / 100))


def _in_force(disease: str, slot: Slot) -> bool:
    """Whether the slot's list has the disease, and asks for no finer type of it."""
    row = NotifiableDisease.row(disease, slot.first)
    return row is not None and not row.attributes["subtype_required"]
