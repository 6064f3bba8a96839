"""The clinic's queue (排队叫号): numbers, calls, rooms, observation.

Everything stands in the tickets themselves, so that a restart loses nothing: the next number is
taken from a locked series, the next ticket under a lock of its own, and a step that another desk
has just taken is refused, never taken twice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from django.db import connection, transaction
from django.db.models import Max

from xinglin.actions.immunising import register_of, rows_of
from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import change_record, create_record, take_step
from xinglin.codes.dates import shanghai
from xinglin.language.provisions import TICKET
from xinglin.store.models import User
from xinglin.store.registers import model_of

STAGES: Mapping[str, str] = {
    "register": "登记", "check": "预检", "inject": "接种", "observe": "留观", "done": "离开",
}  # fmt: skip
"""Where a ticket goes, in order."""
NEXT = dict(zip(STAGES, list(STAGES)[1:], strict=False))
CALLED_STAGES = ("register", "check", "inject")
"""Those with desks and rooms to which numbers are called."""
OBSERVED = timedelta(minutes=30)
BACK_AFTER = 3
"""A skipped number that comes back stands behind so many others (rulebook 4.6)."""
_STEP = 1000
"""Between two places in line, so that one can be put in between."""


@dataclass(frozen=True)
class Called:
    """A ticket that is being called or served, as the big page shows it."""

    code: str
    room: str
    stage: str
    calls: int
    called_at: datetime | None


def code_of(row: Any) -> str:
    """A003: what is printed, shown and spoken."""
    return f"{row.prefix}{row.number:03d}"


def take_ticket(prefix: str, child: str | None, *, by: User) -> Any:
    """Give out the day's next number of a prefix at the user's clinic.

    Raises RefusedError for a child who waits already, ForbiddenError.
    """
    register = register_of(TICKET)
    require(by, "enter", register)
    clinic, day = _clinic(by), today()
    with transaction.atomic():
        _lock(clinic, day)
        tickets = rows_of(TICKET).filter(reporter=clinic, session_date=day)
        if child and (open_ := tickets.filter(child=child).first()):
            said = f"这名儿童今天已有号 {code_of(open_)}，不必再取。"
            raise RefusedError([Problem("QUEUE", "child", said)])
        last = _all(clinic, day).filter(prefix=prefix).aggregate(n=Max("number"))["n"] or 0
        moment = now()
        saved = create_record(
            register,
            {
                "reporter": clinic, "session_date": day, "prefix": prefix, "number": last + 1,
                "child": child or None, "stage": "register", "stage_at": moment,
                "taken_at": moment, "place_in_line": _last_place(clinic, day, "register"),
                "calls_count": 0,
            },
            by=by,
        )  # fmt: skip
    return rows_of(TICKET).get(pk=saved.id)


def call_next(stage: str, room: str, *, by: User) -> Any | None:
    """Call the next of those who wait for a stage to a room; None where nobody waits.

    Two rooms that call at once get two numbers. Raises RefusedError while the room still has one.
    """
    register = register_of(TICKET)
    require(by, "enter", register)
    if stage not in CALLED_STAGES or not room.strip():
        raise RefusedError([Problem("QUEUE", "room", "请先选环节并填窗口（房间）名称。")])
    clinic, day = _clinic(by), today()
    with transaction.atomic():
        _lock(clinic, day)
        here = rows_of(TICKET).filter(reporter=clinic, session_date=day)
        busy = here.filter(room=room, stage=stage, state__in=("called", "serving")).first()
        if busy is not None:
            said = f"{room}还有 {code_of(busy)} 没有办完，请先办完或过号。"
            raise RefusedError([Problem("QUEUE", "room", said)])
        waiting = here.filter(stage=stage, state="waiting").order_by("place_in_line", "pk").first()
        if waiting is None:
            return None
        return _called(waiting, room, by)


def recall(ticket: int, *, by: User) -> Any:
    """Call the same number again. Raises RefusedError where it is not being called."""
    row = _row(ticket)
    if row.state not in ("called", "skipped"):
        raise RefusedError([Problem("QUEUE", "", f"{code_of(row)} 不在呼叫中，不能重呼。")])
    return _called(row, row.room or "", by)


def serve(ticket: int, *, by: User) -> Any:
    """The called one has come."""
    return _step(ticket, "serve", {}, by)


def skip(ticket: int, *, by: User) -> Any:
    """The called one has not come: the number is passed over."""
    return _step(ticket, "skip", {}, by)


def come_back(ticket: int, *, by: User) -> Any:
    """One who was passed over is back, and stands behind the next three."""
    row = _row(ticket)
    with transaction.atomic():
        _lock(row.reporter, row.session_date)
        before = rows_of(TICKET).filter(
            reporter=row.reporter, session_date=row.session_date, stage=row.stage, state="waiting"
        )
        places = list(before.order_by("place_in_line").values_list("place_in_line", flat=True))
        if len(places) > BACK_AFTER:
            place = (places[BACK_AFTER - 1] + places[BACK_AFTER]) // 2
        else:
            place = _last_place(row.reporter, row.session_date, row.stage)
        return _step(ticket, "requeue", {"place_in_line": place, "room": None}, by)


def pass_on(ticket: int, *, by: User) -> Any:
    """Done at this desk or room: on to the next stage; after the injection to observation."""
    row = _row(ticket)
    there = NEXT[row.stage]
    moment = now()
    with transaction.atomic():
        _lock(row.reporter, row.session_date)
        if row.stage == "inject":
            changes = {"stage": there, "stage_at": moment, "injected_at": moment, "room": None}
            return _step(ticket, "observe", changes, by)
        place = _last_place(row.reporter, row.session_date, there)
        changes = {"stage": there, "stage_at": moment, "place_in_line": place, "room": None}
        return _step(ticket, "requeue", changes | {"calls_count": 0}, by)


def leave(ticket: int, *, by: User) -> Any:
    """The thirty minutes are over. Raises RefusedError before that, naming the time."""
    row = _row(ticket)
    until = row.injected_at + OBSERVED if row.injected_at else None
    if row.state != "observed" or until is None:
        raise RefusedError([Problem("QUEUE", "", f"{code_of(row)} 不在留观中。")])
    if now() < until:
        said = f"{code_of(row)} 要留观到 {shanghai(until):%H:%M}，时间没到不能离开。"
        raise RefusedError([Problem("QUEUE", "", said)])
    return _step(ticket, "finish", {"stage": "done"}, by)


def refuse(ticket: int, reason: str, *, by: User) -> Any:
    """Not vaccinated today (fever, contraindication): the number ends, with its reason."""
    register = register_of(TICKET)
    row = _row(ticket)
    take_step(register, ticket, "cancel", by=by, version=row.version, reason=reason)
    return row


def _called(row: Any, room: str, by: User) -> Any:
    count = {"room": room, "calls_count": row.calls_count + 1, "called_at": now()}
    return _step(row.pk, "call", count, by)


def _step(ticket: int, step: str, changes: Mapping[str, Any], by: User) -> Any:
    """Change what goes with a step, then take it; another desk's step in between is refused."""
    register = register_of(TICKET)
    with transaction.atomic():
        row = _row(ticket)
        if row.state not in register.steps[step].source:
            state = register.lifecycle.states[row.state]
            said = f"{code_of(row)} 现为“{state}”，不能“{register.steps[step].label}”，请刷新。"
            raise RefusedError([Problem("QUEUE", "", said)])
        version = row.version
        if changes:
            version = change_record(register, ticket, changes, by=by, version=version).version
        take_step(register, ticket, step, by=by, version=version)
        return model_of(register)._default_manager.get(pk=ticket)


def _row(ticket: int) -> Any:
    row = rows_of(TICKET).filter(pk=ticket).select_for_update().first()
    if row is None:
        raise RefusedError([Problem("QUEUE", "", "没有这个号，或它已经离开、取消，请刷新。")])
    return row


def _all(clinic: str, day: date) -> Any:
    """All of a day's tickets, ended ones too: numbers are never given twice."""
    manager = model_of(register_of(TICKET))._default_manager
    return manager.filter(reporter=clinic, session_date=day)


def _last_place(clinic: str, day: date, stage: str) -> int:
    """The place behind everybody who waits for a stage or ever did today."""
    last = _all(clinic, day).filter(stage=stage).aggregate(n=Max("place_in_line"))["n"]
    return (last or 0) + _STEP


def _clinic(by: User) -> str:
    if not by.unit:
        said = "排队叫号在接种门诊办理，您的账号不属于哪个门诊，请用门诊账号登录。"
        raise RefusedError([Problem("QUEUE", "", said)])
    return str(by.unit)


def _lock(clinic: str, day: date) -> None:
    """Until the transaction ends nobody else moves this clinic's queue of the day."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"queue/{clinic}/{day}"]
        )


@dataclass(frozen=True)
class Board:
    """What the big page shows: who is called where, who is next, who may leave."""

    called: tuple[Called, ...]
    waiting: Mapping[str, tuple[str, ...]]
    skipped: tuple[str, ...]
    observed: tuple[tuple[str, datetime], ...]


_COLUMNS = (
    "prefix", "number", "stage", "state", "room", "calls_count", "called_at", "injected_at",
    "place_in_line",
)  # fmt: skip


def board_of(unit: str, day: date) -> Board:
    """The board of one clinic on one day; needs nobody logged in and knows no names."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM xinglin.queue_board(%s, %s)", [unit, day])
        here = [SimpleNamespace(**dict(zip(_COLUMNS, row, strict=True))) for row in cursor]
    called = tuple(
        Called(code_of(r), r.room or "", STAGES[r.stage], r.calls_count, r.called_at)
        for r in here
        if r.state == "called"
    )
    in_line = sorted((r for r in here if r.state == "waiting"), key=lambda r: r.place_in_line)
    waiting = {
        STAGES[stage]: tuple(code_of(r) for r in in_line if r.stage == stage)
        for stage in CALLED_STAGES
    }
    observed = sorted(
        ((code_of(r), r.injected_at + OBSERVED) for r in here if r.state == "observed"),
        key=lambda pair: pair[1],
    )
    skipped = tuple(code_of(r) for r in here if r.state == "skipped")
    return Board(called, waiting, skipped, tuple(observed))
