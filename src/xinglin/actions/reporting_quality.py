"""How well each unit reports: late cards, cards with gaps, days without a zero report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from django.db.models import Count, F, Q
from django.db.models.functions import TruncDate

from xinglin.actions.card_families import cases_register, due_column, no_reports
from xinglin.actions.moments import today
from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.language.fields import NEW_RECORDS
from xinglin.language.provisions import INSTITUTION, ZERO_REPORT
from xinglin.language.registers import Register
from xinglin.store.registers import model_of

_FROM, _UNTIL = "direct_reporting_date", "direct_reporting_ended_date"


@dataclass(frozen=True)
class Quality:
    """One unit in some days.

    cards: initial cards reported, corrections, history and removed cards left out; late: reported
    after their own limit; gaps: with a key item empty. days: on which it had to send a zero
    report; silent: of these without one.
    """

    unit: str
    cards: int
    late: int
    gaps: int
    days: int
    silent: int

    @property
    def late_share(self) -> Fraction | None:
        """In per cent; None without cards."""
        return Fraction(100 * self.late, self.cards) if self.cards else None

    @property
    def complete_share(self) -> Fraction | None:
        """In per cent; None without cards."""
        return Fraction(100 * (self.cards - self.gaps), self.cards) if self.cards else None

    @property
    def silent_share(self) -> Fraction | None:
        """In per cent; None where no day asked for one."""
        return Fraction(100 * self.silent, self.days) if self.days else None


_Worst = Callable[[Quality], tuple[Any, ...]]
ORDERS: dict[str, tuple[str, _Worst]] = {
    "late": ("迟报比例高的在前", lambda q: (-(q.late_share or 0), -q.late)),
    "gaps": ("完整率低的在前", lambda q: (100 if q.cards == 0 else q.complete_share, -q.gaps)),
    "silent": ("缺零报告多的在前", lambda q: (-q.silent, -(q.silent_share or 0))),
    "cards": ("报卡多的在前", lambda q: (-q.cards,)),
}
"""How the table may be ordered: name → words, and what the worst has least of."""


def quality_by_unit(first: date, last: date, order: str = "late") -> list[Quality]:
    """Every reporting unit in the actor's scope, the worst first; days from first to last."""
    cards = _cards(first, last)
    owing = _owing(first, min(last, today() - timedelta(days=1)))
    answered = _answered(owing, first, last)
    found = []
    for unit in {*cards, *owing}:
        begun, ended = owing.get(unit, (last, first))
        days = max(0, (ended - begun).days + 1) if unit in owing else 0
        silent = days - answered.get(unit, 0)
        found.append(Quality(unit, *cards.get(unit, (0, 0, 0)), days, silent))
    worst = ORDERS[order][1]
    return sorted(found, key=lambda q: (*worst(q), q.unit))


def key_items() -> tuple[str, ...]:
    """The words for the items without which a card is not complete: what new cards must have."""
    cases = cases_register()
    return (*(cases.fields[n].label for n in _required(cases)), "出生日期或年龄")


def _required(cases: type[Register]) -> list[str]:
    """Columns that a new card must have, but what the system writes itself."""
    return [f.name for f in cases.fields.values() if f.required_for(NEW_RECORDS[0])]


def _cards(first: date, last: date) -> Mapping[str, tuple[int, int, int]]:
    """Unit → its initial cards reported on the days, how many late, how many with gaps."""
    cases = cases_register()
    empty = Q(birth_date=None, age_years=None)
    for name in _required(cases):
        empty |= Q(**{name: None})
    rows = (
        model_of(cases)
        ._default_manager.exclude(state__in=no_reports(cases))
        .filter(channel__in=NEW_RECORDS, report_kind="1")
        .annotate(day=TruncDate("reported_at", tzinfo=SHANGHAI))
        .filter(day__range=(first, last))
        .values("reporter")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=Q(reported_at__gt=F(due_column(cases)))),
            gaps=Count("pk", filter=empty),
        )
        .order_by()
    )
    return {row["reporter"]: (row["n"], row["late"], row["gaps"]) for row in rows}


def _owing(first: date, last: date) -> Mapping[str, tuple[date, date]]:
    """Unit → the first and last day on which it reported directly and owed a zero report."""
    units = catalogue.load().providing(INSTITUTION)
    if units is None or not {_FROM, _UNTIL} <= units.fields.keys():
        return {}
    rows = (
        model_of(units)
        ._default_manager.exclude(state__in=units.lifecycle.ended)
        .filter(**{f"{_FROM}__lte": last})
        .values_list(units.key[0].name, _FROM, _UNTIL)
    )
    found = {}
    for unit, begun, ended in rows:
        until = min(last, ended - timedelta(days=1)) if ended else last
        if max(first, begun) <= until:
            found[unit] = max(first, begun), until
    return found


def _answered(owing: Mapping[str, tuple[date, date]], first: date, last: date) -> Mapping[str, int]:
    """Unit → days it owed on which it sent a zero report or, as the figures count it, a card."""
    reports, cases = catalogue.load().providing(ZERO_REPORT), cases_register()
    sent = (
        model_of(cases)
        ._default_manager.annotate(day=TruncDate("reported_at", tzinfo=SHANGHAI))
        .filter(day__range=(first, last))
        .values_list("reporter", "day")
    )
    if reports is not None:
        rows = model_of(reports)._default_manager.exclude(state__in=reports.lifecycle.ended)
        days = rows.filter(report_date__range=(first, last))
        sent = days.values_list("reporter", "report_date").union(sent)
    found = Counter[str]()
    for unit, day in sent.distinct() if reports is None else sent:
        if unit in owing and owing[unit][0] <= day <= owing[unit][1]:
            found[unit] += 1
    return found
