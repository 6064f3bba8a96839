"""The doses made-up children have had, the batches they are of, and how these came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random

from xinglin.codes.vaccines import Vaccine
from xinglin.sample.archetypes import Archetype
from xinglin.sample.areas import Area
from xinglin.sample.makers.immunisation import Roll
from xinglin.sample.makers.institutions import Unit, Units
from xinglin.sample.makers.maker import File, Portion, Row, Scene
from xinglin.sample.makers.people import pick
from xinglin.sample.makers.vaccinated import Given, by_child, doses_of

DOSE, BATCH, MOVEMENT = "vaccination", "vaccine_batch", "vaccine_movement"
_SITES = {"bopv": "oral", "bcg": "la", "dtap": "lt"}
_IN_VIAL = {"bcg": 5, "mr": 5}


class DoseMaker:
    """Makes the doses of the roll, the batches they are of, and how these came to the units.

    They come along with the children, so that it has no sorts of its own.
    """

    register = DOSE

    def __init__(self, scene: Scene, units: Units, roll: Roll) -> None:
        self._scene, self._units, self._roll = scene, units, roll

    def archetypes(self) -> Iterable[Archetype]:
        """None."""
        return ()

    def files(self, portions: Iterable[Portion], rng: Random) -> Iterator[File]:
        """What is referred to first: batches, receipts, doses."""
        roll = self._roll
        if not roll.children:
            return
        last = self._scene.active_of(self._scene.catalogue.register(DOSE))[-1].last
        births = [c.birth for c in roll.children]
        given = doses_of(births, [c.sex for c in roll.children], last, rng)
        roll.given = list(by_child(given))
        yield File(BATCH, self._batches(), ("reporter",))
        yield File(MOVEMENT, self._movements(last, rng), ("reporter",))
        yield File(DOSE, self._doses(rng), ("reporter",))

    def _batches(self) -> Iterator[Row]:
        """One a county, vaccine and two years."""
        used = {(self._batch(g), self._roll.children[g.child].county, g.vaccine): g.day
                for g in self._roll.given}  # fmt: skip
        for (batch, county, vaccine), day in sorted(used.items()):
            came = _came(day)
            area = next(c.area for c in self._roll.children if c.county == county)
            yield {
                "reporter": self._office(area, county).code,
                "batch_no": batch,
                "vaccine": vaccine,
                "maker": "示例生物",
                "made_date": came - timedelta(days=90),
                "expiry_date": date(came.year + 3, 3, 31),
                "received_date": came,
                "doses_per_vial": _IN_VIAL.get(vaccine, 1),
            }

    def _movements(self, last: date, rng: Random) -> Iterator[Row]:
        """Of each batch what a unit gave; of what is still good a few more."""
        used = Counter((self._unit(g).code, self._batch(g)) for g in self._roll.given)
        of = {(self._unit(g).code, self._batch(g)): g for g in reversed(self._roll.given)}
        serials: Counter[tuple[str, int]] = Counter()
        for key in sorted(used):
            one = of[key]
            came, county = _came(one.day), self._roll.children[one.child].county
            day = came + timedelta(days=rng.randrange(2, 15))
            serials[county, day.year] += 1
            spare = 10 + -used[key] % 10 if date(came.year + 3, 3, 31) > last else 0
            yield {
                "reporter": key[0],
                "slip_no": f"{county}CR{day.year}{serials[county, day.year]:06d}",
                "batch": key[1],
                "kind": "in",
                "moved_date": day,
                "doses_count": used[key] + spare,
                "temperature_ok": "全程2～8℃",
            }

    def _doses(self, rng: Random) -> Iterator[Row]:
        hands: dict[str, str] = {}
        for one in self._roll.given:
            unit = self._unit(one).code
            if unit not in hands:
                hands[unit] = pick("surname", rng) + pick("female", rng, 2)
            yield {
                "reporter": unit,
                "child": self._roll.children[one.child].number,
                "vaccine": one.vaccine,
                "dose_date": one.day,
                "dose_kind": "catch_up" if one.is_late else "routine",
                "batch": self._batch(one),
                "site": _SITES.get(one.vaccine, "ra"),
                "vaccinator": hands[unit],
                "informed": True,
            }

    def _unit(self, one: Given) -> Unit:
        child = self._roll.children[one.child]
        return child.born_at if (one.day - child.birth).days < 2 else child.clinic

    def _batch(self, one: Given) -> str:
        """The number of a batch: year, county, vaccine."""
        county, number = self._roll.children[one.child].county, Vaccine.codes.index(one.vaccine)
        return f"{_came(one.day).year + 1}{county[-3:]}{number + 1:02d}"

    def _office(self, area: Area, county: str) -> Unit:
        """The county's centre for disease control, or its largest unit."""
        known = self._units.by_place.get((area.code, county)) or self._units.by_place[area.code, ""]
        return next((u for u in known if u.institution_class == "J"), known[0])


def _came(day: date) -> date:
    """When the batch that is used on a day came: for two years at a time."""
    return date(day.year - day.year % 2 - 1, 12, 10)
