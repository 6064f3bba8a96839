"""Contacts and travellers under observation: who has not been checked today, whose time is over."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import TruncDate

from xinglin.actions.moments import today
from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.language.provisions import CONTACT, CONTACT_CHECK, TRAVELLER, TRAVELLER_CHECK
from xinglin.language.registers import Register
from xinglin.store.registers import model_of

LISTED = 300


@dataclass(frozen=True)
class Kind:
    """A register of people under observation, and that of their daily checks.

    event: the column by which it may be narrowed; since: the moment observation runs from.
    """

    watched: type[Register]
    checks: type[Register]
    link: str
    name: str
    since: str
    event: str


@dataclass(frozen=True)
class Watched:
    """One person under observation. until: the last day, None where the disease has no limit."""

    row: Any
    until: date | None
    last_check: date | None


@dataclass(frozen=True)
class Watch:
    """What a day asks for: to be checked yet, over and not ended; how many are watched at all."""

    unchecked: tuple[Watched, ...]
    over: tuple[Watched, ...]
    watched: int
    unchecked_count: int
    over_count: int


def kinds() -> dict[str, Kind]:
    """contacts and travellers. Raises RefusedError where a register is missing."""
    return {
        "contacts": _kind(CONTACT, CONTACT_CHECK, "contact", "contact_name", "last_contact_at",
                          "event_no"),
        "travellers": _kind(TRAVELLER, TRAVELLER_CHECK, "follow_up", "person_name", "entry_at",
                            "came_from"),
    }  # fmt: skip


def watch_of(kind: Kind, event: str = "") -> Watch:
    """The people of one kind in the actor's scope who want something today."""
    day, limit = today(), _due_column(kind.watched)
    rows = _under_observation(kind, event).annotate(
        until=TruncDate(limit, tzinfo=SHANGHAI),
        last_check=Subquery(_checks(kind).order_by("-check_date").values("check_date")[:1]),
        is_checked=Exists(_checks(kind).filter(check_date=day)),
    )
    lasts = Q(until__gte=day) | Q(until=None)
    unchecked = rows.filter(lasts, is_checked=False)
    over = rows.filter(until__lt=day)
    counted = rows.aggregate(
        n=Count("pk"),
        unchecked=Count("pk", filter=lasts & Q(is_checked=False)),
        over=Count("pk", filter=Q(until__lt=day)),
    )
    order = (F("until").asc(nulls_last=True), "pk")
    return Watch(
        tuple(_watched(r) for r in unchecked.order_by(*order)[:LISTED]),
        tuple(_watched(r) for r in over.order_by(*order)[:LISTED]),
        counted["n"], counted["unchecked"], counted["over"],
    )  # fmt: skip


def events_of(kind: Kind) -> list[tuple[str, int]]:
    """What the open ones may be narrowed by, with how many each has; the largest first."""
    rows = _under_observation(kind, "").exclude(**{kind.event: None})
    counted = rows.values_list(kind.event).annotate(n=Count("pk")).order_by("-n", kind.event)
    return list(counted[:100])


def _under_observation(kind: Kind, event: str) -> Any:
    rows = model_of(kind.watched)._default_manager.filter(state=kind.watched.lifecycle.initial)
    return rows.filter(**{kind.event: event}) if event else rows


def _checks(kind: Kind) -> Any:
    number = kind.watched.key[0].name
    rows = model_of(kind.checks)._default_manager.exclude(state__in=kind.checks.lifecycle.ended)
    return rows.filter(**{kind.link: OuterRef(number)})


def _watched(row: Any) -> Watched:
    return Watched(row, row.until, row.last_check)


def _due_column(register: type[Register]) -> str:
    return next(d.due_column for d in register.deadlines.values() if d.done.name == "ended_at")


def _kind(watched: str, checks: str, link: str, name: str, since: str, event: str) -> Kind:
    loaded = catalogue.load()
    people, days = loaded.providing(watched), loaded.providing(checks)
    if people is None or days is None:
        said = "本系统没有密切接触者或入境人员登记表，请联系系统管理员。"
        raise RefusedError([Problem("WATCH", "", said)])
    return Kind(people, days, link, name, since, event)
