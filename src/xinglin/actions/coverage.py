"""The month's coverage of each clinic, written from its records (接种率月报)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Sum

from xinglin.actions.immunising import ON_ROLL, load_children, register_of, rows_of
from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import change_record, create_record
from xinglin.codes.vaccines import ScheduleDose
from xinglin.immunisation.report import month_of
from xinglin.immunisation.schedule import national_schedule
from xinglin.language.provisions import CHILD, COVERAGE
from xinglin.language.registers import Register
from xinglin.store.models import User


@dataclass(frozen=True)
class MonthMade:
    """How many rows of the month's report were new, changed, and left as people filed them."""

    clinics: int
    new: int
    changed: int
    left: int


def make_month(first: date, *, by: User) -> MonthMade:
    """Write each clinic's report of a month from its records; rows made so before are corrected.

    What people typed or brought in themselves is left as it stands: the clinic may keep its
    records elsewhere.

    first: the month's first day. Raises RefusedError, ForbiddenError.
    """
    register = register_of(COVERAGE)
    require(by, "enter", register)
    if first > today():
        raise RefusedError([Problem("MONTH", "month", "月份在今天之后，请核对。")])
    clinics: dict[str, list[Any]] = defaultdict(list)
    for row in rows_of(CHILD).filter(state__in=ON_ROLL).order_by("pk"):
        clinics[row.reporter].append(row)
    totals = [0, 0, 0]
    for clinic, rows in sorted(clinics.items()):
        made = _clinic_month(register, clinic, rows, first, by)
        totals = [total + one for total, one in zip(totals, made, strict=True)]
    return MonthMade(len(clinics), *totals)


def _clinic_month(
    register: type[Register], clinic: str, rows: list[Any], first: date, by: User
) -> tuple[int, int, int]:
    loaded = load_children(rows)
    half = date(first.year, 1 if first.month <= 6 else 7, 1)
    there = rows_of(COVERAGE).filter(reporter=clinic, month_date__gte=half)
    before = dict(
        there.filter(month_date__lt=first).values_list("dose").annotate(n=Sum("given_count"))
    )
    known = {row.dose: row for row in there.filter(month_date=first)}
    # What stands there and is neither due nor given by the records any more becomes 0 of 0.
    found = dict.fromkeys(known, (0, 0))
    for one in month_of(national_schedule(), loaded.children, loaded.doses, first):
        if (code := ScheduleDose.find(one.label)) is not None:
            found[code] = (one.due, one.given)
    new = changed = left = 0
    for code, (due, given) in found.items():
        values: dict[str, Any] = {
            "due_count": due,
            "given_count": given,
            "before_count": before.get(code, 0),
        }
        row = known.get(code)
        if row is None:
            named = {"month_date": first, "dose": code, "line_key": f"{clinic}/{code}"}
            named["is_computed"] = True
            create_record(register, {**named, **values, "reporter": clinic}, by=by)
            new += 1
        elif not row.is_computed:
            left += 1
        elif any(getattr(row, k) != v for k, v in values.items()):
            change_record(register, row.pk, values, by=by, version=row.version)
            changed += 1
    return new, changed, left
