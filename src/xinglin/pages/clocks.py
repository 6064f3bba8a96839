"""Deadlines in words: how long is left, how late it is, by which clause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from xinglin.codes.dates import shanghai
from xinglin.language.registers import Register
from xinglin.store.models import DueMoment

SOON = timedelta(hours=6)


def now() -> datetime:
    """The database's clock, which is the simulated one in a demo."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.now()")
        moment: datetime = cursor.fetchone()[0]
    return moment


def span_in_words(span: timedelta) -> str:
    """A length of time in its two largest units: 2 天 4 小时."""
    minutes = int(abs(span).total_seconds()) // 60
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        return f"{days:,} 天" + (f" {hours} 小时" if hours else "")
    if hours:
        return f"{hours} 小时" + (f" {rest} 分" if rest else "")
    return f"{rest} 分钟"


@dataclass(frozen=True)
class Clock:
    """One deadline of one record at a moment. state: late, soon, open, done, done_late."""

    label: str
    due_at: datetime
    state: str
    words: str
    clause: str

    @property
    def due(self) -> str:
        """By when, in local time."""
        return f"{shanghai(self.due_at):%Y-%m-%d %H:%M}"


def clock_of(
    label: str, due_at: datetime, done_at: datetime | None, clause: str, at: datetime
) -> Clock:
    """A deadline's clock as it stands at a moment."""
    if done_at is not None:
        late = done_at > due_at
        words = f"已办，迟 {span_in_words(done_at - due_at)}" if late else "按时办结"
        return Clock(label, due_at, "done_late" if late else "done", words, clause)
    left = due_at - at
    if left < timedelta(0):
        return Clock(label, due_at, "late", f"已超 {span_in_words(left)}", clause)
    state = "soon" if left <= SOON else "open"
    return Clock(label, due_at, state, f"还剩 {span_in_words(left)}", clause)


def clocks_of(register: type[Register], record_id: int, at: datetime) -> list[Clock]:
    """The stored deadlines of a record, earliest first."""
    found = DueMoment.objects.filter(register=register.name, record_id=record_id)
    return [
        clock_of(register.deadlines[d.deadline].label, d.due_at, d.done_at, d.clause, at)
        for d in found.order_by("due_at")
        if d.deadline in register.deadlines
    ]
