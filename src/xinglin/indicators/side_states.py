"""The states of all sides of some plans, at some places, for some periods."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from fractions import Fraction

from xinglin.indicators.states import CANNOT_TELL, NOT_REPORTED, REPORTED, ZERO, State
from xinglin.indicators.zero_reports import Owed, owed_reports
from xinglin.language.expressions import Literal
from xinglin.language.periods import Period, months_of
from xinglin.language.plans import EveryMonth, Plan, Side, ZeroReports
from xinglin.query.engine import NOTHING, Engine, SideKey, SideTotal
from xinglin.query.windows import window_of

_PRESENCE = "any record of "
_ANY = "any"


class SideStates:
    """Asks the engine for every sum at once, and for reports and months only where they decide."""

    def __init__(
        self,
        engine: Engine,
        plans: Sequence[Plan],
        places: Sequence[str],
        periods: Sequence[Period],
        known_at: datetime | None,
        true_on: date | None,
        name_of: Callable[[str], str],
    ) -> None:
        self._engine, self._known_at, self._true_on = engine, known_at, true_on
        self._name_of, self._places = name_of, list(places)
        probes = {_probe_name(s): _probe(s) for plan in plans for s in plan.sides}
        self._totals = engine.totals([*plans, *probes.values()], periods, places, known_at, true_on)
        self._owed: dict[tuple[str, ...], Owed] = {}
        self._months = self._month_totals(plans, periods)

    def total(self, plan: Plan, side: Side, place: str, period: Period) -> SideTotal:
        """A side's sum."""
        return self._totals.get(SideKey(plan.indicator, side.name, place, period.key), NOTHING)

    def state(self, plan: Plan, side: Side, place: str, period: Period) -> State:
        """What the sum says, by the rule of `states`."""
        total = self.total(plan, side, place, period)
        lacking = self._lacking_months(plan, side, place, period)
        if lacking is not None:
            return lacking
        if total.members:
            return State(REPORTED, Fraction(total.total))
        if total.unknown:
            return State(CANNOT_TELL, note=f"{total.unknown}条记录项目不详，无法判断是否应计入")
        rule = plan.completeness
        if isinstance(rule, ZeroReports) and side.table == plan.sides[0].table:
            owed = self._owed_by(rule, side, place, period)
            if owed.complete:
                return State(ZERO, Fraction(0))
            return State(NOT_REPORTED, note=owed.in_words(self._name_of))
        key = SideKey(_probe_name(side), _ANY, place, period.key)
        if self._totals.get(key, NOTHING).members:
            return State(ZERO, Fraction(0))
        return State(NOT_REPORTED, note="本地区在统计期内没有任何登记")

    def _owed_by(self, rule: ZeroReports, side: Side, place: str, period: Period) -> Owed:
        key = (
            rule.reports.table,
            rule.units.table,
            side.table,
            side.date,
            side.window,
            str(side.years_back),
            place,
            period.key,
        )
        if key not in self._owed:
            self._owed[key] = owed_reports(
                rule, side, place, period, self._engine, self._known_at, self._true_on
            )
        return self._owed[key]

    def _month_totals(
        self, plans: Sequence[Plan], periods: Sequence[Period]
    ) -> dict[SideKey, SideTotal]:
        """The months of every side that must have each of them."""
        asked: dict[str, Plan] = {}
        months: dict[str, Period] = {}
        for plan in plans:
            sides = tuple(replace(s, years_back=0, window="period") for s in _monthly(plan))
            if sides:
                asked[plan.indicator] = replace(plan, sides=sides)
            for side in _monthly(plan):
                for period in periods:
                    months |= {m.key: m for m in _months(side, period)}
        if not asked or not months:
            return {}
        return self._engine.totals(
            list(asked.values()), list(months.values()), self._places, self._known_at, self._true_on
        )

    def _lacking_months(self, plan: Plan, side: Side, place: str, period: Period) -> State | None:
        if side.name not in {s.name for s in _monthly(plan)}:
            return None
        months = _months(side, period)
        lacking = [
            m
            for m in months
            if not self._months.get(
                SideKey(plan.indicator, side.name, place, m.key), NOTHING
            ).members
        ]
        if not lacking:
            return None
        if len(lacking) == len(months):
            return State(NOT_REPORTED, note="统计期内各月均没有数据")
        named = "、".join(m.label for m in lacking)
        return State(CANNOT_TELL, note=f"缺{named}的数据，部分月份之和不能作为全期数")


def _monthly(plan: Plan) -> list[Side]:
    """Sides that must have rows in every month."""
    if not isinstance(plan.completeness, EveryMonth):
        return []
    table = plan.side(plan.completeness.side).table
    return [s for s in plan.sides if s.table == table and s.window != "until_end"]


def _months(side: Side, period: Period) -> list[Period]:
    window = window_of(side, period)
    assert window.first is not None  # noqa: S101  stocks have no months
    return months_of(replace(period, start=window.first, end=window.last))


def _probe_name(side: Side) -> str:
    return f"{_PRESENCE}{side.table}.{side.date}.{side.place}.{side.window}.{side.years_back}"


def _probe(side: Side) -> Plan:
    """Counts any record of the side's register at the place within the window."""
    anything = replace(
        side,
        name=_ANY,
        where=None,
        amount=Literal(1),
        distinct="",
        latest_per="",
        ends="",
        follow_up=None,
    )
    return Plan(_probe_name(side), "", "", 0, "total", (anything,))
