"""Early warning (预警): count the cards by week, hold them against their past, raise signals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from django.db.models import Q

from xinglin.actions.moments import now, today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.reach import counties_within
from xinglin.actions.recording import create_record
from xinglin.actions.warning_counts import WEEK, Counts
from xinglin.codes.dated import CodeRow
from xinglin.codes.neighbours import NeighbourTableError, read_neighbours
from xinglin.codes.warning_codes import WarningRule
from xinglin.language import catalogue
from xinglin.language.provisions import SIGNAL
from xinglin.language.registers import Register
from xinglin.outbreak.methods import Method, method_named
from xinglin.outbreak.scan import ScanSettings, circles, scan, settings_named
from xinglin.outbreak.series import Panel, SeriesError
from xinglin.store.home import folder
from xinglin.store.models import Division, User
from xinglin.store.registers import model_of

CLUSTER = "cluster"
_Near = Mapping[int, Sequence[int]]
_SCANNED = 90
"""Days in which clusters are looked for: long enough to know what is usual where."""
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
    waiting, near = _waiting(signals, counts.end), _near(counts)
    series, alarms, raised = 0, 0, 0
    for rule, disease in _asked(counts, rules_on(counts.end)):
        judged, found = _judged(counts, near, rule, disease)
        series += judged
        alarms += len(found)
        for alarm in found:
            if (disease, alarm.county) not in waiting:
                waiting.add((disease, alarm.county))
                _raise(signals, rule, disease, alarm, counts.end, by)
                raised += 1
    return Watched(series, alarms, raised, alarms - raised)


@dataclass(frozen=True)
class _Alarm:
    """What is above what: where, since when, how many, the threshold and the words for it."""

    county: str
    first: date
    count: int
    limit: str | None
    told: str


def _judged(counts: Counts, near: _Near, rule: Rule, disease: str) -> tuple[int, list[_Alarm]]:
    """How many series a rule could judge, and where it fires."""
    if rule.kind == CLUSTER:
        return len(counts.counties), list(_clusters(counts, near, rule, disease))
    panel, method = counts.panel(disease), method_named(rule.algorithm)
    last = panel.length - 1
    if last not in method.rows(panel):
        return 0, []
    found = method.detect(panel, np.array([last]))
    first = counts.end - timedelta(days=WEEK - 1)
    alarms = []
    for at in np.flatnonzero((found.alarm[0] == 1) & (panel.observed[last] >= rule.minimum)):
        count = int(panel.observed[last, at])
        limit = f"{found.upperbound[0, at]:.2f}".removesuffix(".00")
        told = f"{first} 至 {counts.end} 报告 {count} 例，高于阈值 {limit} 例"
        alarms.append(_Alarm(panel.units[at], first, count, limit, told))
    return len(panel.units), alarms


def _clusters(counts: Counts, near: _Near, rule: Rule, disease: str) -> Iterator[_Alarm]:
    """Neighbouring counties with more cases of late than place and time alone would give."""
    asked = settings_named(rule.algorithm)
    cases = counts.daily(disease, _SCANNED)
    made = circles(near, len(counts.counties), asked.most)
    for one in scan(cases, made, longest=asked.longest, draws=asked.draws, alpha=asked.alpha):
        if one.cases < rule.minimum:
            continue
        first = counts.end - timedelta(days=one.days - 1)
        most = max(one.places, key=lambda at: int(cases[-one.days :, at].sum()))
        names = "、".join(_names([counts.counties[at] for at in one.places]))
        told = (
            f"{first} 至 {counts.end} {names} 共报告 {one.cases} 例，按地区和时间的一般分布应约"
            f" {one.expected:.1f} 例，偶然出现这样聚集的概率不高于 {one.pvalue:.3f}"
        )
        yield _Alarm(counts.counties[most], first, one.cases, None, told)


def _names(codes: Sequence[str]) -> list[str]:
    known = dict(Division.objects.filter(code__in=codes).values_list("code", "name"))
    return [known.get(code, code) for code in codes]


def _near(counts: Counts) -> _Near:
    """Position of each county → those of its neighbours. Raises RefusedError for a wrong table."""
    try:
        near = read_neighbours(sorted(folder("neighbours").glob("*.csv")))
    except NeighbourTableError as error:
        raise RefusedError([Problem("NEIGHBOUR", "", str(error))]) from error
    place = {code: at for at, code in enumerate(counts.counties)}
    return {
        at: [place[one] for one in near.get(code, ()) if one in place] for code, at in place.items()
    }


def method_of(signal: Any) -> Method | ScanSettings | None:
    """What raised a signal; None where a person did, whatever he wrote for a method."""
    if not signal.method:
        return None
    try:
        return (settings_named if signal.kind == CLUSTER else method_named)(signal.method)
    except SeriesError:
        return None


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
    method = method_of(signal)
    if method is not None and not isinstance(method, ScanSettings):
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


def _asked(counts: Counts, rules: Iterable[Rule]) -> Iterator[tuple[Rule, str]]:
    """Each rule with the diseases it watches; what has rules of its own goes before the general."""
    for rule in sorted(rules, key=lambda r: (not r.disease, r.kind == CLUSTER, r.code)):
        for disease in [rule.disease] if rule.disease else counts.top:
            if disease not in rule.not_for:
                yield rule, disease


def _waiting(signals: type[Register], end: date) -> set[tuple[str, str]]:
    """Disease and county of which a signal is open, or was raised for the same week."""
    open_ = [s for s in signals.lifecycle.states if s not in signals.lifecycle.ended]
    rows = model_of(signals)._default_manager.filter(Q(state__in=open_) | Q(to_date=end))
    return set(rows.values_list("disease", "division"))


def _raise(
    signals: type[Register], rule: Rule, disease: str, alarm: _Alarm, end: date, by: User
) -> None:
    values = {
        "signal_key": f"{disease}:{alarm.county}:{end}:{rule.code}"[:120], "disease": disease,
        "division": alarm.county, "kind": rule.kind, "method": rule.algorithm,
        "from_date": alarm.first, "to_date": end, "observed_count": alarm.count,
        "threshold_text": alarm.limit, "raised_at": now(),
        "evidence": f"{alarm.told}；规则：{rule.label}（{rule.source}）。"[:500],
    }  # fmt: skip
    create_record(signals, values, by=by)


def _rule(row: CodeRow) -> Rule:
    told = {name: str(row.attributes.get(name) or "") for name in ("disease", "algorithm", "kind")}
    return Rule(
        row.code, row.label, told["disease"], told["algorithm"], told["kind"],
        int(str(row.attributes.get("minimum") or 0)), row.source, row.status,
        frozenset(str(row.attributes.get("not_for") or "").split("|")) - {""},
    )  # fmt: skip
