"""The year's tasks on the workbench: how much is done, and how much of the year has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from xinglin.actions.moments import today
from xinglin.actions.permissions import may
from xinglin.indicators.figures import Figure
from xinglin.language import catalogue
from xinglin.language.periods import Period, parse_period
from xinglin.language.registers import Measured, Register
from xinglin.pages.asking import Asked
from xinglin.pages.names import Names
from xinglin.pages.numbers import WORDS, Number, number_of
from xinglin.reports.figures import NoSnapshotError, evaluation
from xinglin.store.models import User
from xinglin.store.registers import model_of

SHOWN = 20
_MARK_WIDTH = 1.0


@dataclass(frozen=True)
class Progress:
    """One task: done so far beside the year gone so far, both in per cent.

    keeps_pace: what is done grows with the year (a count), so that the two may be compared.
    """

    id: int
    register: str
    name: str
    place: str
    target: str
    office: str
    number: Number | None
    share: float | None
    elapsed: float
    keeps_pace: bool
    at_most: bool
    why_not: str = ""

    @property
    def bar(self) -> str:
        """Length of the bar, at most the whole."""
        return f"{min(self.share or 0.0, 100.0):.1f}"

    @property
    def mark(self) -> str:
        """Where the mark of elapsed time stands."""
        return f"{min(self.elapsed, 100 - _MARK_WIDTH):.1f}"

    @property
    def words(self) -> str:
        """Whether it keeps pace with the year, or is where it should be."""
        if self.share is None:
            return self.why_not
        if self.at_most:
            return "已超过控制目标" if self.share > 100 else "在控制目标之内"
        if self.share >= 100:
            return "已完成全年任务" if self.keeps_pace else "已达到目标"
        if not self.keeps_pace:
            return f"距目标还差 {100 - self.share:.1f}%"
        behind = self.elapsed - self.share
        return f"慢于时间进度 {behind:.1f} 个百分点" if behind > 0 else "达到时间进度"


@dataclass(frozen=True)
class Tasks:
    """The tasks of one year. until: the last day that is counted; more: list → how many more."""

    year: int
    until: date
    rows: list[Progress]
    more: list[tuple[str, str, int]]


@dataclass(frozen=True)
class _Task:
    """One record of a register whose rows are tasks."""

    register: type[Register]
    measured: Measured
    row: Any

    @property
    def asked(self) -> tuple[str, str]:
        """(indicator, place)."""
        return getattr(self.row, self.measured.indicator.name) or "", self.row.place

    @property
    def target(self) -> Decimal:
        """What the indicator is to come to; zero where nothing is said."""
        return Decimal(getattr(self.row, self.measured.target.name) or 0)

    @property
    def at_most(self) -> bool:
        """Whether less is better."""
        field = self.measured.direction
        return field is not None and getattr(self.row, field.name) == "at_most"


def tasks_of_year(user: User, names: Names) -> Tasks | None:
    """Progress of this year's tasks at the user's places; None where there is nothing to show."""
    if not (user.is_everything or user.scope_places):
        return None
    day, found = today(), []
    more = []
    for register in catalogue.load().registers.values():
        if register.measured is not None and may(user, "see", register):
            rows, rest = _of_register(register, register.measured, day)
            found += rows
            if rest:
                more.append((register.name, register.label, rest))
    if not found:
        return None
    names.learn_places(task.row.place for task in found)
    return Tasks(day.year, day, _progress(found, day, names), more)


def _of_register(
    register: type[Register], measured: Measured, day: date
) -> tuple[list[_Task], int]:
    """This year's running tasks of one register, and how many more there are."""
    until, indicator = measured.until.name, measured.indicator.name
    rows = model_of(register)._default_manager.filter(
        **{
            "state__in": _running(register),
            f"{until}__gte": date(day.year, 1, 1),
            f"{until}__lt": date(day.year + 1, 1, 1),
            f"{indicator}__isnull": False,
        }
    )
    listed = list(rows.order_by("place", indicator, "id")[: SHOWN + 1])
    more = rows.count() - SHOWN if len(listed) > SHOWN else 0
    return [_Task(register, measured, row) for row in listed[:SHOWN]], more


def _running(register: type[Register]) -> list[str]:
    """States in which a task is being done: begun, and with a step still to take."""
    lifecycle = register.lifecycle
    if not register.steps:
        return [lifecycle.initial]
    sources = {source for step in register.steps.values() for source in step.source}
    return [s for s in lifecycle.states if s in sources and s != lifecycle.initial]


def elapsed_share(day: date) -> float:
    """How much of its year has gone at the end of a day, in per cent."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return 100 * ((day - first).days + 1) / ((last - first).days + 1)


def _progress(tasks: list[_Task], day: date, names: Names) -> list[Progress]:
    period = parse_period(f"{day.year}-{day.month:02d}YTD")
    figures = _figures(tasks, period)
    return [_one(task, figures.get(task.asked), elapsed_share(day), names) for task in tasks]


def _one(task: _Task, figure: Figure | None, elapsed: float, names: Names) -> Progress:
    indicator, place = task.asked
    declared = catalogue.load().indicators.get(indicator)
    row = task.row
    share = None
    if figure is not None and figure.value is not None and task.target:
        share = float(100 * Decimal(figure.value) / task.target)
    door = Asked(indicator, place, figure.period).address() if figure else ""
    return Progress(
        id=row.pk,
        register=task.register.name,
        name=_title(task, declared.name if declared is not None else indicator),
        place=names.place_in_full(place),
        target=f"{task.target:,f}",
        office=getattr(row, task.measured.office.name) or "",
        number=number_of(figure, door) if figure else None,
        share=share,
        elapsed=elapsed,
        keeps_pace=declared is not None and declared.formula == "total",
        at_most=task.at_most,
        why_not=_why_not(task, figure),
    )


def _title(task: _Task, otherwise: str) -> str:
    """What the task is called; one without a name of its own is called by its indicator."""
    field = task.register.title_field
    return otherwise if field is None else getattr(task.row, field.name) or otherwise


def _figures(tasks: list[_Task], period: Period) -> dict[tuple[str, str], Figure]:
    """(indicator, place) → what is done so far, in one pass; nothing before the first snapshot."""
    try:
        asked = evaluation()
    except NoSnapshotError:
        return {}
    wanted = {task.asked[0] for task in tasks} & asked.definitions.plans.keys()
    places = sorted({task.asked[1] for task in tasks})
    found = asked.series(sorted(wanted), places, [period]) if wanted else []
    return {(f.indicator, f.place): f for f in found}


def _why_not(task: _Task, figure: Figure | None) -> str:
    """Why no progress can be told; '' where it can."""
    indicator = task.asked[0]
    if indicator not in catalogue.load().indicators:
        return f"没有编号为“{indicator}”的指标，请订正任务里的指标编号"
    if figure is None:
        return "还没有快照，取快照后显示进度"
    if figure.value is None:
        return WORDS[figure.status]
    return "任务数为零" if not task.target else ""
