"""Stop a deadline's clock, set it going again, give it more time: each by its clause, each kept."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from xinglin.actions.clock_changes import EXTEND, GO, STOP, events_of, open_stop
from xinglin.actions.moments import now
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import Saved, kept, locked, rewrite
from xinglin.clock.limits import UNIT_LABELS
from xinglin.language.checks import Deadline
from xinglin.language.registers import Register
from xinglin.store.models import ClockEvent, User


def stop_clock(
    register: type[Register],
    record_id: int,
    deadline: str,
    *,
    by: User,
    version: int,
    reason: str,
    document: str,
    at: datetime | None = None,
) -> Saved:
    """Stop a clock (停钟). at: since when, not later than now.

    Raises RefusedError, ForbiddenError.
    """
    asked = _deadline(register, deadline)
    require(by, "enter", register)
    with kept(register, f"stop.{deadline}", by, reason=reason):
        row, moment = locked(register, record_id), at or now()
        _running(asked, row)
        if not asked.stopped_by:
            _refuse(f"“{asked.label}”的期限不能停钟，没有可依据的条款。")
        if open_stop(events_of(register, record_id), deadline) is not None:
            _refuse(f"“{asked.label}”已在停钟中，请先恢复计时。")
        _said(("事由", reason), ("文书编号", document))
        _within(asked, row, moment)
        due = getattr(row, asked.due_column)
        if due is not None and moment > due:
            _refuse(f"“{asked.label}”的期限已满，不能再停钟。")
        _keep(register, row, asked, STOP, moment, reason, by, document=document)
        return rewrite(register, row, version)


def start_clock(
    register: type[Register],
    record_id: int,
    deadline: str,
    *,
    by: User,
    version: int,
    reason: str = "",
    at: datetime | None = None,
) -> Saved:
    """Set a stopped clock going again (恢复计时). Raises RefusedError, ForbiddenError."""
    asked = _deadline(register, deadline)
    require(by, "enter", register)
    with kept(register, f"go.{deadline}", by, reason=reason):
        row, moment = locked(register, record_id), at or now()
        stopped = open_stop(events_of(register, record_id), deadline)
        if stopped is None:
            _refuse(f"“{asked.label}”没有停钟，不用恢复。")
        elif moment < stopped.happened_at:
            _refuse("恢复计时的时间早于停钟时间，请核对。")
        _within(asked, row, moment)
        _keep(register, row, asked, GO, moment, reason or "停钟事由已了", by)
        return rewrite(register, row, version)


def extend_deadline(
    register: type[Register],
    record_id: int,
    deadline: str,
    *,
    by: User,
    version: int,
    amount: int,
    reason: str,
) -> Saved:
    """Give a deadline more time (延长), once and before it has run out.

    The one who approves is another than the one who filed the record.
    Raises RefusedError, ForbiddenError.
    """
    asked = _deadline(register, deadline)
    allowed = asked.extension
    require(by, allowed.needs if allowed else "enter", register)
    with kept(register, f"extend.{deadline}", by, reason=reason):
        row, moment = locked(register, record_id), now()
        if allowed is None:
            _refuse(f"“{asked.label}”的期限不能延长，没有可依据的条款。")
            raise AssertionError  # _refuse has raised
        _running(asked, row)
        _said(("理由", reason))
        unit = UNIT_LABELS[asked.unit]
        if not 1 <= amount <= allowed.most:
            _refuse(
                f"“{asked.label}”可延长 1 至 {allowed.most} {unit}，您填的是 {amount}，请核对。"
            )
        events = events_of(register, record_id)
        if any(e.kind == EXTEND and e.deadline == deadline for e in events):
            _refuse(f"“{asked.label}”已经延长过，只能延长一次。")
        due = getattr(row, asked.due_column)
        if due is not None and moment > due:
            _refuse(f"“{asked.label}”的期限已满，不能再延长。")
        _keep(register, row, asked, EXTEND, moment, reason, by, amount=amount)
        return rewrite(register, row, version)


def _deadline(register: type[Register], name: str) -> Deadline:
    if name not in register.deadlines:
        raise RefusedError([Problem("CLOCK", "", f"{register.label}没有这个时限，请刷新后再试。")])
    return register.deadlines[name]


def _running(asked: Deadline, row: Any) -> None:
    if getattr(row, asked.starts.name) is None:
        _refuse(f"“{asked.label}”还没有开始计时。")
    if getattr(row, asked.done.name) is not None:
        _refuse(f"“{asked.label}”已办结，期限不能再改动。")


def _within(asked: Deadline, row: Any, moment: datetime) -> None:
    if moment > now():
        _refuse("时间在现在之后，请填已经发生的时间。")
    if moment < getattr(row, asked.starts.name):
        _refuse(f"时间早于“{asked.label}”的起算时间，请核对。")


def _said(*said: tuple[str, str]) -> None:
    missing = "、".join(label for label, text in said if not text.strip())
    if missing:
        _refuse(f"须写明{missing}，请填写后再提交。")


def _keep(
    register: type[Register],
    row: Any,
    asked: Deadline,
    kind: str,
    moment: datetime,
    reason: str,
    by: User,
    *,
    document: str = "",
    amount: int | None = None,
) -> None:
    clause = asked.extension.clause if kind == EXTEND and asked.extension else asked.stopped_by
    ClockEvent.objects.create(
        register=register.name,
        record_id=row.pk,
        deadline=asked.name,
        kind=kind,
        happened_at=moment,
        amount=amount,
        reason=reason.strip(),
        document=document.strip(),
        clause=clause,
        recorded_at=now(),
        recorded_by=by.username,
        reporter=row.reporter,
        place=row.place,
        line=register.line,
    )


def _refuse(sentence: str) -> None:
    raise RefusedError([Problem("CLOCK", "", sentence)])
