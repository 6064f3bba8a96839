"""Who is late with what: for those who oversee others, counted by unit, nobody's record opened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from xinglin.actions.permissions import may
from xinglin.language import catalogue
from xinglin.pages.names import Names
from xinglin.store.models import DueMoment, User

SHOWN = 12


@dataclass(frozen=True)
class Overdue:
    """One unit's open deadlines of one kind that have passed."""

    unit: str
    register: str
    register_label: str
    deadline: str
    count: int
    since: datetime


def overdue_by_unit(user: User, at: datetime, names: Names) -> list[Overdue]:
    """The units with most that is late, in the user's reach; empty for who writes no report."""
    registers = {
        name: register
        for name, register in catalogue.load().registers.items()
        if register.deadlines and may(user, "see", register)
    }
    if not may(user, "report") or not registers:
        return []
    late = DueMoment.objects.filter(register__in=registers, done_at=None, due_at__lt=at)
    rows = (
        late.values("register", "deadline", "reporter", "place")
        .annotate(count=Count("id"), since=Min("due_at"))
        .order_by("-count", "since")[:SHOWN]
    )
    found = list(rows)
    names.learn_places(row["place"] for row in found)
    return [
        Overdue(
            names.institution(row["reporter"]) if row["reporter"]
            else names.place_in_full(row["place"]),
            row["register"],
            registers[row["register"]].label,
            registers[row["register"]].deadlines[row["deadline"]].label,
            row["count"],
            row["since"],
        )
        for row in found
    ]  # fmt: skip
