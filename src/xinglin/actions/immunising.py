"""Children's immunisation from their records: what they have had, what counts, what is due."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from xinglin.actions.moments import today
from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.vaccines import Vaccine
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
from xinglin.immunisation.schedule import label_of, national_schedule
from xinglin.language import catalogue
from xinglin.language.provisions import DOSE, EXEMPTION
from xinglin.language.registers import Register
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
