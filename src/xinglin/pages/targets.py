"""The year's tasks on the workbench: how much is done, and how much of the year has gone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from xinglin.actions.moments import today
from xinglin.actions.permissions import may
from xinglin.indicators.figures import Figure
from xinglin.language import catalogue
from xinglin.language.periods import Period, parse_period
from xinglin.pages.asking import Asked
from xinglin.pages.names import Names
from xinglin.pages.numbers import WORDS, Number, number_of
from xinglin.reports.figures import NoSnapshotError, evaluation
from xinglin.store.models import User
from xinglin.store.registers import model_of

REGISTER = "annual_target"
SHOWN = 20
_MARK_WIDTH = 1.0


@dataclass(frozen=True)
class Progress:
    """One task: done so far beside the year gone so far, both in per cent."""

    id: int
    name: str
    place: str
    target: int
    office: str
    number: Number | None
    share: float | None
    elapsed: float
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
        """Whether it keeps pace with the year."""
        if self.share is None:
            return self.why_not
        if self.share >= 100:
            return "已完成全年任务"
        behind = self.elapsed - self.share
        return f"慢于时间进度 {behind:.1f} 个百分点" if behind > 0 else "达到时间进度"


@dataclass(frozen=True)
class Tasks:
    """The tasks of one year. until: the last day that is counted."""

    year: int
    until: date
    rows: list[Progress]
    more: int


def tasks_of_year(user: User, names: Names) -> Tasks | None:
    """Progress of this year's tasks at the user's places; None where there is nothing to show."""
    register = catalogue.load().registers.get(REGISTER)
    sees_places = user.is_everything or bool(user.scope_places)
    if register is None or not sees_places or not may(user, "see", register):
        return None
    day = today()
    found = model_of(register)._default_manager.filter(
        state=register.lifecycle.initial,
        year_date__gte=date(day.year, 1, 1),
        year_date__lt=date(day.year + 1, 1, 1),
    )
    rows: list[Any] = list(found.order_by("division", "indicator")[: SHOWN + 1])
    if not rows:
        return None
    more = found.count() - SHOWN if len(rows) > SHOWN else 0
    names.learn_places(row.division for row in rows)
    return Tasks(day.year, day, _progress(rows[:SHOWN], day, names), more)


def elapsed_share(day: date) -> float:
    """How much of its year has gone at the end of a day, in per cent."""
    first, last = date(day.year, 1, 1), date(day.year, 12, 31)
    return 100 * ((day - first).days + 1) / ((last - first).days + 1)


def _progress(rows: list[Any], day: date, names: Names) -> list[Progress]:
    period = parse_period(f"{day.year}-{day.month:02d}YTD")
    figures = _figures(rows, period)
    return [
        _one(row, figures.get((row.indicator, row.division)), elapsed_share(day), names)
        for row in rows
    ]


def _one(row: Any, figure: Figure | None, elapsed: float, names: Names) -> Progress:
    declared = catalogue.load().indicators.get(row.indicator)
    told = figure is not None and figure.value is not None
    share = None
    if told and row.target_count:
        share = 100 * float(figure.value or 0) / row.target_count if figure else None
    door = Asked(row.indicator, row.division, figure.period).address() if figure else ""
    return Progress(
        row.pk,
        declared.name if declared else row.indicator,
        names.place_in_full(row.division),
        row.target_count,
        row.lead_office,
        number_of(figure, door) if figure else None,
        share,
        elapsed,
        _why_not(row, figure, is_count=declared is not None and declared.formula == "total"),
    )


def _figures(rows: list[Any], period: Period) -> dict[tuple[str, str], Figure]:
    """(indicator, place) → what is done so far, in one pass; nothing before the first snapshot."""
    try:
        asked = evaluation()
    except NoSnapshotError:
        return {}
    declared = catalogue.load().indicators
    wanted = {r.indicator for r in rows if r.indicator in asked.definitions.plans}
    counts = sorted(n for n in wanted if n in declared and declared[n].formula == "total")
    places = sorted({r.division for r in rows})
    found = asked.series(counts, places, [period]) if counts else []
    return {(f.indicator, f.place): f for f in found}


def _why_not(row: Any, figure: Figure | None, *, is_count: bool) -> str:
    """Why no progress can be told; '' where it can."""
    if row.indicator not in catalogue.load().indicators:
        return f"没有编号为“{row.indicator}”的指标，请订正任务里的指标编号"
    if not is_count:
        return "这个指标不是计数，不能按任务数算进度"
    if figure is None:
        return "还没有快照，取快照后显示进度"
    if figure.value is None:
        return WORDS[figure.status]
    return "任务数为零" if not row.target_count else ""
