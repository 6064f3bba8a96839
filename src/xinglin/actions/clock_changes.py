"""What has moved the end of a record's deadlines: stops and extensions, as the clock wants them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from xinglin.clock.limits import Extension, Suspension
from xinglin.language.registers import Register
from xinglin.store.models import ClockEvent

STOP, GO, EXTEND = "stop", "go", "extend"
ClockChanges = Mapping[str, tuple[tuple[Suspension, ...], tuple[Extension, ...]]]
"""Deadline → its stops and its extensions."""


def events_of(register: type[Register], record: int | None) -> list[ClockEvent]:
    """All that moved the deadlines of a record, in the order in which it was registered."""
    if record is None or not any(d.is_changeable for d in register.deadlines.values()):
        return []
    found = ClockEvent.objects.filter(register=register.name, record_id=record)
    return list(found.order_by("happened_at", "id"))


def changes_of(register: type[Register], record: int | None) -> ClockChanges:
    """The stops and extensions of a record's deadlines; nothing for one not yet saved."""
    found: dict[str, list[ClockEvent]] = {}
    for event in events_of(register, record):
        found.setdefault(event.deadline, []).append(event)
    return {name: (tuple(_stops(events)), tuple(_extensions(events)))
            for name, events in found.items()}  # fmt: skip


def open_stop(events: Iterable[ClockEvent], deadline: str) -> ClockEvent | None:
    """The stop that still lasts."""
    last: ClockEvent | None = None
    for event in events:
        if event.deadline == deadline and event.kind in (STOP, GO):
            last = event if event.kind == STOP else None
    return last


def _stops(events: Iterable[ClockEvent]) -> Iterable[Suspension]:
    begun: ClockEvent | None = None
    for event in events:
        if event.kind == STOP:
            begun = event
        elif event.kind == GO and begun is not None:
            yield _stop(begun, event)
            begun = None
    if begun is not None:
        yield _stop(begun, None)


def _stop(begun: ClockEvent, ended: ClockEvent | None) -> Suspension:
    end = ended.happened_at if ended is not None else None
    return Suspension(begun.happened_at, end, begun.reason, begun.clause, begun.document)


def _extensions(events: Iterable[ClockEvent]) -> Iterable[Extension]:
    for event in events:
        if event.kind == EXTEND and event.amount is not None:
            yield Extension(
                event.amount, event.recorded_by, event.happened_at, event.clause, event.reason
            )
