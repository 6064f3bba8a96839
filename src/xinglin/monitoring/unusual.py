"""Which uses of records are unusual: too many, too late, too far away, to no end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from xinglin.codes.dates import shanghai

RULES = {
    "many_in_a_day": "一日内查阅过多",
    "many_in_an_hour": "一小时内查阅过多",
    "after_hours": "非工作时间查阅过多",
    "foreign_places": "查阅外县（区）记录过多",
    "without_follow_up": "查看原值而无后续办理",
}
LOOKS = ("open", "unmask", "find", "print")
"""Kinds of audit entries that say somebody saw one record or person."""


@dataclass(frozen=True)
class Look:
    """An audit entry as it is judged.

    is_foreign: the record's place lies outside the county of the user's own institution; None
    where that cannot be told (no institution, no place).
    """

    entry: int
    at: datetime
    username: str
    kind: str
    register: str
    record: int | None
    is_foreign: bool | None = None


@dataclass(frozen=True)
class Limits:
    """The limits of a day; as many as the limit are still usual."""

    openings_per_day: int
    openings_per_hour: int
    office_from_hour: int
    office_until_hour: int
    after_hours_per_day: int
    foreign_per_day: int
    idle_per_day: int
    follow_up_days: int


@dataclass(frozen=True)
class Unusual:
    """One rule passed by one user on one day (in one hour, where the rule is by the hour)."""

    rule: str
    username: str
    day: date
    hour: int | None
    count: int
    threshold: int
    entries: tuple[int, ...]


_Group = Sequence[Look]


def unusual_uses(
    entries: Iterable[Look],
    limits_on: Callable[[date], Limits],
    is_working_day: Callable[[date], bool],
) -> list[Unusual]:
    """All findings, by day, user and rule.

    entries: looks and changes (kind "change"), the changes some days further than the looks.
    """
    days: defaultdict[tuple[date, str], list[Look]] = defaultdict(list)
    changes: defaultdict[tuple[str, str, int | None], list[datetime]] = defaultdict(list)
    for look in sorted(entries, key=lambda e: (e.at, e.entry)):
        if look.kind == "change":
            changes[look.username, look.register, look.record].append(look.at)
        elif look.kind in LOOKS:
            days[shanghai(look.at).date(), look.username].append(look)
    found = []
    for (day, username), looks in sorted(days.items()):
        limits = limits_on(day)
        is_working = is_working_day(day)
        idle = [e for e in looks if e.kind == "unmask" and not _followed(e, changes, limits)]
        for rule, hour, group, limit in (
            ("many_in_a_day", None, looks, limits.openings_per_day),
            *_hours(looks, limits),
            ("after_hours", None, _after_hours(looks, limits, is_working),
             limits.after_hours_per_day),
            ("foreign_places", None, [e for e in looks if e.is_foreign], limits.foreign_per_day),
            ("without_follow_up", None, idle, limits.idle_per_day),
        ):  # fmt: skip
            if len(group) > limit:
                numbers = tuple(e.entry for e in group)
                found.append(Unusual(rule, username, day, hour, len(group), limit, numbers))
    return found


def _hours(looks: _Group, limits: Limits) -> Iterator[tuple[str, int, _Group, int]]:
    hours: defaultdict[int, list[Look]] = defaultdict(list)
    for look in looks:
        hours[shanghai(look.at).hour].append(look)
    for hour, group in sorted(hours.items()):
        yield "many_in_an_hour", hour, group, limits.openings_per_hour


def _after_hours(looks: _Group, limits: Limits, is_working: bool) -> _Group:
    if not is_working:
        return looks
    office = range(limits.office_from_hour, limits.office_until_hour)
    return [e for e in looks if shanghai(e.at).hour not in office]


def _followed(
    look: Look,
    changes: dict[tuple[str, str, int | None], list[datetime]],
    limits: Limits,
) -> bool:
    """Whether the same user did anything with the record soon enough afterwards."""
    until = look.at + timedelta(days=limits.follow_up_days)
    done = changes.get((look.username, look.register, look.record), ())
    return any(look.at <= at <= until for at in done)
