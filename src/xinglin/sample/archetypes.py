"""Archetypes: sorts of records, and what one of a sort adds to each side of an indicator.

Membership is never written down: the side's own condition is evaluated on a typical record.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xinglin.clock.calendar import national_calendar
from xinglin.clock.due import due_at
from xinglin.clock.limits import Limit
from xinglin.codes.dates import local_day
from xinglin.language.checks import Deadline
from xinglin.language.evaluation import CodeTable, Evaluator, compile_expression
from xinglin.language.expressions import Column, DaysBetween, Expression, YearsBetween
from xinglin.language.plans import Side
from xinglin.language.registers import Register
from xinglin.language.relations import value_from
from xinglin.query.windows import Window
from xinglin.sample.areas import Area
from xinglin.sample.timeline import Slot

Record = Mapping[str, Any]
SideInWindow = tuple[Side, Window]


class CannotMakeError(ValueError):
    """A kind of indicator the generator has no way to aim at; the message is Chinese."""


class _UndecidedError(ValueError):
    """Whether a record counts cannot be told."""


@dataclass(frozen=True, eq=False)
class Typical:
    """A typical record: its register and stored columns.

    free: columns that differ within the sort, so that no targeted condition may read them.
    is_exact: its days stand to each other as they do in every record of the sort.
    daily_in: slots on each of whose days one such record comes along.
    """

    register: type[Register]
    record: Record
    free: frozenset[str] = frozenset()
    is_exact: bool = False
    daily_in: tuple[Slot, ...] = ()


@dataclass(frozen=True, eq=False)
class Archetype:
    """A sort of record (or records that come together, of one person) in one slot.

    usual: how many a made-up area usually has. traits: what its maker knows of it.
    quantity: the column whose total is sought instead of a number of records.
    """

    maker: str
    slot: Slot
    typical: tuple[Typical, ...]
    usual: Callable[[Area], float]
    traits: Any = None
    quantity: str = ""


class Membership:
    """Evaluates sides on archetypes."""

    def __init__(self, codes: Mapping[str, CodeTable]) -> None:
        self._codes = codes
        self._compiled: dict[int, tuple[Expression, Evaluator]] = {}

    def contribution(self, archetype: Archetype, counted: SideInWindow) -> int | None:
        """What one of the archetype adds to a side in a window; None where it cannot be told.

        Ask `refuse` about the side beforehand.
        """
        try:
            found = [self._of(typical, counted, archetype) for typical in archetype.typical]
        except _UndecidedError:
            return None
        side, _ = counted
        return max(found) if side.distinct else sum(found)

    def _of(self, typical: Typical, counted: SideInWindow, archetype: Archetype) -> int:
        side, window = counted
        if side.register != typical.register.name:
            return 0
        record = self._with_relations(typical.record, side, archetype)
        if typical.daily_in:
            return sum(
                slot.days * self._once(side, window, {**record, side.date: slot.first})
                for slot in typical.daily_in
            )
        return self._once(side, window, record)

    def _with_relations(self, record: Record, side: Side, archetype: Archetype) -> Record:
        """The record with what the records that come together with it say of it."""
        slots = {}
        for relation in side.relations():
            others = [
                {**other.record, "id": number}
                for number, other in enumerate(archetype.typical)
                if other.register.name == relation.register
            ]
            slots[relation.slot] = value_from(relation, others, self._codes)(record)
        return {**record, **slots} if slots else record

    def _once(self, side: Side, window: Window, record: Record) -> int:
        """As every engine judges it: condition, day, end, amount."""
        holds = True if side.where is None else self._value(side.where, record)
        if holds is False:
            return 0
        day = record[side.date]
        if day is None:
            raise _UndecidedError(side.name)
        ended = record[side.ends] if side.ends else None
        if not window.holds(day) or (ended is not None and ended <= window.last):
            return 0
        amount = self._value(side.amount, record)
        if holds is None or amount is None:
            raise _UndecidedError(side.name)
        return int(amount)

    def _value(self, expression: Expression, record: Record) -> Any:
        known = self._compiled.get(id(expression))
        if known is None:
            known = expression, compile_expression(expression, self._codes)
            self._compiled[id(expression)] = known
        return known[1](record)


def refuse(side: Side, archetypes: Iterable[Archetype]) -> None:
    """Raise CannotMakeError for a side the generator cannot aim at with these archetypes."""
    if side.latest_per or side.follow_up is not None:
        raise CannotMakeError("按最近状态或随访统计的指标")
    where = list(side.where.walk()) if side.where is not None else []
    typical = {t for a in archetypes for t in a.typical if t.register.name == side.register}
    spans = any(isinstance(part, DaysBetween | YearsBetween) for part in where)
    if spans and not all(t.is_exact for t in typical):
        raise CannotMakeError("按间隔天数或年龄统计的指标")
    read = {part.name for part in [*where, *side.amount.walk()] if isinstance(part, Column)}
    for register, free in {(t.register, t.free) for t in typical}:
        if found := read & free:
            label = "、".join(register.column_label(c) for c in sorted(found))
            raise CannotMakeError(f"条件涉及“{label}”的指标")
    quantities = {a.quantity for a in archetypes if a.quantity and typical & set(a.typical)}
    if quantities and not quantities & read:
        raise CannotMakeError("按行数统计的人口类指标")


@dataclass(frozen=True, eq=False)
class Group:
    """Archetypes of one maker and slot that no target tells apart.

    adds: what one of them contributes to each targeted side. is_avoided: of some side it cannot
    be told whether they count (they do not, but a figure would say so): made only when needed.
    """

    maker: str
    slot: Slot
    adds: tuple[int, ...]
    members: tuple[Archetype, ...]
    is_avoided: bool

    def usual(self, area: Area) -> float:
        """How many an area usually has."""
        return 0.0 if self.is_avoided else sum(m.usual(area) for m in self.members)


def group(
    archetypes: Iterable[Archetype], sides: Sequence[SideInWindow], membership: Membership
) -> list[Group]:
    """Put together what the sides do not tell apart."""
    found: dict[tuple[Any, ...], list[Archetype]] = {}
    for archetype in archetypes:
        told = [membership.contribution(archetype, s) for s in sides]
        adds = tuple(amount or 0 for amount in told)
        # Quantities are never mixed: each row has its own, whatever counts it.
        apart = archetype.traits if archetype.quantity else None
        key = (archetype.maker, archetype.slot, adds, None in told, apart)
        found.setdefault(key, []).append(archetype)
    return [
        Group(maker, slot, adds, tuple(members), avoided)
        for (maker, slot, adds, avoided, _), members in found.items()
    ]


class Completer:
    """Makes whole stored records: every column there, local days and due moments worked out."""

    def __init__(self, codes: Mapping[str, CodeTable]) -> None:
        self._codes = codes
        self._limits: dict[str, list[tuple[Deadline, Evaluator]]] = {}

    def __call__(self, register: type[Register], values: Mapping[str, Any]) -> dict[str, Any]:
        """The record that has these values; every other column is unknown."""
        record: dict[str, Any] = dict.fromkeys(register.stored_columns())
        record |= values
        _with_days(record)
        for deadline, limit in self._of(register):
            started, amount = record[deadline.starts.name], limit(record)
            if started is not None and amount is not None:
                asked = Limit(int(amount), deadline.unit, deadline.label)
                record[deadline.due_column] = due_at(started, asked, national_calendar())
        return _with_days(record)

    def _of(self, register: type[Register]) -> list[tuple[Deadline, Evaluator]]:
        if register.name not in self._limits:
            self._limits[register.name] = [
                (d, compile_expression(d.limit, self._codes)) for d in register.deadlines.values()
            ]
        return self._limits[register.name]


def _with_days(record: dict[str, Any]) -> dict[str, Any]:
    """The record with the local day beside each moment."""
    for name, value in list(record.items()):
        if name.endswith("_at"):
            record[f"{name}_date"] = local_day(value) if isinstance(value, datetime) else None
    return record
