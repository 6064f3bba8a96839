"""The records around one: those it names, and those that name it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from xinglin.actions.naming import live_naming
from xinglin.actions.permissions import may
from xinglin.language import catalogue
from xinglin.language.fields import Reference
from xinglin.language.registers import Register, referred_register
from xinglin.pages.cells import Cell, cell, learn_names
from xinglin.pages.names import Names
from xinglin.store.models import User
from xinglin.store.registers import model_of

MOST = 50


@dataclass(frozen=True)
class Below:
    """The records of one register that name a record. hidden: live ones out of the user's reach.

    add: the address of a new one, where the user may file it and the record still goes on.
    """

    register: type[Register]
    reference: Reference
    headings: list[str]
    lines: list[tuple[int, list[Cell]]]
    total: int
    hidden: int
    add: str


def with_links(register: type[Register], row: Any, cells: list[Cell]) -> list[Cell]:
    """Cells that name a record the user sees lead to it."""
    links = {}
    for reference in register.references():
        there, number = referred_register(reference), getattr(row, reference.name)
        found = model_of(there)._default_manager.filter(**{there.key[0].name: number})
        record = found.values_list("pk", flat=True).first() if number else None
        if record is not None:
            links[reference.name] = reverse("detail", args=[there.name, record])
    return [replace(c, href=links.get(c.column, "")) for c in cells]


def below(register: type[Register], row: Any, user: User, names: Names) -> list[Below]:
    """What stands on a record's page below it, a table a register; lines the user may not see."""
    found = []
    for other in catalogue.load().registers.values():
        for reference in other.references():
            if referred_register(reference) is register and may(user, "see", other):
                found.append(_table(other, reference, register, row, user, names))
    return found


def _table(
    other: type[Register],
    reference: Reference,
    register: type[Register],
    row: Any,
    user: User,
    names: Names,
) -> Below:
    number = getattr(row, register.key[0].name)
    when = next(iter(other.counting_dates.values())).column.name
    order = when if when in other.fields else "id"
    rows = model_of(other)._default_manager.filter(**{reference.name: number})
    ended = other.lifecycle.ended
    seen = rows.exclude(state__in=ended).count()
    shown = list(rows.order_by(f"-{order}", "-id")[:MOST])
    listed = [c.name for c in other.list_columns or tuple(other.fields.values())[:8]]
    columns = [c for c in listed if c != reference.name]
    learn_names(other, columns, shown, names)
    goes_on = row.state not in register.lifecycle.ended
    is_child = other.parent is reference
    return Below(
        other,
        reference,
        [other.column_label(c) for c in columns],
        [(r.pk, [cell(other, c, r, names) for c in columns]) for r in shown],
        rows.count(),
        live_naming(other, reference, number) - seen,
        f"{reverse('new', args=[other.name])}?{reference.name}={number}"
        if is_child and goes_on and may(user, "enter", other)
        else "",
    )
