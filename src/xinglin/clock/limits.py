"""What a limit is made of: its length, and what stops or lengthens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal, TypeAlias

from xinglin.codes.dates import local_day

Unit: TypeAlias = Literal["hours", "working_days", "calendar_days"]
DayEnd: TypeAlias = Literal["close", "midnight"]

UNIT_LABELS: dict[Unit, str] = {
    "hours": "小时",
    "working_days": "个工作日",
    "calendar_days": "日",
}


@dataclass(frozen=True)
class Limit:
    """A statutory limit (期限): so many hours, working days or calendar days from an event.

    Hours run through nights and holidays from the moment of the event. Days begin on the day after
    it; a limit of days ends on its last day at the close of business, or at 24:00 (`day_end`).
    `moves_to_working_day`: a calendar-day limit whose last day is not worked ends on the next
    working day, where the law of the limit says so. `extendable_by` caps what an extension may
    add; None: not known to be capped. `event` is the word for the start, as in 自…诊断起.
    """

    amount: int
    unit: Unit
    clause: str
    event: str = "起算"
    day_end: DayEnd = "close"
    moves_to_working_day: bool = False
    extendable_by: int | None = None

    def __post_init__(self) -> None:
        """Refuse a limit of nothing, an unknown unit and a limit that cites no clause."""
        if self.amount <= 0:
            raise ValueError("期限须大于零。")
        if self.unit not in UNIT_LABELS:
            raise ValueError(f"期限的单位不认识：{self.unit}。")
        if not self.clause.strip():
            raise ValueError("期限须注明依据的法规和条款。")

    @classmethod
    def of_hours(cls, amount: int, clause: str, *, event: str = "起算") -> Limit:
        """So many hours, running without a break."""
        return cls(amount, "hours", clause, event)

    @classmethod
    def of_working_days(cls, amount: int, clause: str, *, event: str = "起算") -> Limit:
        """So many working days from the next day on."""
        return cls(amount, "working_days", clause, event)

    @classmethod
    def of_calendar_days(cls, amount: int, clause: str, *, event: str = "起算") -> Limit:
        """So many calendar days from the next day on."""
        return cls(amount, "calendar_days", clause, event)

    @property
    def text(self) -> str:
        """The length in words: 20 个工作日."""
        return f"{self.amount} {UNIT_LABELS[self.unit]}"


@dataclass(frozen=True)
class Suspension:
    """A time that does not count (停钟): hearing, inspection, testing, expert review ...

    Limits of days leave out every day from `start` to `end`, both included (a rule of our own:
    the law excludes the time needed, and a begun day is part of it); limits of hours leave out the
    span between the two moments. `end` None: still stopped. A document is required, because a
    suspension without one is the usual way of hiding an overrun.
    """

    start: datetime
    end: datetime | None
    reason: str
    clause: str
    document: str

    def __post_init__(self) -> None:
        """Refuse a suspension that ends before it begins or lacks reason, clause or document."""
        if self.end is not None and self.end < self.start:
            raise ValueError(f"“{self.reason}”停钟的结束早于开始，请核对。")
        if not (self.reason.strip() and self.clause.strip() and self.document.strip()):
            raise ValueError("停钟须写明事由、依据条款和文书编号。")

    @property
    def first_day(self) -> date:
        """First day left out."""
        return local_day(self.start)

    @property
    def last_day(self) -> date | None:
        """Last day left out; None while it lasts."""
        return local_day(self.end) if self.end else None

    def covers(self, day: date) -> bool:
        """Whether the day is left out."""
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)

    def days(self, until: date) -> set[date]:
        """The days left out, none later than `until`."""
        last = until if self.last_day is None else min(self.last_day, until)
        span = (last - self.first_day).days + 1
        return {self.first_day + timedelta(days=offset) for offset in range(span)}


@dataclass(frozen=True)
class Extension:
    """More time, granted once by somebody entitled (延长), in the unit of the limit.

    It counts only when it was approved before the limit first ended.
    """

    amount: int
    approved_by: str
    approved_at: datetime
    clause: str
    reason: str

    def __post_init__(self) -> None:
        """Refuse an extension of nothing, or without approver, clause or reason."""
        if self.amount <= 0:
            raise ValueError("延长的期限须大于零。")
        if not (self.approved_by.strip() and self.clause.strip() and self.reason.strip()):
            raise ValueError("延长期限须写明批准人、依据条款和理由。")
