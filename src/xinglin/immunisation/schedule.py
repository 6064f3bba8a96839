"""The schedule as dated data: series, ways through them, doses, versions of each dose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

from xinglin.codes.tables import DATA, read_day, read_records
from xinglin.codes.vaccines import ImmunisationSeries, Vaccine
from xinglin.immunisation.days import LONG_AGO, NEVER, day_number

LAST_YEARS = 18
"""Until which age missed doses are made up for, where a dose names no age of its own (未核)."""


@dataclass(frozen=True)
class Age:
    """So many days or calendar months."""

    count: int
    in_months: bool

    def words(self) -> str:
        """出生时, 2月龄, 4周岁."""
        if not self.in_months:
            return "出生时" if self.count == 0 else f"{self.count}天"
        years, rest = divmod(self.count, 12)
        return f"{years}周岁" if not rest and years > 2 else f"{self.count}月龄"


@dataclass(frozen=True)
class Version:
    """How one dose is given while the version is in force (days since 1970, both included).

    age: from which; min_days, min_months: after the dose before; first_months: after the first
    one. finish: by which age it should be done; last: from which age never. sex: code or ''.
    """

    label: str
    age: Age
    min_days: int
    min_months: int
    first_months: int
    finish: Age
    last: Age
    sex: str
    born_from: int
    valid_from: int
    valid_to: int
    source: str
    status: str


@dataclass(frozen=True)
class Track:
    """One way through a series: its doses in order, each with its versions, the oldest first.

    starts_with: vaccines whose first dose leads here; empty: any.
    """

    name: str
    starts_with: frozenset[str]
    doses: tuple[tuple[Version, ...], ...]


@dataclass(frozen=True)
class Series:
    """One disease's doses. vaccines: which count; live: those that are live and injected."""

    code: str
    label: str
    vaccines: frozenset[str]
    live: frozenset[str]
    tracks: tuple[Track, ...]

    @property
    def is_live(self) -> bool:
        """Whether its usual vaccine is a live one that is injected."""
        first = self.tracks[0].starts_with or self.vaccines
        return bool(first & self.live)


def label_of(series: Series, track: int, dose: int) -> str:
    """What a dose is called today: 乙肝1; dose counts from 1."""
    return series.tracks[track].doses[dose - 1][-1].label


@cache
def national_schedule() -> tuple[Series, ...]:
    """The schedule of the tables in this program, all versions of it.

    Raises ValueError naming series and dose where versions overlap or a dose is missing.
    """
    return schedule_of(read_records(DATA / "immunisation_schedule.csv"))


def schedule_of(rows: Iterable[Mapping[str, str]]) -> tuple[Series, ...]:
    """A schedule from its table. Raises ValueError as `national_schedule`."""
    found: dict[str, dict[str, dict[int, list[Version]]]] = {}
    for row in rows:
        tracks = found.setdefault(row["series"], {})
        tracks.setdefault(row["track"], {}).setdefault(int(row["dose"]), []).append(_version(row))
    return tuple(_series(code, tracks) for code, tracks in found.items())


def _series(code: str, tracks: Mapping[str, Mapping[int, list[Version]]]) -> Series:
    vaccines = {
        row.code: row for row in Vaccine.rows if code in str(row.attributes["series"]).split("|")
    }
    live = {c for c, r in vaccines.items() if r.attributes["live"] and not r.attributes["oral"]}
    said = next(r for r in ImmunisationSeries.rows if r.code == code)
    starts = {
        name: frozenset(start.split("+"))
        for name, _, start in (p.partition(":") for p in _split(said.attributes["tracks"]))
    }
    return Series(
        code,
        said.label,
        frozenset(vaccines),
        frozenset(live),
        tuple(
            Track(name, starts.get(name, frozenset()), _doses(f"{code} {name}", doses))
            for name, doses in tracks.items()
        ),
    )


def _split(said: object) -> list[str]:
    return str(said).split("|") if said else []


def _doses(where: str, doses: Mapping[int, list[Version]]) -> tuple[tuple[Version, ...], ...]:
    if sorted(doses) != list(range(1, len(doses) + 1)):
        raise ValueError(f"{where}: doses are not numbered from 1 without a gap")
    made = []
    for number in sorted(doses):
        versions = sorted(doses[number], key=lambda v: v.valid_from)
        for one, after in pairwise(versions):
            if one.valid_to >= after.valid_from:
                raise ValueError(f"{where}, dose {number}: versions overlap")
        made.append(tuple(versions))
    return tuple(made)


def _version(row: Mapping[str, str]) -> Version:
    since, until = read_day(row["valid_from"]), read_day(row["valid_to"])
    born = read_day(row["born_from"])
    return Version(
        label=row["label"],
        age=age(row["age"]),
        min_days=int(row["min_days"] or 0),
        min_months=int(row["min_months"] or 0),
        first_months=int(row["first_months"] or 0),
        finish=age(row["finish_age"]),
        last=age(row["last_age"] or f"{LAST_YEARS}y"),
        sex=row["sex"],
        born_from=day_number(born) if born else int(LONG_AGO),
        valid_from=day_number(since) if since else int(LONG_AGO),
        valid_to=day_number(until) - 1 if until else int(NEVER),
        source=row["source"],
        status=row["status"],
    )


def age(text: str) -> Age:
    """0d, 2m, 4y. Raises ValueError."""
    count, unit = int(text[:-1]), text[-1]
    if unit not in "dmy" or count < 0:
        raise ValueError(f"not an age: {text!r}")
    return Age(count * 12 if unit == "y" else count, unit != "d")
