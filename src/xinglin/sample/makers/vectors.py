"""Mosquitoes, markets and marmots: surveys and samples of the environment."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.areas import Area
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.makers.tallies import Tally, TallyMaker, months_of
from xinglin.sample.timeline import Slot

ROUND, SITE, SURVEY = "vector_round", "vector_site", "vector_survey"
AVIAN = "avian_sample"
_WORDS = {"village": "村", "school": "小学", "firm": "工厂"}


class VectorRoundMaker(StoryMaker):
    """Makes the general surveys' rounds; others refer to them by area."""

    registers = (ROUND,)
    free = {ROUND: frozenset({"division", "planned_count"})}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self.rounds: dict[str, list[tuple[str, date]]] = {}

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One."""
        yield Story(((ROUND, {"start_date": slot.first}),), lambda _: 0.0)

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The next round of the area."""
        county = telling.leaf.county
        number = self.number(county, "PC", telling.day.year, width=2)
        self.rounds.setdefault(telling.area.code, []).append((number, telling.day))
        yield (
            ROUND,
            {
                "round_no": number,
                "division": county,
                "start_date": telling.day,
                "end_date": telling.day + timedelta(days=12),
            },
        )


class VectorMaker(StoryMaker):
    """Makes surveyed sites with a survey in each round."""

    registers = (SITE, SURVEY)
    free = {  # noqa: RUF012 - declared, never changed
        SITE: frozenset({"site_name", "division"}),
        SURVEY: frozenset(
            {"houses_count", "positive_houses_count", "wet_count", "positive_count", "traps_count",
             "positive_traps_count", "measures"}
        ),
    }  # fmt: skip

    def __init__(self, scene: Scene, units: Units, rounds: VectorRoundMaker) -> None:
        super().__init__(scene, units)
        self._rounds = rounds

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One a kind of site."""
        for kind in _WORDS:
            yield Story(
                (
                    (SITE, {"site_kind": kind, "since_date": slot.first}),
                    (SURVEY, {"survey_date": slot.first}),
                ),
                lambda _: 0.0,
                kind,
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One site; surveyed in every round of its area."""
        leaf, kind = telling.leaf, telling.traits
        number = self.number(leaf.county, "WM", telling.slot.first.year, width=5)
        yield (
            SITE,
            {
                "site_no": number,
                "site_name": f"{leaf.name}第{int(number[-5:])}{_WORDS[kind]}",
                "site_kind": kind,
                "division": leaf.code,
                "since_date": telling.slot.first,
            },
        )
        surveyed: set[date] = set()
        for name, began in self._rounds.rounds.get(telling.area.code, ()):
            day = began + timedelta(days=rng.randrange(10))
            while day in surveyed:  # by a round that overlaps this one
                day += timedelta(days=1)
            surveyed.add(day)
            wet = rng.randint(30, 90)
            positive = rng.choice((0, 0, 1, 2, 3))
            yield (
                SURVEY,
                {
                    "site": number,
                    "survey_date": day,
                    "general_round": name,
                    "houses_count": 50 if kind == "village" else 60,
                    "positive_houses_count": min(positive, 2),
                    "wet_count": wet,
                    "positive_count": positive,
                },
            )


class AvianMaker(StoryMaker):
    """Makes samples of live-poultry markets; a positive one has led to a closure."""

    registers = (AVIAN,)
    free = {  # noqa: RUF012 - declared, never changed
        AVIAN: frozenset({"division", "site_name", "sample_kind", "site_kind", "advice"})
    }
    columns = {AVIAN: ("state",)}  # noqa: RUF012

    def stories(self, slot: Slot) -> Iterable[Story]:
        """Negative, and positive with what followed."""
        for positive in (False, True):
            yield Story(
                ((AVIAN, _avian(positive, slot.first)),),
                lambda _, p=positive: 0.4 if p else 8.0,  # type: ignore[misc]
                positive,
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One sample."""
        leaf = telling.leaf
        yield (
            AVIAN,
            {
                "sample_no": self.number(leaf.county, "QL", telling.day.year, width=4),
                "division": leaf.code,
                "site_kind": "market",
                "site_name": f"{leaf.name}农贸市场",
                "sample_kind": rng.choice(("faeces", "sewage", "cage", "board")),
                **_avian(telling.traits, telling.day),
            },
        )


def _avian(positive: bool, day: date) -> Row:
    result = datetime.combine(day + timedelta(days=2), time(16), SHANGHAI)
    row: Row = {
        "sampled_date": day,
        "result_at": result,
        "flu_a": "positive" if positive else "negative",
        "state": "answered" if positive else "tested",
    }
    if positive:
        row |= {
            "h9": "positive",
            "positive_at": result,
            "advised_at": result + timedelta(hours=5),
            "advice": "休市三日，清洗消毒，通报农业部门",
            "closed_date": day + timedelta(days=3),
            "disinfected_date": day + timedelta(days=3),
            "reopened_date": day + timedelta(days=6),
        }
    return row


class PlagueHostMaker(TallyMaker):
    """Makes the teams' days in the field."""

    register = "plague_survey"
    day_column = "survey_date"
    tallies = (Tally("caught_count", 20.0, (("species", "rat"),)),)
    free = frozenset(
        {"division", "spot", "surveyed_milli", "seen_count", "found_dead_count", "examined_count",
         "infested_count", "fleas_count"}
    )  # fmt: skip

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A day a month and town."""
        names = {leaf.code: leaf.name for leaf in area.leaves[:4]}
        weights = {(place, month): 1 for month in months_of(slot) for place in names}
        for (place, month), caught in by_weight(amounts["caught_count"], weights).items():
            infested = caught // 3
            yield {
                "division": place,
                "spot": f"{names[place]}监测点",
                "survey_date": month,
                "surveyed_milli": 10_000,
                "caught_count": caught,
                "seen_count": caught,
                "found_dead_count": 0,
                "examined_count": caught,
                "infested_count": infested,
                "fleas_count": infested * 2,
            }


_SERUM, _ORGAN = (("material", "serum"),), (("material", "organ"),)


class PlagueSampleMaker(TallyMaker):
    """Makes batches of sera and organs, negative unless a target says otherwise."""

    register = "plague_sample"
    day_column = "sampled_date"
    tallies = (
        Tally("tested_count", 15.0, _SERUM),
        Tally("positive_count", 0.0, _SERUM),
        Tally("tested_count", 6.0, _ORGAN),
        Tally("positive_count", 0.0, _ORGAN),
    )
    free = frozenset({"division", "species", "highest_titre"})

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._serial = 0

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A batch a month; positives in the first."""
        months = dict.fromkeys(months_of(slot), 1)
        tested = by_weight(max(amounts["tested_count"], amounts["positive_count"]), months)
        for number, (month, count) in enumerate(tested.items()):
            self._serial += 1
            positive = amounts["positive_count"] if number == 0 else 0
            found = datetime.combine(month + timedelta(days=3), time(9), SHANGHAI)
            yield {
                "batch_no": f"{area.leaves[0].county}SY{month.year}{self._serial:04d}",
                "division": area.leaves[0].county,
                "sampled_date": month,
                "species": "rat",
                "tested_count": max(count, positive),
                "positive_count": positive,
                "highest_titre": 40 if positive else 0,
                "found_at": found if positive else None,
                "reported_at": found + timedelta(hours=1) if positive else None,
            }
