"""Places as reports name them."""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.reports.printing import whole_of
from xinglin.store.models import Division


class UnknownPlaceError(LookupError):
    """No such place; the message says so in Chinese."""


@dataclass(frozen=True)
class Place:
    """A division with its words. whole: 全市, 全县 …"""

    code: str
    name: str
    level: str

    @property
    def whole(self) -> str:
        """The word for all of it."""
        return whole_of(self.level)


def place(code: str) -> Place:
    """The division of a code. Raises UnknownPlaceError."""
    found = Division.objects.filter(code=code).first()
    if found is None:
        raise UnknownPlaceError(f"行政区划代码“{code}”不在区划表中，请核对代码或先载入该区划。")
    return Place(found.code, found.name, found.level)


def places_below(code: str) -> tuple[Place, ...]:
    """The divisions directly under a place that are in force, by code."""
    rows = Division.objects.filter(parent_code=code, valid_to=None).order_by("code")
    return tuple(Place(r.code, r.name, r.level) for r in rows)
