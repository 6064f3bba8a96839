"""Health institutions, and which of them report online."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import accumulate, chain, zip_longest
from random import Random

from xinglin.codes.organisation_codes import organisation_check_character
from xinglin.sample.archetypes import Archetype, Typical
from xinglin.sample.areas import Area, Leaf
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.timeline import Slot

ZERO_REPORT = "zero_report"
_COUNTY_UNITS = (
    ("人民医院", "A100", 30),
    ("疾病预防控制中心", "J", 8),
    ("中医院", "A210", 12),
    ("妇幼保健院", "G", 8),
)
"""Name, class and share of the cards of the units each county has (project's own picture)."""
_FURTHER_UNITS = (
    ("第二人民医院", "A100", 6),
    ("慢性病防治站", "H", 6),
    ("第三人民医院", "A100", 5),
    ("康宁医院", "A5", 2),
    ("仁和医院", "A100", 3),
    ("中西医结合医院", "A3", 3),
)
_TOWN_SHARE = 7
_NAMELESS = ("门诊部", "D1", 1)

Candidate = tuple[Leaf, str, str, int]
"""Place, name, class and share of the cards of a unit an area may have."""


@dataclass(frozen=True)
class Unit:
    """One institution. direct_since: from when it reports online; None: it does not."""

    code: str
    name: str
    short_name: str
    institution_class: str
    leaf: Leaf
    share: int
    direct_since: date | None


@dataclass
class Units:
    """All institutions made so far, by area and county."""

    made: list[Unit] = field(default_factory=list)
    by_place: dict[tuple[str, str], list[Unit]] = field(default_factory=dict)
    _choices: dict[tuple[str, str], tuple[list[Unit], list[int]]] = field(default_factory=dict)

    def add(self, area: Area, unit: Unit) -> None:
        """Keep an institution."""
        self.made.append(unit)
        self.by_place.setdefault((area.code, unit.leaf.county), []).append(unit)
        self.by_place.setdefault((area.code, ""), []).append(unit)

    def any_of(self, area: Area, county: str, rng: Random) -> Unit:
        """One who may report from a county of an area: an online unit where there is any."""
        key = (area.code, county)
        if key not in self._choices:
            known = self.by_place.get(key) or self.by_place[area.code, ""]
            units = [u for u in known if u.direct_since] or known
            self._choices[key] = units, list(accumulate(u.share for u in units))
        units, sums = self._choices[key]
        return rng.choices(units, cum_weights=sums)[0]


class InstitutionMaker:
    """Makes rows of `health_institution`."""

    register = "health_institution"

    def __init__(self, scene: Scene, units: Units) -> None:
        self._scene, self._units = scene, units
        self._register = scene.catalogue.register(self.register)
        self._reports = scene.catalogue.register(ZERO_REPORT)

    def archetypes(self) -> Iterable[Archetype]:
        """Online since long ago, online since one of the slots, and not online."""
        before = self._scene.timeline.before
        yield self._archetype(before, before.first, lambda area: float(len(_usual_units(area))))
        for slot in self._scene.active_of(self._reports):
            yield self._archetype(slot, slot.first, lambda area: 0.0)
        yield self._archetype(before, None, lambda area: float(len(area.leaves)))

    def _archetype(
        self, slot: Slot, since: date | None, usual: Callable[[Area], float]
    ) -> Archetype:
        state = self._register.lifecycle.entry_state("batch")
        values = {"state": state, "channel": "batch", "direct_reporting_date": since}
        own = Typical(
            self._register,
            self._scene.complete(self._register, values),
            frozenset({"institution_code", "institution_name", "institution_class"}),
        )
        typical = (own, self._daily(slot)) if since else (own,)
        return Archetype(self.register, slot, typical, usual, traits=since)

    def _daily(self, slot: Slot) -> Typical:
        state = self._reports.lifecycle.entry_state("batch")
        values = {"state": state, "channel": "batch"}
        return Typical(
            self._reports,
            self._scene.complete(self._reports, values),
            frozenset({"cases_count", "reporter"}),
            daily_in=tuple(s for s in self._scene.active_of(self._reports) if s >= slot),
        )

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """The institutions' own file."""
        yield File(self.register, self._rows(portions, rng))

    def _rows(self, portions: Iterable[Portion], rng: Random) -> Iterator[Row]:
        """First the units reporting online, then those that do not, area by area.

        An area without any gets one that is not online: its cards need somebody who wrote them.
        """
        wanted: dict[str, tuple[Area, list[date | None]]] = {
            area.code: (area, []) for area in self._scene.areas
        }
        for portion in portions:
            sinces = wanted[portion.area.code][1]
            sinces += [portion.group.members[0].traits] * portion.count
        for area, sinces in wanted.values():
            online_first = sorted(sinces or [None], key=lambda day: day or date.max)
            # The candidates go on without end.
            for unit, since in zip(_candidates(area), online_first, strict=False):
                yield self._row(area, unit, since, rng)

    def _row(self, area: Area, candidate: Candidate, since: date | None, rng: Random) -> Row:
        leaf, name, kind, share = candidate
        code = _code(len(self._units.made) + 1, leaf.county, kind)
        opened = self._scene.timeline.before.first - timedelta(days=rng.randrange(400, 9000))
        self._units.add(area, Unit(code, name, name, kind, leaf, share, since))
        return {
            "institution_code": code,
            "institution_name": name,
            "institution_class": kind,
            "division": leaf.code,
            "opened_date": opened,
            "direct_reporting_date": since,
        }


def _usual_units(area: Area) -> list[Candidate]:
    """The units an area usually has, the most important of every county first."""
    counties: dict[str, list[Leaf]] = {}
    for leaf in area.leaves:
        counties.setdefault(leaf.county, []).append(leaf)
    lists = [_county_units(leaves, area) for leaves in counties.values()]
    return [u for u in chain.from_iterable(zip_longest(*lists)) if u is not None]


def _county_units(leaves: list[Leaf], area: Area) -> list[Candidate]:
    seat = leaves[0]
    is_town = seat.code == area.code and seat.code != seat.county
    own = [] if is_town else [(seat, seat.county_name + n, k, s) for n, k, s in _COUNTY_UNITS]
    towns = [leaf for leaf in leaves if leaf.level == "township"]
    return own + [
        (leaf, *_town_unit(leaf, is_first=number == 0), _TOWN_SHARE)
        for number, leaf in enumerate(towns)
    ]


def _town_unit(leaf: Leaf, *, is_first: bool) -> tuple[str, str]:
    if leaf.name.endswith("街道"):
        return f"{leaf.county_name}{leaf.name}社区卫生服务中心", "B"
    kind = "中心卫生院" if is_first else "卫生院"
    return f"{leaf.county_name}{leaf.name}{kind}", "C210" if is_first else "C220"


def _candidates(area: Area) -> Iterator[Candidate]:
    """The usual units, then further ones without end."""
    yield from _usual_units(area)
    seats = list({leaf.county: leaf for leaf in reversed(area.leaves)}.values())[::-1]
    for name, kind, share in _FURTHER_UNITS:
        for seat in seats:
            yield seat, f"{_prefix(seat, area)}{name}", kind, share
    number = 0
    while True:
        number += 1
        for leaf in area.leaves:
            name, kind, share = _NAMELESS
            yield leaf, f"{leaf.county_name}{leaf.name}第{number}{name}", kind, share


def _prefix(seat: Leaf, area: Area) -> str:
    return seat.county_name + (seat.name if seat.code == area.code != seat.county else "")


def _code(number: int, county: str, kind: str) -> str:
    """A code of the form of WS 218, its organisation part a number nobody has."""
    body = f"99{number:06d}"
    place = county[:6].ljust(6, "0")
    return f"{body}{organisation_check_character(body)}{place}12{kind.ljust(4, '0')}1"
