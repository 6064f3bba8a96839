"""Permit cases, and the items that can be applied for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import product
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.areas import Area
from xinglin.sample.makers.institutions import Units
from xinglin.sample.makers.maker import Row, Scene
from xinglin.sample.makers.people import pick
from xinglin.sample.makers.stories import Story, StoryMaker, Telling
from xinglin.sample.timeline import Slot

CASE, SERVICE = "permit_case", "permit_service"
_HALF_YEAR = 181
_ITEMS = {"food_hygiene": 0.16, "public_place": 0.05, "institution": 0.027, "radiation": 0.004}
"""Item → cases in half a year of a thousand residents (project's own picture)."""
_KINDS = {"1": 0.5, "2": 0.2, "3": 0.3}
_INSTITUTION_KINDS = {"1": 0.15, "2": 0.25, "4": 0.6}
_PACE = {True: 0.96, False: 0.04}
_QUICK, _SLOW = timedelta(days=4), timedelta(days=25)
_PROMISED = 10
_SHOPS = ("小吃店", "粮油店", "餐馆", "旅馆", "美发店", "浴室", "超市", "诊所", "门诊部")


@dataclass(frozen=True)
class _Application:
    item: str
    kind: str
    is_quick: bool


class PermitMaker(StoryMaker):
    """Makes decided cases, quick ones and slow ones."""

    registers = (CASE,)
    free = {  # noqa: RUF012 - declared, never changed
        CASE: frozenset({"applicant", "credit_code", "division", "door"})
    }
    columns = {CASE: ("state",)}  # noqa: RUF012

    def stories(self, slot: Slot) -> Iterable[Story]:
        """One an item, kind and pace; decided on the slot's first day."""
        for item, is_quick in product(_ITEMS, _PACE):
            kinds = _INSTITUTION_KINDS if item == "institution" else _KINDS
            for kind, share in kinds.items():
                often = _ITEMS[item] * share * _PACE[is_quick] * slot.days / _HALF_YEAR
                known = _Application(item, kind, is_quick)
                yield Story(
                    ((CASE, {**_case(known, slot.first), "certificate_no": "1"}),),
                    lambda area, o=often: o * area.population("resident") / 1000,  # type: ignore[misc]
                    known,
                )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """One case, with a certificate's number of its own."""
        leaf, year = telling.leaf, telling.day.year
        number = self.number(leaf.county, "XK", year)
        yield (
            CASE,
            {
                "case_no": number,
                "applicant": f"{leaf.name}{pick('surname', rng)}记{rng.choice(_SHOPS)}",
                "division": leaf.county,
                "door": rng.choice("112"),
                "certificate_no": f"（虚构）卫许证字{number[-10:]}",
                **_case(telling.traits, telling.day),
            },
        )


def _case(known: _Application, decided: date) -> Row:
    at = datetime.combine(decided, time(10), SHANGHAI)
    accepted = at - (_QUICK if known.is_quick else _SLOW)
    return {
        "item": known.item,
        "case_kind": known.kind,
        "received_at": accepted - timedelta(days=1),
        "accepted_at": accepted,
        "promised_days": _PROMISED,
        "decided_at": at,
        "delivered_at": at + timedelta(hours=3),
        "state": "delivered",
    }


class PermitServiceMaker(StoryMaker):
    """Makes the list of items that can be applied for; each stands there since long ago."""

    registers = (SERVICE,)
    free = {SERVICE: frozenset({"division", "item", "promised_days"})}  # noqa: RUF012

    def __init__(self, scene: Scene, units: Units) -> None:
        super().__init__(scene, units)
        self._taken: set[tuple[str, str]] = set()

    def stories(self, slot: Slot) -> Iterable[Story]:
        """Online and not online."""
        active = self.scene.active_of(self.scene.catalogue.register(self.register))
        if slot != active[0]:
            return
        since = self.scene.timeline.before.first
        for online, share in ((True, 0.9), (False, 0.1)):
            row = {"opened_date": since, "online_date": since if online else None}
            yield Story(
                ((SERVICE, row),),
                lambda area, s=share: s * len(_ITEMS) * len(_counties(area)),  # type: ignore[misc]
                row,
            )

    def tell(self, telling: Telling, rng: Random) -> Iterator[tuple[str, Row]]:
        """The next item of the area that is not in the list yet; none where all are."""
        for county, item in product(_counties(telling.area), _ITEMS):
            if (county, item) not in self._taken:
                self._taken.add((county, item))
                yield SERVICE, {"division": county, "item": item, "promised_days": 10,
                                **telling.traits}  # fmt: skip
                return


def _counties(area: Area) -> list[str]:
    return list(dict.fromkeys(leaf.county for leaf in area.leaves))
