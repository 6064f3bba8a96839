"""The legal clock: by when something is due, why, and whether it was in time.

Pure functions of what they are given: no clock of the machine, no database, no Django. Working
days come from a dated table (`calendar`), limits and their explanation from `limits` and `due`.
Imports `codes` only.
"""

from __future__ import annotations

from xinglin.clock.calendar import CalendarDay, WorkingCalendar, load_calendar, national_calendar
from xinglin.clock.due import Due, due_at, due_moment
from xinglin.clock.limits import Extension, Limit, Suspension
from xinglin.clock.state import ClockState, first_submission, is_early, is_late, state

__all__ = [
    "CalendarDay",
    "ClockState",
    "Due",
    "Extension",
    "Limit",
    "Suspension",
    "WorkingCalendar",
    "due_at",
    "due_moment",
    "first_submission",
    "is_early",
    "is_late",
    "load_calendar",
    "national_calendar",
    "state",
]
