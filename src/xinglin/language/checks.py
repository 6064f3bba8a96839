"""Checks and deadlines of a register."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from xinglin.language.expressions import Column, Expression, LocalDate, literal
from xinglin.language.fields import EVERY_CHANNEL, Moment

Unit: TypeAlias = Literal["hours", "working_days", "calendar_days"]
_UNITS: tuple[Unit, ...] = ("hours", "working_days", "calendar_days")


@dataclass(frozen=True, eq=False)
class Check:
    """What must hold for a record.

    code: never reused. condition: must not be false (unknown passes: a gap is judged by
    `required`). message: one Chinese sentence that says what is wrong and how to mend it.
    level: "error" blocks; "warning" may be passed with a reason, which is recorded.
    channels: the ways in for which it holds.
    """

    code: str
    condition: Expression
    message: str
    level: str = "error"
    channels: tuple[str, ...] = EVERY_CHANNEL
    source: str = ""


@dataclass(frozen=True, eq=False)
class Extendable:
    """How a limit may be made longer, once and before it has run out (延长).

    most: at most so many of the limit's unit. needs: the permission of who approves.
    clause: the law and article that allow it.
    """

    most: int
    clause: str
    needs: str = "sign"


@dataclass(eq=False)
class Deadline:
    """By when something must have happened.

    starts: the moment column the clock starts at. done: the moment column that stops it.
    hours / working_days / calendar_days: the limit, exactly one of them; a number, or an
    expression (an attribute of a code by the rules of its day).
    clause: the law and article, in Chinese; or an expression that gives it by the day's rules.
    stopped_by: the clause under which its clock may be stopped (停钟) for a hearing, inspection,
    test …; empty: it runs through. extension: how it may be extended; None: it may not.
    """

    label: str
    starts: Moment
    done: Moment
    clause: Expression | str
    hours: Expression | int | None = None
    working_days: Expression | int | None = None
    calendar_days: Expression | int | None = None
    stopped_by: str = ""
    extension: Extendable | None = None
    name: str = field(default="", init=False)

    __hash__ = object.__hash__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    @cached_property
    def unit(self) -> Unit:
        """hours, working_days or calendar_days."""
        return next(unit for unit in _UNITS if getattr(self, unit) is not None)

    @cached_property
    def limit(self) -> Expression:
        """How many of the unit, as an expression over the record."""
        return literal(getattr(self, self.unit))

    @property
    def due_column(self) -> str:
        """The stored moment by which it is due."""
        return f"{self.name}_due_at"

    @property
    def is_late(self) -> Expression:
        """Done after it was due; unknown while not done or when the start is unknown."""
        return self.done > DueMoment(self)

    @property
    def is_early(self) -> Expression:
        """Done before the day it was due (提前办结); on that day it is in time, not early."""
        return LocalDate(self.done) < LocalDate(DueMoment(self))

    @property
    def is_changeable(self) -> bool:
        """Whether anything can move its end: a stop or an extension."""
        return bool(self.stopped_by) or self.extension is not None


@dataclass(frozen=True, eq=False)
class TotalCheck:
    """A typed-in total against the sum of its parts, within a group of rows (勾稽).

    group: columns that make a group; total, parts: which rows; amounts: what must add up.
    A difference is a finding, never a refusal: the reporter answers it.
    """

    code: str
    group: tuple[Column, ...]
    total: Expression
    parts: Expression
    amounts: tuple[Column, ...]
    message: str


class DueMoment(Column):
    """The stored moment by which a deadline is due, as a column."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline

    @property
    def name(self) -> str:  # type: ignore[override]
        """The deadline's due column."""
        return self.deadline.due_column

    @property
    def label(self) -> str:  # type: ignore[override]
        """What the deadline calls it."""
        return f"{self.deadline.label}到期时间"
