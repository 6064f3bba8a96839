"""Children's immunisation from their records: what is due, the month's coverage, the stock."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Sum

from xinglin.actions.checking import code_tables
from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import change_record, create_record
from xinglin.codes.dates import local_day
from xinglin.codes.vaccines import MovementKind, ScheduleDose, Vaccine
from xinglin.immunisation.days import NEVER, day_number, day_of
from xinglin.immunisation.doses import NUMBER_OF, VERDICTS, Children, Doses
from xinglin.immunisation.due import (
    CONTRAINDICATED,
    DUE,
    OVERDUE,
    REASONS,
    STATES,
    UPCOMING,
    Exemptions,
    SeriesDue,
    due_of,
)
from xinglin.immunisation.report import month_of
from xinglin.immunisation.schedule import label_of, national_schedule
from xinglin.language import catalogue
from xinglin.language.evaluation import compile_expression
from xinglin.language.provisions import (
    BATCH,
    CHILD,
    COVERAGE,
    DOSE,
    EXEMPTION,
    MOVEMENT,
    READING,
)
from xinglin.language.registers import Register
from xinglin.store.models import User
from xinglin.store.registers import model_of

ON_ROLL = ("active", "lost")


def register_of(what: str) -> type[Register]:
    """The register that provides a part of immunisation. Raises RefusedError without any."""
    found = catalogue.load().providing(what)
    if found is None:
        raise RefusedError([Problem("IMM", "", "本系统没有装免疫规划业务，请联系系统管理员。")])
    return found


def rows_of(what: str) -> Any:
    """The rows of such a register that are not removed, within the user's reach."""
    register = register_of(what)
    return model_of(register)._default_manager.exclude(state__in=register.lifecycle.ended)


@dataclass(frozen=True)
class Loaded:
    """Some children's rows, and the same as the engine reads them."""

    rows: Sequence[Any]
    children: Children
    doses: Doses
    exemptions: Exemptions


def load_children(rows: Sequence[Any]) -> Loaded:
    """The doses and exemptions of some children, as far as the user reaches them."""
    at = {row.child_no: number for number, row in enumerate(rows)}
    born = np.array([day_number(row.birth_date) for row in rows], dtype=np.int64)
    sex = np.array([row.sex or "" for row in rows], dtype=np.str_)
    given = [
        (at[child], NUMBER_OF[vaccine], day_number(day))
        for child, vaccine, day in rows_of(DOSE)
        .filter(child__in=list(at))
        .values_list("child", "vaccine", "dose_date")
        if vaccine in NUMBER_OF
    ]
    excused = [
        (at[child], series, day_number(until) if until else int(NEVER))
        for child, series, until in rows_of(EXEMPTION)
        .filter(child__in=list(at))
        .values_list("child", "series", "until_date")
    ]
    table = np.array(given, dtype=np.int64).reshape(-1, 3)
    return Loaded(
        rows,
        Children(born, sex),
        Doses.in_order(table[:, 0], table[:, 1], table[:, 2]),
        Exemptions(
            np.array([e[0] for e in excused], dtype=np.int64),
            np.array([e[1] for e in excused], dtype=np.str_),
            np.array([e[2] for e in excused], dtype=np.int64),
        ),
    )


@dataclass(frozen=True)
class DoseTold:
    """One dose given and what became of it. name: the dose it was to be."""

    day: date
    vaccine: str
    name: str
    verdict: str
    counts: bool


@dataclass(frozen=True)
class SeriesTold:
    """One series of one child, in words. state: of STATES; next_name: '' where none is left."""

    label: str
    doses: tuple[DoseTold, ...]
    next_name: str
    day: date | None
    reason: str
    finish: date | None
    state: int
    said: str
    source: str


def plan_of(child: Any, as_of: date | None = None) -> list[SeriesTold]:
    """What one child has had, what counts, and what comes next, by series."""
    loaded, day = load_children([child]), day_number(as_of or today())
    found = due_of(national_schedule(), loaded.children, loaded.doses, loaded.exemptions, day)
    given = loaded.doses.until(day)
    return [_told(one, given) for one in found]


def _told(one: SeriesDue, given: Doses) -> SeriesTold:
    series, track = one.series, int(one.progress.track[0])
    way = series.tracks[track].doses
    doses = tuple(
        DoseTold(
            day_of(given.day[row]),
            Vaccine.label_of(Vaccine.codes[given.vaccine[row]]),
            label_of(series, track, int(number)) if number <= len(way) else f"第{number}剂",
            VERDICTS[int(verdict)],
            verdict == 0,
        )
        for row, number, verdict in zip(
            one.progress.rows, one.progress.number, one.progress.verdict, strict=True
        )
    )
    number, state = int(one.number[0]), int(one.state[0])
    has_day = state in (DUE, OVERDUE, UPCOMING, CONTRAINDICATED) and one.day[0] < NEVER
    return SeriesTold(
        label=series.label,
        doses=doses,
        next_name=label_of(series, track, number) if number and has_day else "",
        day=day_of(one.day[0]) if has_day else None,
        reason=REASONS[int(one.reason[0])] if has_day else "",
        finish=day_of(one.finish[0]) if has_day else None,
        state=state,
        said=STATES[state],
        source=way[-1][-1].source,
    )


@dataclass(frozen=True)
class DueDose:
    """One dose a child is waiting for."""

    child: Any
    name: str
    day: date
    state: int
    said: str


def due_doses(rows: Iterable[Any], until: date, as_of: date | None = None) -> list[DueDose]:
    """Doses due up to a day for some children on the roll, the longest due first."""
    listed = [row for row in rows if row.state in ON_ROLL]
    loaded, now = load_children(listed), day_number(as_of or today())
    last, found = day_number(until), []
    for one in due_of(national_schedule(), loaded.children, loaded.doses, loaded.exemptions, now):
        waits = (one.state >= DUE) & (one.state <= UPCOMING) & (one.day <= last)
        for at in np.flatnonzero(waits):
            name = label_of(one.series, int(one.progress.track[at]), int(one.number[at]))
            state = int(one.state[at])
            found.append(DueDose(listed[at], name, day_of(one.day[at]), state, STATES[state]))
    return sorted(found, key=lambda d: (d.day, d.child.pk, d.name))


def missing_doses(child: Any, as_of: date | None = None) -> list[str]:
    """What a school writes on the notice: doses due and not had."""
    return [s.next_name for s in plan_of(child, as_of) if s.state in (DUE, OVERDUE)]


@dataclass(frozen=True)
class MonthMade:
    """How many rows of the month's report were new and how many changed."""

    clinics: int
    new: int
    changed: int


def make_month(first: date, *, by: User) -> MonthMade:
    """Write each clinic's report of a month from its records; rows already there are corrected.

    first: the month's first day. Raises RefusedError, ForbiddenError.
    """
    register = register_of(COVERAGE)
    require(by, "enter", register)
    if first > today():
        raise RefusedError([Problem("MONTH", "month", "月份在今天之后，请核对。")])
    clinics: dict[str, list[Any]] = defaultdict(list)
    for row in rows_of(CHILD).filter(state__in=ON_ROLL).order_by("pk"):
        clinics[row.reporter].append(row)
    new = changed = 0
    for clinic, rows in sorted(clinics.items()):
        made = _clinic_month(register, clinic, rows, first, by)
        new, changed = new + made[0], changed + made[1]
    return MonthMade(len(clinics), new, changed)


def _clinic_month(
    register: type[Register], clinic: str, rows: list[Any], first: date, by: User
) -> tuple[int, int]:
    loaded = load_children(rows)
    half = date(first.year, 1 if first.month <= 6 else 7, 1)
    there = rows_of(COVERAGE).filter(reporter=clinic, month_date__gte=half)
    before = dict(
        there.filter(month_date__lt=first).values_list("dose").annotate(n=Sum("given_count"))
    )
    known = {row.dose: row for row in there.filter(month_date=first)}
    new = changed = 0
    for one in month_of(national_schedule(), loaded.children, loaded.doses, first):
        code = ScheduleDose.find(one.label)
        if code is None:
            continue
        values: dict[str, Any] = {
            "due_count": one.due,
            "given_count": one.given,
            "before_count": before.get(code, 0),
        }
        row = known.get(code)
        if row is None:
            named = {"month_date": first, "dose": code, "line_key": f"{clinic}/{code}"}
            create_record(register, {**named, **values, "reporter": clinic}, by=by)
            new += 1
        elif any(getattr(row, k) != v for k, v in values.items()):
            change_record(register, row.pk, values, by=by, version=row.version)
            changed += 1
    return new, changed


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
