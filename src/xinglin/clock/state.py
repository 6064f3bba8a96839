"""Where a clock stands at a moment: running, stopped, done, late, and how much is left."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, TypeAlias

from xinglin.clock.calendar import WorkingCalendar
from xinglin.clock.due import Due
from xinglin.clock.limits import Suspension
from xinglin.codes.dates import local_day, shanghai

Stand: TypeAlias = Literal["running", "suspended", "late", "done", "done_late"]
Alarm: TypeAlias = Literal["three_days", "one_day", "overdue"]

STAND_LABELS: dict[Stand, str] = {
    "running": "计时中",
    "suspended": "停钟",
    "late": "已超期",
    "done": "按时完成",
    "done_late": "超期完成",
}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class ClockState:
    """How a clock stands.

    `left`: time to the due moment, negative when it has passed; None when done or stopped.
    `working_days_left`: whole working days after today up to the due day.
    """

    stand: Stand
    left: timedelta | None
    working_days_left: int | None
    due: Due

    @property
    def alarm(self) -> Alarm | None:
        """Overdue; else due within one, or within three working days."""
        if self.stand == "late":
            return "overdue"
        if self.stand != "running" or self.working_days_left is None:
            return None
        if self.working_days_left <= 1:
            return "one_day"
        return "three_days" if self.working_days_left <= 3 else None

    @property
    def text(self) -> str:
        """The state in one phrase: 计时中，剩 3 小时 20 分."""
        label = STAND_LABELS[self.stand]
        if self.left is None:
            return label
        word = "超" if self.left < timedelta() else "剩"
        return f"{label}，{word} {_length_text(abs(self.left))}"


def first_submission(submitted: Iterable[datetime]) -> datetime | None:
    """The submission that counts: the first. A card returned and sent again was sent in time when
    its first sending was; a saved draft is no submission."""
    return min(submitted, key=shanghai, default=None)


def is_late(submitted: datetime, due: Due) -> bool | None:
    """Whether it came after the due moment; None while the clock is stopped."""
    return None if due.at is None else shanghai(submitted) > due.at


def is_early(finished: datetime, due: Due) -> bool | None:
    """Finished before the due day (提前办结); on the due day is in time, not early."""
    return None if due.day is None else local_day(finished) < due.day


def handling_days(
    start: datetime,
    finished: datetime,
    calendar: WorkingCalendar,
    suspensions: Sequence[Suspension] = (),
) -> int:
    """Working days it took (办理天数), suspended days left out; the same day counts as 1."""
    first, last = local_day(start) + _DAY, local_day(finished)
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    counted = [
        day
        for day in days
        if calendar.is_working(day) and not any(stopped.covers(day) for stopped in suspensions)
    ]
    return max(1, len(counted))


def state(
    now: datetime,
    due: Due,
    calendar: WorkingCalendar,
    *,
    done: datetime | None = None,
    suspensions: Sequence[Suspension] = (),
) -> ClockState:
    """How the clock stands at `now`, which the caller passes in."""
    now = shanghai(now)
    if done is not None and shanghai(done) <= now:
        late = is_late(done, due)
        return ClockState("done_late" if late else "done", None, None, due)
    if due.at is None:
        return ClockState("suspended", None, None, due)
    days_left = calendar.working_days(local_day(now) + _DAY, local_day(due.at))
    if now > due.at:
        return ClockState("late", due.at - now, days_left, due)
    if any(_stops(one, now, due) for one in suspensions):
        return ClockState("suspended", None, None, due)
    return ClockState("running", due.at - now, days_left, due)


def _stops(suspension: Suspension, now: datetime, due: Due) -> bool:
    if due.limit.unit == "hours":
        begun = shanghai(suspension.start) <= now
        return begun and (suspension.end is None or now < shanghai(suspension.end))
    return suspension.covers(local_day(now))


def _length_text(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    days, hours = divmod(minutes // 60, 24)
    if days:
        return f"{days} 天 {hours} 小时"
    return f"{hours} 小时 {minutes % 60} 分"
