"""The first page: what must I do now. A worklist, late things first; not a wall of charts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinglin.actions.moments import now
from xinglin.actions.permissions import may
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.pages.cells import Cell, cell, learn_names
from xinglin.pages.clocks import Clock, clock_of
from xinglin.pages.names import Names
from xinglin.pages.overdue import overdue_by_unit
from xinglin.pages.requests import user_of
from xinglin.pages.targets import tasks_of_year
from xinglin.store.models import DueMoment, User
from xinglin.store.registers import model_of

SHOWN = 50
SHORT = 8


@dataclass(frozen=True)
class Task:
    """A record with a deadline that is mine to meet."""

    register: type[Register]
    id: int
    clock: Clock
    cells: list[Cell]


@dataclass(frozen=True)
class Pile:
    """Records of one register in one state that wait for this user."""

    register: type[Register]
    label: str
    states: str
    count: int
    rows: list[tuple[int, list[Cell]]]

    @property
    def headings(self) -> list[str]:
        """What stands over the columns."""
        return [cell.label for cell in self.rows[0][1]] if self.rows else []


def _mine(user: User) -> Q:
    """Deadlines whose step this user's post may take."""
    found = Q(pk__in=[])
    for register in catalogue.load().registers.values():
        for name, deadline in register.deadlines.items():
            steps = [s for s in register.steps.values() if s.sets is deadline.done]
            needed = {s.needs for s in steps} or {"enter"}  # else it ends by filling in the record
            if any(may(user, needs, register) for needs in needed):
                found |= Q(register=register.name, deadline=name)
    return found


def _telling(register: type[Register]) -> list[str]:
    """The columns by which an officer knows a record, in a line of a worklist."""
    return [c.name for c in register.list_columns if c.name not in ("state", "reporter")][:5]


def _cells(register: type[Register], rows: list[Any], names: Names) -> dict[int, list[Cell]]:
    columns = _telling(register)
    learn_names(register, columns, rows, names)
    return {row.pk: [cell(register, c, row, names) for c in columns] for row in rows}


def tasks_of(user: User, at: datetime, names: Names) -> list[Task]:
    """The first open deadlines, late ones before the next."""
    mine = DueMoment.objects.filter(_mine(user), done_at=None)
    due = list(mine.order_by(F("due_at").asc(nulls_last=True))[:SHOWN])  # stopped ones last
    known: dict[tuple[str, int], list[Cell]] = {}
    for name in {d.register for d in due}:
        register = catalogue.load().register(name)
        ids = [d.record_id for d in due if d.register == name]
        rows = list(model_of(register)._default_manager.filter(pk__in=ids))
        known |= {(name, pk): cells for pk, cells in _cells(register, rows, names).items()}
    return [
        _task(d, known[d.register, d.record_id], at)
        for d in due
        if (d.register, d.record_id) in known
    ]


def _task(due: DueMoment, cells: list[Cell], at: datetime) -> Task:
    register = catalogue.load().register(due.register)
    label = register.deadlines[due.deadline].label
    return Task(register, due.record_id, clock_of(label, due.due_at, None, due.clause, at), cells)


def piles_of(user: User, names: Names) -> list[Pile]:
    """What waits for a review, what came back, what is a draft: of each register, the newest."""
    found = []
    for register in catalogue.load().registers.values():
        for label, states, own in _waiting(user, register):
            rows = model_of(register)._default_manager.filter(state__in=states)
            if own and user.unit:
                rows = rows.filter(reporter=user.unit)
            count = rows.count()
            if count:
                first = list(rows.order_by("-id")[:SHORT])
                cells = _cells(register, first, names)
                found.append(
                    Pile(
                        register,
                        label,
                        ",".join(states),
                        count,
                        [(row.pk, cells[row.pk]) for row in first],
                    )
                )
    return found


def _waiting(user: User, register: type[Register]) -> list[tuple[str, list[str], bool]]:
    """(heading, states, own unit's only) of what a register has waiting for this user."""
    cycle, steps = register.lifecycle, register.steps.values()
    reviewed = {s for step in steps if step.needs == "review" for s in step.source}
    sent = {s for step in steps if step.needs == "enter" and not step.corrects for s in step.source}
    found: list[tuple[str, list[str], bool]] = []
    if reviewed and may(user, "review", register):
        found.append(("待我审核", sorted(reviewed), False))
    if sent and may(user, "enter", register):
        back = sorted(sent - {cycle.initial})
        if back:
            found.append(("退回我处", back, True))
        if cycle.initial in sent:
            found.append(("草稿", [cycle.initial], True))
    return found


@require_safe
def workbench(request: HttpRequest) -> HttpResponse:
    """The workbench."""
    user, at, names = user_of(request), now(), Names()
    tasks = tasks_of(user, at, names)
    open_ = DueMoment.objects.filter(_mine(user), done_at=None)
    context = {
        "tasks": tasks,
        "late": open_.filter(due_at__lt=at).count(),
        "open": open_.count(),
        "overdue": overdue_by_unit(user, at, names),
        "year": tasks_of_year(user, names),
        "piles": piles_of(user, names),
        "enterable": [
            r for r in catalogue.load().registers.values() if may(user, "enter", r) and r.deadlines
        ],
        "unit": names.institution(user.unit) if user.unit else "",
        "places": [names.place_in_full(code) for code in user.scope_places],
        "at": at,
    }
    return render(request, "workbench.html", context)
