"""Report cards of notifiable diseases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from random import Random
from typing import Any

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.diseases import NotifiableDisease
from xinglin.language.evaluation import compile_expression
from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area
from xinglin.sample.makers.card_people import CardPeople
from xinglin.sample.makers.card_times import (
    LATE_REPORT,
    LATE_REVIEW,
    ON_TIME,
    SHORTEST_SLOT,
    card_times,
)
from xinglin.sample.makers.disease_mix import DiseaseHabit, disease_habits
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Portion, Row, Scene
from xinglin.sample.timeline import Slot

_HALF_YEAR = 181
_TIMELINESS = ((ON_TIME, 0.965), (LATE_REPORT, 0.015), (LATE_REVIEW, 0.02))
_REMOVED_SHARE, _WAITING_SHARE = 0.004, 0.002
_CARRIER_PER_100K = 0.01
_FEWEST = 1e-9
"""So that a sort that is never usual can still be drawn where a target asks for it."""
_FREE = frozenset(
    {
        *("card_no", "patient_name", "guardian_name", "id_type", "id_number", "sex", "birth_date"),
        *("age_years", "employer", "phone", "patient_origin", "residence", "address", "occupation"),
        *("hospitalised_date", "death_date", "doctor", "filled_date", "remark", "person_id"),
        "reporter",
    }
)
"""Columns that differ from card to card of one sort."""
WAITING = "submitted"
_WAITING_DAYS = timedelta(days=2)
SUSPECTED, CLINICAL, CONFIRMED, CARRIER = "1", "2", "3", "4"
RECOVERED, ILL, DIED = "1", "3", "4"
LOCAL, IMPORTED = "1", "2"


@dataclass(frozen=True)
class Sort:
    """What all cards of an archetype have in common."""

    habit: DiseaseHabit
    state: str
    classification: str
    outcome: str
    source: str | None
    timeliness: str


class CardMaker:
    """Makes rows of `notifiable_case`; `reported` counts cards by unit and day of report."""

    register = "notifiable_case"

    def __init__(self, scene: Scene, units: Units) -> None:
        self._scene, self._units = scene, units
        self._register = scene.catalogue.register(self.register)
        self.reported: Counter[tuple[str, date]] = Counter()
        self._limits: dict[tuple[str, date], tuple[int | None, int]] = {}
        deadlines = self._register.deadlines
        self._hours = [
            compile_expression(deadlines[n].limit, scene.codes)
            for n in ("report_limit", "review_limit")
        ]

    # --- sorts -------------------------------------------------------------------------------

    def archetypes(self) -> Iterable[Archetype]:
        """Every disease in force, by classification, outcome, source, state and timeliness."""
        for slot in self._scene.active:
            for habit in disease_habits():
                if _in_force(habit.disease, slot):
                    for sort, share in self._sorts(habit, slot):
                        yield self._archetype(sort, slot, share)

    def _sorts(self, habit: DiseaseHabit, slot: Slot) -> Iterator[tuple[Sort, float]]:
        """Sorts with their usual number per 100,000 people in half a year."""
        cases, deaths = habit.per_100k, habit.per_100k * habit.deaths / 1000
        alive = cases - deaths
        for source, part in _sources(habit):
            for classification, of in (
                (CLINICAL, habit.clinical / 100),
                (CONFIRMED, 1 - habit.clinical / 100),
            ):
                yield from self._cases(habit, slot, source, classification, alive * part * of)
                died = Sort(habit, "reviewed", classification, DIED, source, ON_TIME)
                yield died, deaths * part * of
            suspect = Sort(habit, "reviewed", SUSPECTED, ILL, source, ON_TIME)
            yield suspect, cases * part * habit.suspected / 100
        removed = Sort(habit, "removed", CLINICAL, ILL, None, ON_TIME)
        yield removed, cases * _REMOVED_SHARE
        if slot == self._scene.active[-1]:
            yield Sort(habit, WAITING, CONFIRMED, ILL, None, ON_TIME), cases * _WAITING_SHARE
        if NotifiableDisease.attribute(habit.disease, "carriers_reportable", slot.first):
            carriers = _CARRIER_PER_100K if habit.per_100k else 0.0
            yield Sort(habit, "reviewed", CARRIER, ILL, None, ON_TIME), carriers

    def _cases(
        self, habit: DiseaseHabit, slot: Slot, source: str | None, classification: str, cases: float
    ) -> Iterator[tuple[Sort, float]]:
        limit = self._limit(habit.disease, slot.first)[0]
        for outcome, of in (
            (RECOVERED, habit.recovered / 100),
            (ILL, 1 - habit.recovered / 100),
        ):
            for timeliness, share in _TIMELINESS:
                fits = timeliness == ON_TIME or slot.days >= SHORTEST_SLOT
                if fits and (limit or timeliness != LATE_REPORT):
                    sort = Sort(habit, "reviewed", classification, outcome, source, timeliness)
                    yield sort, cases * of * share

    def _archetype(self, sort: Sort, slot: Slot, share: float) -> Archetype:
        share *= slot.days / _HALF_YEAR

        def usual(area: Area) -> float:
            return share * area.population("resident") / 100_000

        typical = Typical(self._register, self._typical(sort, slot), _FREE)
        return Archetype(self.register, slot, (typical,), usual, traits=(sort, share + _FEWEST))

    def _typical(self, sort: Sort, slot: Slot) -> Row:
        noon = datetime.combine(slot.first, time(8), SHANGHAI)
        limit, review = self._limit(sort.habit.disease, slot.first)
        late = timedelta(hours=(limit or 0) + 1)
        reported = noon + (late if sort.timeliness == LATE_REPORT else timedelta(minutes=10))
        late = timedelta(hours=review + 1)
        reviewed = reported + (late if sort.timeliness == LATE_REVIEW else timedelta(minutes=10))
        values = self._common(sort)
        values |= {
            "channel": "batch",
            "onset_date": slot.first,
            "diagnosed_at": noon,
            "reported_at": reported,
            "reviewed_at": reviewed if sort.state == "reviewed" else None,
        }
        return self._scene.complete(self._register, values)

    def _common(self, sort: Sort) -> dict[str, Any]:
        needed = ("acute_chronic_required", self._scene.clock)
        chronic = NotifiableDisease.attribute(sort.habit.disease, *needed)
        return {
            "state": sort.state,
            "report_kind": "1",
            "classification": sort.classification,
            "outcome": sort.outcome,
            "disease": sort.habit.disease,
            "infection_source": sort.source,
            "acute_chronic": "2" if chronic else None,
        }

    def _limit(self, disease: str, on: date) -> tuple[int | None, int]:
        """Hours for the report and for the review by the rules of a day."""
        key = (disease, on)
        if key not in self._limits:
            record = {"disease": disease, "diagnosed_at_date": on, "reported_at_date": on}
            report, review = (hours(record) for hours in self._hours)
            self._limits[key] = report, review
        return self._limits[key]

    # --- rows --------------------------------------------------------------------------------

    def rows(self, portions: Iterable[Portion], rng: Random) -> Iterator[Row]:
        """Cards in the order of their report, numbered by county and year."""
        drawn = [self._drawn(a, area, rng) for a, area in _draw(portions, rng)]
        drawn.sort(key=lambda d: d[2].reported_at)
        people = CardPeople(rng)
        serials: Counter[tuple[str, int]] = Counter()
        for sort, leaf_and_area, times in drawn:
            leaf, area = leaf_and_area
            units = self._units.of(area, leaf.county)
            unit = rng.choices(units, [u.share for u in units])[0]
            self.reported[unit.code, times.reported_at.date()] += 1
            year = times.reported_at.year
            serials[leaf.county, year] += 1
            yield {
                "card_no": f"{leaf.county}{year}{serials[leaf.county, year]:06d}",
                "reporter": unit.code,
                **self._common(sort),
                **people.columns(sort, leaf, times, rng),
                "onset_date": times.onset_date,
                "diagnosed_at": times.diagnosed_at,
                "filled_date": times.diagnosed_at.date(),
                "reported_at": times.reported_at,
                "reviewed_at": times.reviewed_at if sort.state == "reviewed" else None,
            }

    def _drawn(self, archetype: Archetype, area: Area, rng: Random) -> Any:
        sort = archetype.traits[0]
        habit, slot = sort.habit, archetype.slot
        limits = self._limit(habit.disease, slot.first)
        if sort.state == WAITING:
            slot = Slot(max(slot.first, slot.last - _WAITING_DAYS), slot.last)
        times = card_times(slot, habit.season, habit.delay, limits, sort.timeliness, rng)
        leaf = rng.choices(area.leaves, [x.population["resident"] for x in area.leaves])[0]
        return sort, (leaf, area), times


def _draw(portions: Iterable[Portion], rng: Random) -> Iterator[tuple[Archetype, Area]]:
    for portion in portions:
        members = portion.group.members
        sums = list(accumulate(m.traits[1] for m in members))
        for archetype in rng.choices(members, cum_weights=sums, k=portion.count):
            yield archetype, portion.area


def _sources(habit: DiseaseHabit) -> tuple[tuple[str | None, float], ...]:
    if habit.local is None:
        return ((None, 1.0),)
    return ((LOCAL, habit.local / 100), (IMPORTED, 1 - habit.local / 100))


def _in_force(disease: str, slot: Slot) -> bool:
    """Whether the slot's list has the disease, and asks for no finer type of it."""
    row = NotifiableDisease.row(disease, slot.first)
    return row is not None and not row.attributes["subtype_required"]
