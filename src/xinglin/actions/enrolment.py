"""How far a year's enrolment has come (参合情况), by township and village."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, Sum

from xinglin.actions.settling.scheme import members_register
from xinglin.language import catalogue
from xinglin.store.registers import model_of

UNNAMED = "（未填村）"


@dataclass(frozen=True)
class Village:
    """One village's members of a year. Fen; before: how many were in the year before."""

    name: str
    households: int
    members: int
    before: int
    fee_fen: int
    subsidised_fen: int
    on_aid: int
    left: int
    without_receipt: int


@dataclass
class Township:
    """One township's villages, and how many people could join; None where nobody has said."""

    code: str
    eligible: int | None
    villages: list[Village] = field(default_factory=list)

    def total(self, name: str) -> int:
        """The sum of one number over its villages."""
        return sum(int(getattr(village, name)) for village in self.villages)

    @property
    def rate(self) -> Fraction | None:
        """Enrolled of those who could join, per cent; None where that is not known."""
        return Fraction(self.total("members") * 100, self.eligible) if self.eligible else None


def enrolment(area: str, year: int) -> list[Township]:
    """A year's enrolment in an area, township by township."""
    now, before = _counted(area, year), _counted(area, year - 1)
    towns: dict[str, Township] = {}
    for place, name in sorted({*now, *before}):
        town = towns.setdefault(place, Township(place, eligible(place, year)))
        row = now.get((place, name), {})
        town.villages.append(
            Village(
                name, row.get("households", 0), row.get("members", 0),
                before.get((place, name), {}).get("members", 0), row.get("fee", 0) or 0,
                row.get("subsidised", 0) or 0, row.get("on_aid", 0), row.get("gone", 0),
                row.get("unpaid", 0),
            )
        )  # fmt: skip
    return list(towns.values())


def _counted(area: str, year: int) -> dict[tuple[str, str], Any]:
    rows = model_of(members_register())._default_manager.filter(
        year_date=date(year, 1, 1), residence__startswith=area, state__in=("enrolled", "left")
    )
    grouped = rows.values("residence", "village").annotate(
        members=Count("pk"), households=Count("household_no", distinct=True), fee=Sum("fee_fen"),
        subsidised=Sum("subsidised_fen"), on_aid=Count("pk", filter=Q(aid_class__isnull=False)),
        gone=Count("pk", filter=Q(state="left") | Q(left_date__isnull=False)),
        unpaid=Count("pk", filter=Q(receipt_no__isnull=True)),
    )  # fmt: skip
    return {(g["residence"], g["village"] or UNNAMED): g for g in grouped}


def eligible(place: str, year: int) -> int | None:
    """Rural residents at the end of the year before, as the population register has them."""
    register = catalogue.load().registers.get("population")
    if register is None:
        return None
    rows = model_of(register)._default_manager.filter(
        division=place, population_kind="agricultural", as_of_date=date(year - 1, 12, 31),
        state="registered",
    )  # fmt: skip
    return rows.values_list("persons_count", flat=True).first()
