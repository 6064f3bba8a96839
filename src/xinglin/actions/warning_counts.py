"""Cards by disease, county and week: what early warning counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Count
from django.db.models.functions import Coalesce, TruncDate

from xinglin.actions.problems import Problem, RefusedError
from xinglin.codes.dates import SHANGHAI
from xinglin.codes.diseases import NotifiableDisease
from xinglin.language import catalogue
from xinglin.language.provisions import CASE
from xinglin.outbreak.series import Panel
from xinglin.store.registers import model_of

WEEK = 7
_WEEKS = 6 * 52
"""How far back is looked: five years and a little."""


class Counts:
    """Cards by disease, county and week, each week ending with the same day of the week as `end`.

    counties: those within reach; the ones that ever had a card are counted.

    The day is that of the report, of the onset where nobody noted when it was reported. A week in
    which no county within reach has a card of any disease was not reported; that is no nought.
    """

    def __init__(self, counties: Sequence[str], end: date) -> None:
        rows, within = list(_counted(end)), frozenset(counties)
        self.end = end
        self.counties = tuple(sorted({(row[1] or "")[:6] for row in rows} & within))
        begun = min((row[2] for row in rows), default=end)
        whole = min((end - begun).days // WEEK, _WEEKS)
        self.weeks = whole
        self.first = end - timedelta(days=WEEK * whole - 1)
        self._place = {code: at for at, code in enumerate(self.counties)}
        self._rows, self._parents = rows, kinds_above()
        parents = self._parents
        found: dict[str, Any] = defaultdict(lambda: np.zeros((whole, len(self.counties))))
        reported = np.zeros(whole, bool)
        for disease, place, day, count in rows:
            week = (day - self.first).days // WEEK
            county = self._place.get((place or "")[:6])
            if week < 0 or county is None:
                continue
            reported[week] = True
            for one in (disease, *parents.get(disease, ())):
                found[one][week, county] += count
        self.reported, self._found = reported, found
        self.top = sorted({(parents.get(d) or (d,))[-1] for d in found})

    def daily(self, disease: str, days: int) -> Any:
        """Cards of a disease in the last days, by day and county; fewer days where there are."""
        days = min(days, WEEK * self.weeks)
        found = np.zeros((days, len(self.counties)), np.int64)
        for one, place, day, count in self._rows:
            at = days - 1 - (self.end - day).days
            county = self._place.get((place or "")[:6])
            if at >= 0 and county is not None and disease in (one, *self._parents.get(one, ())):
                found[at, county] += count
        return found

    def panel(self, disease: str) -> Panel:
        """The weeks of a disease in every county."""
        counts = self._found.get(disease)
        counts = np.zeros((self.weeks, len(self.counties))) if counts is None else counts
        observed = np.where(self.reported[:, None], counts, np.nan)
        days = np.datetime64(self.first) + WEEK * np.arange(self.weeks)
        return Panel(disease, self.counties, 52, observed, days)


def reported_cards(disease: str = "") -> Any:
    """The cards that are reported and stand, of a disease and its kinds or of all ('')."""
    cases = catalogue.load().providing(CASE)
    if cases is None:
        raise RefusedError([Problem("CASE", "", "本系统没有传染病报告卡，请联系系统管理员。")])
    gone = [*cases.lifecycle.ended, cases.lifecycle.initial]
    rows = model_of(cases)._default_manager.exclude(state__in=gone)
    if not disease:
        return rows
    kinds = [code for code, above in kinds_above().items() if disease in above]
    return rows.filter(disease__in=[disease, *kinds])


def cards_between(disease: str, first: date, last: date) -> Any:
    """Those of a disease ('' for all) that fall on the days, each with its `day`."""
    day = Coalesce(TruncDate("reported_at", tzinfo=SHANGHAI), "onset_date")
    return reported_cards(disease).annotate(day=day).filter(day__range=(first, last))


def _counted(end: date) -> Iterable[tuple[str, str, date, int]]:
    """(disease, place, day, cards) of the cards that are reported and stand."""
    rows = cards_between("", end - timedelta(days=WEEK * _WEEKS - 1), end)
    found: Iterable[tuple[str, str, date, int]] = (
        rows.values_list("disease", "residence", "day").annotate(n=Count("pk")).order_by()
    )
    return found


def kinds_above() -> Mapping[str, tuple[str, ...]]:
    """Disease → the diseases it is a kind of, the nearest first."""
    above = {row.code: str(row.attributes.get("parent") or "") for row in NotifiableDisease.rows}
    found: dict[str, tuple[str, ...]] = {}
    for code in above:
        chain, at = [], above[code]
        while at:
            chain.append(at)
            at = above.get(at, "")
        found[code] = tuple(chain)
    return found
