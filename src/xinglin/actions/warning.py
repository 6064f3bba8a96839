"""Early warning (预警): count the cards by week, hold them against their past, raise signals."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Count, Q
from django.db.models.functions import Coalesce, TruncDate

from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.reach import counties_within
from xinglin.actions.recording import create_record
from xinglin.codes.dated import CodeRow
from xinglin.codes.dates import SHANGHAI
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.warning_codes import WarningRule
from xinglin.language import catalogue
from xinglin.language.provisions import CASE, SIGNAL
from xinglin.language.registers import Register
from xinglin.outbreak.methods import method_named
from xinglin.outbreak.series import Panel
from xinglin.store.models import User
from xinglin.store.registers import model_of

WEEK = 7
_WEEKS = 6 * 52
"""How far back is looked: five years and a little."""
SHOWN = 52
"""Weeks on a signal's page."""


@dataclass(frozen=True)
class Rule:
    """One row of the rules. disease: '' for all but those of `not_for`. minimum: a lower count
    raises nothing."""

    code: str
    label: str
    disease: str
    algorithm: str
    kind: str
    minimum: int
    source: str
    status: str
    not_for: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Week:
    """One week of a series, as the page shows it. None: not reported; no threshold."""

    first: date
    last: date
    count: int | None
    threshold: float | None


@dataclass(frozen=True)
class Watched:
    """One run: series judged, alarms, signals raised, and alarms that raised none again."""

    series: int
    alarms: int
    raised: int
    open_already: int


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
        parents = _parents()
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

    def panel(self, disease: str) -> Panel:
        """The weeks of a disease in every county."""
        counts = self._found.get(disease)
        counts = np.zeros((self.weeks, len(self.counties))) if counts is None else counts
        observed = np.where(self.reported[:, None], counts, np.nan)
        days = np.datetime64(self.first) + WEEK * np.arange(self.weeks)
        return Panel(disease, self.counties, 52, observed, days)


def rules_on(day: date) -> list[Rule]:
    """The rules in force on a day."""
    return [_rule(row) for row in WarningRule.on(day)]


def signals_register() -> type[Register]:
    """The register signals are filed in. Raises RefusedError where there is none."""
    found = catalogue.load().providing(SIGNAL)
    if found is None:
        raise RefusedError([Problem("SIGNAL", "", "本系统没有预警信号登记表，请联系系统管理员。")])
    return found


def watch(*, by: User, end: date | None = None) -> Watched:
    """Run every rule over the week that ended on a day (None: yesterday); signals for its alarms.

    An alarm of a disease and county of which a signal is still open, or was raised for the same
    week, raises no other. Raises ForbiddenError, RefusedError.
    """
    signals = signals_register()
    require(by, "enter", signals)
    if end is not None and end >= today():
        said = "截至日应在今天之前：当天的报告卡还没有报完，请改日期。"
        raise RefusedError([Problem("DAY", "end", said)])
    counts = Counts(counties_within(by), end or today() - timedelta(days=1))
    if not counts.weeks:
        return Watched(0, 0, 0, 0)
    waiting = _waiting(signals, counts.end)
    series = alarms = raised = 0
    for rule, disease, panel in _asked(counts, rules_on(counts.end)):
        method = method_named(rule.algorithm)
        last = panel.length - 1
        if last not in method.rows(panel):
            continue
        found = method.detect(panel, np.array([last]))
        series += len(panel.units)
        fires = (found.alarm[0] == 1) & (panel.observed[last] >= rule.minimum)
        for at in np.flatnonzero(fires):
            alarms += 1
            key = disease, panel.units[at]
            if key not in waiting:
                waiting.add(key)
                upper = float(found.upperbound[0, at])
                _raise(signals, rule, key, counts, int(panel.observed[last, at]), upper, by)
                raised += 1
    return Watched(series, alarms, raised, alarms - raised)


def weeks_of(signal: Any, *, by: User) -> list[Week]:
    """The last year of a signal's series with the threshold its method gives for each week."""
    end = signal.to_date
    counts = Counts(counties_within(by), end)
    if signal.division not in counts.counties or not counts.weeks:
        return []
    at = counts.counties.index(signal.division)
    panel = counts.panel(signal.disease)
    one = Panel(panel.dataset, (signal.division,), 52, panel.observed[:, [at]], panel.dates)
    upper = np.full(panel.length, np.nan)
    if signal.method:
        method = method_named(signal.method)
        rows = method.rows(one)[-SHOWN:]
        if len(rows):
            upper[rows] = method.detect(one, rows).upperbound[:, 0]
    return [
        Week(
            counts.first + timedelta(days=WEEK * row),
            counts.first + timedelta(days=WEEK * row + WEEK - 1),
            None if np.isnan(one.observed[row, 0]) else int(one.observed[row, 0]),
            None if np.isnan(upper[row]) else float(upper[row]),
        )
        for row in range(max(0, panel.length - SHOWN), panel.length)
    ]


def _asked(counts: Counts, rules: Iterable[Rule]) -> Iterator[tuple[Rule, str, Panel]]:
    """Each rule with the diseases it watches; what has rules of its own goes before the general."""
    for rule in sorted(rules, key=lambda r: (not r.disease, r.code)):
        for disease in [rule.disease] if rule.disease else counts.top:
            if disease not in rule.not_for:
                yield rule, disease, counts.panel(disease)


def _waiting(signals: type[Register], end: date) -> set[tuple[str, str]]:
    """Disease and county of which a signal is open, or was raised for the same week."""
    open_ = [s for s in signals.lifecycle.states if s not in signals.lifecycle.ended]
    rows = model_of(signals)._default_manager.filter(Q(state__in=open_) | Q(to_date=end))
    return set(rows.values_list("disease", "division"))


def _raise(
    signals: type[Register], rule: Rule, key: tuple[str, str], counts: Counts, count: int,
    upper: float, by: User,
) -> None:  # fmt: skip
    disease, county = key
    first = counts.end - timedelta(days=WEEK - 1)
    limit = f"{upper:.2f}".removesuffix(".00")
    told = f"{first} 至 {counts.end} 报告 {count} 例，高于阈值 {limit} 例；规则：{rule.label}"
    values = {
        "signal_key": f"{disease}:{county}:{counts.end}:{rule.code}"[:120], "disease": disease,
        "division": county, "kind": rule.kind, "method": rule.algorithm, "from_date": first,
        "to_date": counts.end, "observed_count": count, "threshold_text": limit,
        "evidence": f"{told}（{rule.source}）。", "raised_at": now(),
    }  # fmt: skip
    create_record(signals, values, by=by)


def _counted(end: date) -> Iterable[tuple[str, str, date, int]]:
    """(disease, place, day, cards) of the cards that are reported and stand."""
    cases = catalogue.load().providing(CASE)
    if cases is None:
        return []
    rows: Any = model_of(cases)._default_manager.exclude(
        state__in=[*cases.lifecycle.ended, cases.lifecycle.initial]
    )
    day = Coalesce(TruncDate("reported_at", tzinfo=SHANGHAI), "onset_date")
    since = end - timedelta(days=WEEK * _WEEKS - 1)
    rows = rows.annotate(day=day).filter(day__range=(since, end))
    found: Iterable[tuple[str, str, date, int]] = (
        rows.values_list("disease", "residence", "day").annotate(n=Count("pk")).order_by()
    )
    return found


def _parents() -> Mapping[str, tuple[str, ...]]:
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


def _rule(row: CodeRow) -> Rule:
    told = {name: str(row.attributes.get(name) or "") for name in ("disease", "algorithm", "kind")}
    return Rule(
        row.code, row.label, told["disease"], told["algorithm"], told["kind"],
        int(str(row.attributes.get("minimum") or 0)), row.source, row.status,
        frozenset(str(row.attributes.get("not_for") or "").split("|")) - {""},
    )  # fmt: skip
