"""A reckoning of days in Chinese sentences, exact enough to be done again by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby

from xinglin.clock.calendar import WorkingCalendar
from xinglin.clock.limits import UNIT_LABELS, Limit, Suspension
from xinglin.codes.dates import local_day, shanghai

_DAY = timedelta(days=1)


def moment_text(moment: datetime) -> str:
    """A moment as people write it: 2026-10-02 22:00; the end of a day is 24:00."""
    local = shanghai(moment)
    if local.time() == time.max:
        return f"{local:%Y-%m-%d} 24:00"
    return f"{local:%Y-%m-%d %H:%M:%S}" if local.second else f"{local:%Y-%m-%d %H:%M}"


def day_steps(
    start: datetime,
    limit: Limit,
    amount: int,
    at: datetime | None,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension],
) -> tuple[tuple[str, ...], bool]:
    """(steps, provisional) of a limit of days that ends at `at`, or is stopped."""
    first = local_day(start) + _DAY
    length = f"自 {first - _DAY} {limit.event}次日起 {amount} {UNIT_LABELS[limit.unit]}"
    if at is None:
        head = f"{length} → 停钟未结束，到期日待定，依据{limit.clause}"
        return (head, *suspension_steps(suspensions)), False
    last = local_day(at)
    met = [stopped for stopped in suspensions if stopped.first_day <= last]
    unknown = sorted({day.year for day in _span(first, last) if not calendar.is_announced(day)})
    steps = [f"{length} → {moment_text(at)}，依据{limit.clause}"]
    if limit.unit == "working_days":
        steps += _working_day_steps(first, last, calendar, met)
    else:
        steps += _last_day_steps(last, limit, calendar)
    steps += suspension_steps(met)
    matters = limit.unit == "working_days" or limit.moves_to_working_day
    if unknown and matters:
        years = "、".join(str(year) for year in unknown)
        steps.append(f"{years} 年假日安排尚未公布（未收录），暂按周末推算，到期日待核实")
    return tuple(steps), bool(unknown) and matters


def suspension_steps(suspensions: Iterable[Suspension]) -> list[str]:
    """One sentence for each suspension."""
    found = []
    for stopped in suspensions:
        until = moment_text(stopped.end) if stopped.end else "尚未结束"
        span = f"{moment_text(stopped.start)} 至 {until}"
        found.append(
            f"{span} {stopped.reason}，不计入期限，依据{stopped.clause}（{stopped.document}）"
        )
    return found


def _working_day_steps(
    first: date, last: date, calendar: WorkingCalendar, suspensions: Sequence[Suspension]
) -> Iterator[str]:
    def is_off(day: date) -> bool:
        return not calendar.is_working(day)

    def is_made_up(day: date) -> bool:
        row = calendar.special(day)
        return row is not None and row.is_workday

    off = list(_runs(first, last, is_off))
    if off:
        count = sum((until - begin).days + 1 for begin, until in off)
        listed = "、".join(_run_text(run, calendar) for run in off)
        yield f"其间休息日 {count} 天不计：{listed}"
    made_up = [str(day) for day in _span(first, last) if is_made_up(day)]
    if made_up:
        yield f"调休上班日计入：{'、'.join(made_up)}"
    stopped = [
        day
        for day in _span(first, last)
        if calendar.is_working(day) and any(one.covers(day) for one in suspensions)
    ]
    if stopped:
        yield f"停钟期间的工作日 {len(stopped)} 天不计"


def _last_day_steps(last: date, limit: Limit, calendar: WorkingCalendar) -> Iterator[str]:
    if limit.moves_to_working_day:
        yield "最后一日是休息日的，顺延至其后第一个工作日"
    elif not calendar.is_working(last):
        yield f"最后一日 {last} 是休息日，本期限不顺延"


def _runs(first: date, last: date, keep: Callable[[date], bool]) -> Iterator[tuple[date, date]]:
    for kept, days in groupby(_span(first, last), key=keep):
        if kept:
            run = list(days)
            yield run[0], run[-1]


def _run_text(run: tuple[date, date], calendar: WorkingCalendar) -> str:
    begin, until = run
    names = dict.fromkeys(
        row.name for day in _span(begin, until) if (row := calendar.special(day)) is not None
    )
    text = str(begin) if begin == until else f"{begin} 至 {until}"
    return f"{text}（{'、'.join(names)}）" if names else text


def _span(first: date, last: date) -> list[date]:
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
