"""Vaccine by batch and unit, and temperatures that were not as they should be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Sum

from xinglin.actions.checking import code_tables
from xinglin.actions.immunising import register_of, rows_of
from xinglin.actions.moments import today
from xinglin.codes.dates import local_day
from xinglin.codes.vaccines import MovementKind
from xinglin.language import catalogue
from xinglin.language.evaluation import compile_expression
from xinglin.language.provisions import BATCH, DOSE, MOVEMENT, READING


@dataclass(frozen=True)
class BatchStock:
    """One batch at one unit: what came, went, was given, and is left."""

    unit: str
    batch: Any
    came: int
    went: int
    given: int
    left: int
    days_left: int

    @property
    def is_expired(self) -> bool:
        """Whether its last day is past."""
        return self.days_left < 0


def stock() -> list[BatchStock]:
    """The doses of every batch at every unit in reach, the first to expire first."""
    day = today()
    moved: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    sums = rows_of(MOVEMENT).values_list("reporter", "batch", "kind").annotate(n=Sum("doses_count"))
    for unit, batch, kind, count in sums:
        sign = MovementKind.attribute(kind, "sign", day)
        moved[unit, batch][0 if sign == 1 else 1] += count
    given = {
        (unit, batch): n
        for unit, batch, n in rows_of(DOSE)
        .exclude(batch=None)
        .values_list("reporter", "batch")
        .annotate(n=Count("pk"))
    }
    batches: Mapping[str, Any] = {b.batch_no: b for b in rows_of(BATCH)}
    found = []
    for unit, number in sorted(set(moved) | set(given)):
        batch = batches.get(number)
        if batch is None:
            continue
        (came, went), used = moved[unit, number], given.get((unit, number), 0)
        days = (batch.expiry_date - day).days
        found.append(BatchStock(unit, batch, came, went, used, came - went - used, days))
    return sorted(found, key=lambda s: (s.days_left, s.batch.batch_no, s.unit))


def warm_readings(days: int = 30) -> list[Any]:
    """Temperatures outside their store's range in the last days, the latest first."""
    register = register_of(READING)
    since = today() - timedelta(days=days)
    check = next(c for c in register.checks if c.level == "warning")
    rows = rows_of(READING).filter(read_at__date__gte=since).order_by("-read_at", "-pk")
    holds = compile_expression(check.condition, code_tables(catalogue.load()))
    found = []
    for row in rows[:5000]:
        record = {name: getattr(row, name) for name in register.stored_columns()}
        record["read_at_date"] = local_day(row.read_at)
        if holds(record) is False:
            found.append(row)
    return found
