"""Emergencies (卫生应急): what happened after each report of an event."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction

from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.recording import change_record
from xinglin.language import catalogue
from xinglin.language.provisions import EMERGENCY, EMERGENCY_REPORT
from xinglin.language.registers import Register
from xinglin.store.models import User
from xinglin.store.registers import model_of


def emergency_register(what: str = EMERGENCY) -> type[Register]:
    """A register of this work, by what it provides. Raises RefusedError where there is none."""
    found = catalogue.load().providing(what)
    if found is None:
        raise RefusedError([Problem("EMERGENCY", "", "本系统没有卫生应急登记表，请联系管理员。")])
    return found


def live_of(what: str, **wanted: object) -> list[Any]:
    """The live records of a register, as far as the actor sees them, the oldest first."""
    register = emergency_register(what)
    rows = model_of(register)._default_manager.filter(**wanted)
    return list(rows.exclude(state__in=register.lifecycle.ended).order_by("id"))


def follow_up(event: Any, *, by: User) -> int:
    """Give each report of an event the moment of the next one; the last one that of the end.

    What somebody wrote stays; warnings are passed, for nothing of what a report says is changed.
    Returns how many reports it was written into.
    Raises RefusedError, ForbiddenError, ConflictError.
    """
    register = emergency_register(EMERGENCY_REPORT)
    reports = sorted(live_of(EMERGENCY_REPORT, event=event.event_no), key=lambda r: r.reported_at)
    after: list[tuple[Any, datetime | None]] = [(a, b.reported_at) for a, b in pairwise(reports)]
    if reports:
        over = event.concluded_at
        last = reports[-1]
        after.append((last, over if over and over >= last.reported_at else None))
    passed = {c.code: "补填续报时间" for c in register.checks if c.level == "warning"}
    written = 0
    with transaction.atomic():
        for report, followed in after:
            if report.followed_at is None and followed is not None:
                change = {"followed_at": followed}
                version = report.version
                change_record(register, report.pk, change, by=by, version=version, reasons=passed)
                written += 1
    return written
