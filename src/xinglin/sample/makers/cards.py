"""Report cards of notifiable diseases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.diseases import NotifiableDisease
from xinglin.language.evaluation import compile_expression
from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.card_people import CardPeople
from xinglin.sample.makers.card_sorts import REVIEWED, WAITING, Cards, Sort, sorts
from xinglin.sample.makers.card_times import (
    LATE_REPORT,
    LATE_REVIEW,
    CardTimes,
    card_times,
)
from xinglin.sample.makers.drawing import draw
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.timeline import Slot

_HALF_YEAR = 181
_FREE = frozenset(
    {
        *("card_no", "patient_name", "guardian_name", "id_type", "id_number", "sex", "birth_date"),
        *("age_years", "employer", "phone", "patient_origin", "residence", "address", "occupation"),
        *("hospitalised_date", "death_date", "doctor", "filled_date", "remark", "person_id"),
        "reporter",
    }
)
"""Columns that differ from card to card of one sort."""
_WAITING_DAYS = timedelta(days=2)


@dataclass(frozen=True)
class _Drawn:
    """A card to be written.

    pair: what its person is known by, where there are two cards, and the earlier day of onset.
    """

    sort: Sort
    area: Area
    leaf: Leaf
    times: CardTimes
    pair: tuple[int, date] | None


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

    def archetypes(self) -> Iterable[Archetype]:
        """Every sort of card of every slot."""
        active = self._scene.active_of(self._register)
        for slot in active:
            for cards, share in sorts(slot, is_last=slot == active[-1]):
                yield self._archetype(cards, slot, share * slot.days / _HALF_YEAR)

    def _archetype(self, cards: Cards, slot: Slot, share: float) -> Archetype:
        def usual(area: Area) -> float:
            return share * area.population("resident") / 100_000

        typical = tuple(Typical(self._register, self._typical(c, slot), _FREE) for c in cards)
        return Archetype(self.register, slot, typical, usual, traits=cards)

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
            "reviewed_at": reviewed if sort.state == REVIEWED else None,
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

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The cards' own file, with the unit that reported and how far the card came."""
        yield File(self.register, self._rows(portions, rng), ("reporter", "state"))

    def _rows(self, portions: Iterable[Portion], rng: Random) -> Iterator[Row]:
        """Cards in the order of their report, numbered by county and year."""
        drawn = list(self._all_drawn(portions, rng))
        drawn.sort(key=lambda card: card.times.reported_at)
        people = CardPeople(rng)
        serials: Counter[tuple[str, int]] = Counter()
        for card in drawn:
            sort, leaf, times = card.sort, card.leaf, card.times
            unit = self._units.any_of(card.area, leaf.county, rng)
            self.reported[unit.code, times.reported_at.date()] += 1
            year = times.reported_at.year
            serials[leaf.county, year] += 1
            yield {
                "card_no": f"{leaf.county}{year}{serials[leaf.county, year]:06d}",
                "reporter": unit.code,
                **self._common(sort),
                **people.columns(sort, leaf, times, card.pair),
                "onset_date": times.onset_date,
                "diagnosed_at": times.diagnosed_at,
                "filled_date": times.diagnosed_at.date(),
                "reported_at": times.reported_at,
                "reviewed_at": times.reviewed_at if sort.state == REVIEWED else None,
            }

    def _all_drawn(self, portions: Iterable[Portion], rng: Random) -> Iterator[_Drawn]:
        for number, (archetype, area, leaf) in enumerate(draw(portions, rng)):
            cards: Cards = archetype.traits
            times = [self._times(sort, archetype.slot, rng) for sort in cards]
            first = min(t.onset_date for t in times)
            pair = (number, first) if len(cards) > 1 else None
            for sort, when in zip(cards, times, strict=True):
                yield _Drawn(sort, area, leaf, when, pair)

    def _times(self, sort: Sort, slot: Slot, rng: Random) -> CardTimes:
        habit = sort.habit
        limits = self._limit(habit.disease, slot.first)
        if sort.state == WAITING:
            slot = Slot(max(slot.first, slot.last - _WAITING_DAYS), slot.last)
        return card_times(slot, habit.season, habit.delay, limits, sort.timeliness, rng)
