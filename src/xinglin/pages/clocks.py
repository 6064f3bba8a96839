"""Deadlines in words: how long is left, how late it is, by which clause."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from xinglin.actions.clock_changes import EXTEND, events_of, open_stop
from xinglin.actions.due import reckon
from xinglin.actions.permissions import may
from xinglin.clock.limits import UNIT_LABELS
from xinglin.codes.dates import shanghai
from xinglin.language.registers import Register
from xinglin.store.models import DueMoment, User

SOON = timedelta(hours=6)


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
    """One deadline of one record at a moment. state: late, soon, open, stopped, done, done_late.

    steps: the reckoning in words. may_extend: by how many of `unit`; 0: not at all.
    """

    label: str
    due_at: datetime | None
    state: str
    words: str
    clause: str
    name: str = ""
    steps: tuple[str, ...] = ()
    may_stop: bool = False
    may_go: bool = False
    may_extend: int = 0
    unit: str = ""

    @property
    def due(self) -> str:
        """By when, in local time."""
        return f"{shanghai(self.due_at):%Y-%m-%d %H:%M}" if self.due_at else "恢复计时后另算"


def clock_of(
    label: str, due_at: datetime | None, done_at: datetime | None, clause: str, at: datetime
) -> Clock:
    """A deadline's clock as it stands at a moment; without an end it is stopped."""
    if due_at is None:
        return Clock(label, None, "stopped", "停钟中", clause)
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
        replace(
            clock_of(register.deadlines[d.deadline].label, d.due_at, d.done_at, d.clause, at),
            name=d.deadline,
        )
        for d in found.order_by("due_at")
        if d.deadline in register.deadlines
    ]


def with_reckoning(
    register: type[Register], row: Any, user: User, clocks: list[Clock]
) -> list[Clock]:
    """The clocks with how each was reckoned, and what this user may do with it."""
    record = {name: getattr(row, name) for name in register.stored_columns()}
    due, events = reckon(register, record), events_of(register, row.pk)
    extended = {e.deadline for e in events if e.kind == EXTEND}
    found = []
    for clock in clocks:
        asked = register.deadlines[clock.name]
        is_open = clock.state in ("soon", "open", "stopped")
        stopped = open_stop(events, clock.name) is not None
        enters = is_open and bool(asked.stopped_by) and may(user, "enter", register)
        grants = (
            asked.extension is not None
            and is_open
            and clock.name not in extended
            and may(user, asked.extension.needs, register)
        )
        found.append(
            replace(
                clock,
                steps=due[clock.name].steps if clock.name in due else (),
                may_stop=enters and not stopped,
                may_go=enters and stopped,
                may_extend=asked.extension.most if grants and asked.extension else 0,
                unit=UNIT_LABELS[asked.unit],
            )
        )
    return found
