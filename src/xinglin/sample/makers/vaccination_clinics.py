"""What vaccination clinics report: coverage, campaigns, visits, schools, cold chain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.codes.vaccines import ScheduleDose
from xinglin.immunisation.days import day_number
from xinglin.immunisation.schedule import Series, national_schedule
from xinglin.sample.archetypes import Archetype
from xinglin.sample.areas import Area
from xinglin.sample.makers.drawing import by_weight
from xinglin.sample.makers.immunisation import clinics_of, counties_of
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.makers.tallies import Tally, TallyMaker, months_of
from xinglin.sample.timeline import Slot

COVERAGE, READING = "coverage_report", "cold_chain_reading"
SUPERVISION, ENTRY = "clinic_supervision", "school_entry_check"
_BIRTHS = 550
"""Of 100,000 residents in half a year."""
_SHARES = (99, 98, 97)
"""How many of a hundred that are to have a dose have it, by clinic and dose in turn."""
_COLD_DAYS = 3


def _doses_on(day: date) -> list[str]:
    """The doses of the schedule that children under seven are given on a day."""
    number = day_number(day)
    return [
        code
        for series in national_schedule()
        for label in _labels(series, number)
        if (code := ScheduleDose.find(label)) is not None
    ]


def _labels(series: Series, number: int) -> Iterator[str]:
    for versions in series.tracks[0].doses:
        for version in versions:
            if version.valid_from <= number <= version.valid_to and not version.sex:
                yield version.label


@dataclass
class _Line:
    """One clinic's dose from month to month. missing: carried into the next month."""

    before: int = 0
    missing: int = 0

    def month(self, new: int, share: int) -> tuple[int, int]:
        """(due, given) of a month in which so many more reach the dose's day."""
        due = self.missing + new
        wanted = -(-(self.before + due) * share // 100)
        given = min(due, max(0, wanted - self.before))
        self.missing = due - given
        return due, given


class CoverageMaker(TallyMaker):
    """Makes the clinics' monthly forms. The amount is the births of an area, dose by dose.

    Every dose's cumulative coverage is at least the smallest of the shares.
    """

    register = COVERAGE
    day_column = "month_date"
    tallies = (Tally("given_count", _BIRTHS),)
    free = frozenset({"dose", "line_key", "due_count", "before_count", "reporter"})
    columns = ("reporter",)

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._lines: dict[tuple[str, str], _Line] = defaultdict(_Line)

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A row a clinic, month and dose; slots come in their order."""
        months = [m for m in months_of(slot) if m.day == 1]
        clinics = {
            clinic.code: clinic.share
            for county in counties_of(area)
            for clinic in clinics_of(self.units, area, county)
        }
        weights = {(month, code): share for month in months for code, share in clinics.items()}
        for (month, clinic), born in by_weight(amounts["given_count"], weights).items():
            for place, dose in enumerate(_doses_on(month)):
                line = self._lines[clinic, dose]
                if month.month in (1, 7):
                    line.before = 0
                new = max(1, born - rng.randrange(born // 12 + 1))
                due, given = line.month(new, _SHARES[(place + month.year) % len(_SHARES)])
                yield {
                    "reporter": clinic,
                    "month_date": month,
                    "dose": dose,
                    "line_key": f"{clinic}/{dose}",
                    "due_count": due,
                    "given_count": given,
                    "before_count": line.before,
                }
                line.before += given


class CampaignMaker(TallyMaker):
    """Makes a round against poliomyelitis, clinic by clinic."""

    register = "catch_up_campaign"
    day_column = "start_date"
    tallies = (Tally("target_count", 900),)
    free = frozenset({"campaign", "vaccine", "surveyed_count", "given_count", "reporter"})
    columns = ("reporter",)

    def rows(
        self, area: Area, slot: Slot, fixed: Row, amounts: Mapping[str, int], rng: Random
    ) -> Iterator[Row]:
        """A row a clinic."""
        clinics = [c for county in counties_of(area) for c in clinics_of(self.units, area, county)]
        begins = slot.first + timedelta(days=min(4, slot.days - 1))
        weights = {clinic.code: clinic.share for clinic in clinics}
        for clinic, target in by_weight(amounts["target_count"], weights).items():
            yield {
                "reporter": clinic,
                "campaign": "脊髓灰质炎疫苗查漏补种",
                "vaccine": "bopv",
                "start_date": begins,
                "end_date": begins + timedelta(days=min(6, (slot.last - begins).days)),
                "surveyed_count": target + target // 10,
                "target_count": target,
                "given_count": target - target // 50,
            }


class SupervisionMaker(StoryMaker):
    """Makes visits to clinics; each story of a year is another clinic."""

    registers = (SUPERVISION,)
    free = {  # noqa: RUF012 - declared, never changed
        SUPERVISION: frozenset({"clinic", "score_count", "found_text", "demand_date",
                                "mended_date", "reporter"})
    }  # fmt: skip

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._seen: set[tuple[str, int]] = set()

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One sort."""
        row = {"visit_date": slot.first, "is_standard": True}
        yield Story(((SUPERVISION, row),), lambda area: float(len(counties_of(area))))

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """A clinic not visited that year: of the county, else of the area, else any unit of it."""
        day, score = telling.day, rng.randrange(84, 99)
        clinic = self._next(telling.area, telling.leaf.county, day.year)
        mends = score < 92
        yield (
            SUPERVISION,
            {
                "clinic": clinic.code,
                "visit_date": day,
                "score_count": score,
                "is_standard": True,
                "found_text": "留观登记不全，已当场指出" if mends else None,
                "demand_date": day + timedelta(days=14) if mends else None,
                "mended_date": min(day + timedelta(days=7), telling.slot.last) if mends else None,
            },
        )

    def _next(self, area: Area, county: str, year: int) -> Unit:
        known = [
            *clinics_of(self.units, area, county),
            *(c for other in counties_of(area) for c in clinics_of(self.units, area, other)),
            *self.units.by_place[area.code, ""],
        ]
        found = next((u for u in known if (u.code, year) not in self._seen), known[0])
        self._seen.add((found.code, year))
        return found


class EntryCheckMaker(StoryMaker):
    """Makes what schools and nurseries found of their entrants."""

    registers = (ENTRY,)
    free = {  # noqa: RUF012 - declared, never changed
        ENTRY: frozenset(
            {"division", "school_name", "entrants_count", "checked_count", "certificate_count",
             "missing_count", "made_up_count"}
        )
    }  # fmt: skip

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._schools: dict[str, int] = defaultdict(int)

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One sort."""
        yield Story(
            ((ENTRY, {"checked_date": slot.first}),), lambda area: 2.0 * len(counties_of(area))
        )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The next nursery of the place; nearly all doses made up."""
        leaf = telling.leaf
        self._schools[leaf.code] += 1
        entrants, missing = rng.randrange(40, 160), rng.randrange(2, 9)
        yield (
            ENTRY,
            {
                "division": leaf.code,
                "school_name": f"{leaf.name}第{self._schools[leaf.code]}幼儿园",
                "checked_date": telling.day,
                "entrants_count": entrants,
                "checked_count": entrants,
                "certificate_count": entrants - rng.randrange(3),
                "missing_count": missing,
                "made_up_count": missing - rng.randrange(2),
            },
        )


class ColdChainMaker:
    """Makes the readings of the clinics' refrigerators on the last days, all of them in range.

    They come along with the clinics, so that it has no sorts of its own.
    """

    register = READING

    def __init__(self, scene: Scene, units: Units) -> None:
        self._scene, self._units = scene, units

    def archetypes(self) -> Iterable[Archetype]:
        """None."""
        return ()

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The readings' own file."""
        rows = list(self._rows(rng))
        if rows:
            yield File(READING, rows, ("reporter",))

    def _rows(self, rng: Random) -> Iterator[Row]:
        """Twice a day."""
        active = self._scene.active_of(self._scene.catalogue.register(READING))
        clinics = {
            unit.code: unit
            for area in self._scene.areas
            for county in counties_of(area)
            for unit in clinics_of(self._units, area, county)
        }
        days = [slot.last - timedelta(days=n) for slot in active[-1:] for n in range(_COLD_DAYS)]
        for clinic in clinics:
            for day in reversed(days):
                for hour in (8, 16):
                    yield {
                        "reporter": clinic,
                        "equipment": "1号冰箱",
                        "store_kind": "fridge",
                        "read_at": datetime.combine(day, time(hour, rng.randrange(40)), SHANGHAI),
                        "temperature_milli": rng.randrange(3000, 6600, 100),
                    }
