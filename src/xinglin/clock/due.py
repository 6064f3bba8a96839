"""When a limit ends, and the steps by which anybody can reckon it again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from xinglin.clock.calendar import WorkingCalendar
from xinglin.clock.explanation import day_steps, moment_text, suspension_steps
from xinglin.clock.limits import UNIT_LABELS, Extension, Limit, Suspension
from xinglin.codes.dates import SHANGHAI, local_day, shanghai

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Due:
    """When something is due.

    `at`: the last moment in time, Asia/Shanghai; None while a suspension lasts. `steps`: the
    reckoning in Chinese, each a sentence. `provisional`: a year counted by weekends is in it.
    """

    at: datetime | None
    steps: tuple[str, ...]
    provisional: bool
    limit: Limit
    start: datetime

    @property
    def day(self) -> date | None:
        """The last day."""
        return local_day(self.at) if self.at else None

    @property
    def explanation(self) -> str:
        """All steps in one line."""
        return "；".join(self.steps) + "。"


def due_moment(
    start: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension] = (),
    extensions: Sequence[Extension] = (),
) -> Due:
    """When the limit ends that began with the event at `start`.

    A return or a rejection is no argument: it never restarts a clock. Extensions approved after
    the limit had ended, beyond the cap, or after a first one are named in the steps and not
    counted.
    """
    start = shanghai(start)
    first = _reckon(start, limit, limit.amount, calendar, suspensions)
    granted, remarks = _granted(limit, first, extensions)
    if granted is None:
        return _with_remarks(first, remarks)
    longer = _reckon(start, limit, limit.amount + granted.amount, calendar, suspensions)
    text = f"{granted.amount} {UNIT_LABELS[limit.unit]}"
    by = f"经{granted.approved_by}于 {moment_text(granted.approved_at)} 批准延长 {text}"
    return _with_remarks(longer, [f"{by}，依据{granted.clause}", *remarks])


def due_at(
    start: datetime,
    limit: Limit,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension] = (),
    extensions: Sequence[Extension] = (),
) -> datetime | None:
    """The moment of `due_moment` without its words, for files of many records."""
    if limit.unit == "hours" and not suspensions and not extensions:
        end = shanghai(start).astimezone(UTC) + timedelta(hours=limit.amount)
        return end.astimezone(SHANGHAI)
    return due_moment(start, limit, calendar, suspensions, extensions).at


def _reckon(
    start: datetime,
    limit: Limit,
    amount: int,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension],
) -> Due:
    if limit.unit == "hours":
        return _hours(start, limit, amount, suspensions)
    return _days(start, limit, amount, calendar, suspensions)


def _hours(start: datetime, limit: Limit, amount: int, suspensions: Sequence[Suspension]) -> Due:
    # In UTC, because Shanghai had summer time until 1991.
    end: datetime | None = start.astimezone(UTC) + timedelta(hours=amount)
    met = []
    for stopped in _merged(suspensions, start):
        if end is None or shanghai(stopped.start).astimezone(UTC) >= end:
            break
        met.append(stopped)
        begin = max(shanghai(stopped.start), start)
        end = end + (shanghai(stopped.end) - begin) if stopped.end else None
    at = end.astimezone(SHANGHAI) if end else None
    length = f"自 {moment_text(start)} {limit.event}起 {amount} 小时（连续计算，含夜间和节假日）"
    last = f"→ {moment_text(at)}" if at else "→ 停钟未结束，到期时间待定"
    steps = (f"{length}{last}，依据{limit.clause}", *suspension_steps(met))
    return Due(at, steps, False, limit, start)


def _days(
    start: datetime,
    limit: Limit,
    amount: int,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension],
) -> Due:
    counted = _counted_days(local_day(start), limit, calendar, suspensions)
    days = [next(counted) for _ in range(amount)]
    last = days[-1]
    if last is not None and limit.moves_to_working_day:
        last = calendar.next_working_day(last)
    at = _end_of(last, limit, calendar) if last else None
    steps, provisional = day_steps(start, limit, amount, at, calendar, suspensions)
    return Due(at, steps, provisional, limit, start)


def _counted_days(
    start: date, limit: Limit, calendar: WorkingCalendar, suspensions: Sequence[Suspension]
) -> Iterator[date | None]:
    """The days that count, from the day after the start; None for ever from an open suspension."""
    day = start
    open_from = min((s.first_day for s in suspensions if s.last_day is None), default=None)
    while True:
        day += _DAY
        if open_from is not None and day >= open_from:
            yield None
            continue
        works = limit.unit == "calendar_days" or calendar.is_working(day)
        if works and not any(stopped.covers(day) for stopped in suspensions):
            yield day


def _end_of(day: date, limit: Limit, calendar: WorkingCalendar) -> datetime:
    ends = calendar.close_of_business if limit.day_end == "close" else time.max
    return datetime.combine(day, ends, SHANGHAI)


def _merged(suspensions: Sequence[Suspension], start: datetime) -> Iterator[Suspension]:
    """Suspensions after the start in order, each cut where an earlier one still lasts."""
    until: datetime | None = start
    for stopped in sorted(suspensions, key=lambda s: shanghai(s.start)):
        if until is None:
            return
        begin = max(shanghai(stopped.start), until)
        end = shanghai(stopped.end) if stopped.end else None
        if end is not None and end <= begin:
            continue
        until = end
        yield Suspension(begin, end, stopped.reason, stopped.clause, stopped.document)


def _granted(
    limit: Limit, first: Due, extensions: Sequence[Extension]
) -> tuple[Extension | None, list[str]]:
    """The extension that counts, and why others do not."""
    granted: Extension | None = None
    remarks = []
    for extension in sorted(extensions, key=lambda e: shanghai(e.approved_at)):
        approved = f"{moment_text(extension.approved_at)} 批准的延长不计"
        if first.at is not None and shanghai(extension.approved_at) > first.at:
            remarks.append(f"{approved}：批准时期限已满")
        elif granted is not None:
            remarks.append(f"{approved}：只能延长一次")
        elif limit.extendable_by is not None and extension.amount > limit.extendable_by:
            remarks.append(
                f"{approved}：超过可延长的 {limit.extendable_by} {UNIT_LABELS[limit.unit]}"
            )
        else:
            granted = extension
    return granted, remarks


def _with_remarks(due: Due, remarks: Sequence[str]) -> Due:
    return Due(due.at, (*due.steps, *remarks), due.provisional, due.limit, due.start)
