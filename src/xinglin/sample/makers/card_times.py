"""The days of a card: onset, diagnosis, report, review, all within one slot."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from random import Random

from xinglin.codes.dates import SHANGHAI
from xinglin.sample.timeline import Slot

ON_TIME, LATE_REPORT, LATE_REVIEW = "on_time", "late_report", "late_review"
_LONGEST_LATE_REPORT, _LONGEST_LATE_REVIEW = 70, 60
_NO_LIMIT_HOURS = 24
"""Diseases without a reporting limit are reported within a day all the same."""
SHORTEST_SLOT = 8
"""Days a slot needs so that a late card fits into it."""


@dataclass(frozen=True)
class CardTimes:
    """When what happened."""

    onset_date: date
    diagnosed_at: datetime
    reported_at: datetime
    reviewed_at: datetime


_SPREAD_DAYS = 28


@cache
def _days(slot: Slot, season: tuple[int, ...]) -> tuple[list[date], list[float]]:
    """The days of a slot and the running sums of their weights."""
    days = [slot.first + timedelta(days=n) for n in range(slot.days)]
    total, sums = 0.0, []
    for day in days:
        total += season[day.month - 1] + 0.01
        sums.append(total)
    return days, sums


def card_times(
    slot: Slot,
    season: tuple[int, ...],
    delay: int,
    limits: tuple[int | None, int],
    timeliness: str,
    rng: Random,
) -> CardTimes:
    """Times of a card. limits: hours for the report (None: no limit) and for the review."""
    days, sums = _days(slot, season)
    onset = rng.choices(days, cum_weights=sums)[0]
    passed = min(int(rng.expovariate(1 / (delay + 0.5))), 20 * delay + 5)
    minutes = rng.randrange(8 * 60, 12 * 60)
    midnight = datetime.combine(onset, time(), SHANGHAI) + timedelta(days=passed)
    diagnosed = midnight + timedelta(minutes=minutes)
    if slot.days == 1:
        reported = diagnosed + timedelta(minutes=rng.randrange(5, 60))
        reviewed = reported + timedelta(minutes=rng.randrange(20, 110))
    else:
        reported = diagnosed + timedelta(minutes=_to_report(limits[0], timeliness, rng))
        reviewed = reported + timedelta(minutes=_to_review(limits[1], timeliness, rng))
    over = (reviewed.date() - slot.last).days
    if over > 0:
        # Spread over some weeks: put all on the last day they would look like an outbreak.
        room = max(0, (diagnosed.date() - slot.first).days - over)
        back = timedelta(days=over + rng.randrange(min(_SPREAD_DAYS, room) + 1))
        diagnosed, reported, reviewed = diagnosed - back, reported - back, reviewed - back
        onset = min(onset, diagnosed.date())
    return CardTimes(onset, diagnosed, reported, reviewed)


def _to_report(limit: int | None, timeliness: str, rng: Random) -> int:
    allowed = 60 * (limit or _NO_LIMIT_HOURS)
    if timeliness == LATE_REPORT and limit:
        return allowed + rng.randrange(30, 60 * _LONGEST_LATE_REPORT)
    return rng.randrange(5, int(allowed * 0.6))


def _to_review(limit: int, timeliness: str, rng: Random) -> int:
    if timeliness == LATE_REVIEW:
        return 60 * limit + rng.randrange(30, 60 * _LONGEST_LATE_REVIEW)
    return rng.randrange(10, int(60 * limit * 0.85))
