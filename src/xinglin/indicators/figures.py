"""Figures: an indicator at a place for a period, with its status and everything it rests on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from xinglin.codes.dated import CodeSet
from xinglin.indicators.drift import Revision, drift_in_words
from xinglin.indicators.exact import exact_decimal
from xinglin.indicators.formulas import outcome, ratio
from xinglin.indicators.side_states import SideStates
from xinglin.indicators.states import CANNOT_TELL, NOT_APPLICABLE, REPORTED, ZERO, State
from xinglin.language.periods import PERIOD_KINDS, Period
from xinglin.language.plans import Plan
from xinglin.query.engine import NOTHING, Engine, SideKey, SideTotal


@dataclass(frozen=True)
class Figure:
    """One number of a report, or why there is none.

    id: indicator:place:period[:category]. value: exact decimal in the unit's scale, None without
    one. numerator, denominator: the two sums (for changes: this period and the one before it;
    for changes of ratios the two ratios). status: see `states.STATUSES`. note: Chinese.
    unknown, undated: records of the numerator of which it cannot be told whether they count.
    sides: every side's sum.
    """

    id: str
    indicator: str
    name: str
    place: str
    period: str
    value: str | None
    numerator: str | None
    denominator: str | None
    unit: str
    decimals: int
    status: str
    note: str = ""
    unknown: int = 0
    undated: int = 0
    sides: Mapping[str, SideTotal] = field(default_factory=dict)

    @property
    def is_true_zero(self) -> bool:
        """No member though all reported, or members that add up to nothing (0 of 555 sera)."""
        if self.status == "zero":
            return True
        return self.status == "reported" and self.value is not None and Decimal(self.value) == 0


@dataclass(frozen=True)
class CategoryFigure:
    """A figure of the records that have one value of a column; None: the column is unknown."""

    category: str | int | bool | date | None
    figure: Figure


@dataclass(frozen=True)
class Circumstances:
    """What figures depend on besides plan, place and period.

    known_at, true_on: as in `query.engine`. codes: code sets by name; revisions: indicator →
    dated changes of its definition (both for year-on-years across a changed definition).
    name_of: what a unit's code is called.
    """

    known_at: datetime | None = None
    true_on: date | None = None
    codes: Mapping[str, CodeSet] = field(default_factory=dict)
    revisions: Mapping[str, Sequence[Revision]] = field(default_factory=dict)
    name_of: Callable[[str], str] = str


NOW = Circumstances()


def figures(
    plans: Sequence[Plan],
    place: str,
    period: Period,
    engine: Engine,
    circumstances: Circumstances = NOW,
) -> list[Figure]:
    """One figure for each plan, in their order."""
    return series(plans, [place], [period], engine, circumstances)


def series(
    plans: Sequence[Plan],
    places: Sequence[str],
    periods: Sequence[Period],
    engine: Engine,
    circumstances: Circumstances = NOW,
) -> list[Figure]:
    """A figure for each plan, place and period, in this order; one pass per table."""
    states = SideStates(
        engine,
        plans,
        places,
        periods,
        circumstances.known_at,
        circumstances.true_on,
        circumstances.name_of,
    )
    return [
        _figure(plan, place, period, states, circumstances)
        for plan in plans
        for place in places
        for period in periods
    ]


def by_category(
    plan: Plan,
    column: str,
    place: str,
    period: Period,
    engine: Engine,
    circumstances: Circumstances = NOW,
) -> list[CategoryFigure]:
    """The figure split by a column; sides whose table lacks it are the same for every value.

    Only values that occur are listed, so a part without members has status `zero`.
    """
    found = engine.totals(
        [plan], [period], [place], circumstances.known_at, circumstances.true_on, category=column
    )
    categories = {k.category for k in found} - {""} or ({""} if found else set())
    listed = []
    for category in sorted(categories, key=lambda c: (c is None, str(c))):
        sums = {}
        for side in plan.sides:
            key = SideKey(plan.indicator, side.name, place, period.key)
            whole = found.get(key, NOTHING)
            sums[side.name] = found.get(key._replace(category=category), whole)
        states = {name: _counted(total) for name, total in sums.items()}
        figure = _made(plan, place, period, outcome(plan, states), states, sums)
        listed.append(CategoryFigure(category, figure))
    return listed


def _counted(total: SideTotal) -> State:
    return State(REPORTED if total.members else ZERO, Fraction(total.total))


def _figure(
    plan: Plan, place: str, period: Period, states: SideStates, circumstances: Circumstances
) -> Figure:
    sums = {s.name: states.total(plan, s, place, period) for s in plan.sides}
    refused = not_applicable(plan, period)
    if refused:
        return _made(plan, place, period, refused, {}, sums)
    found = {s.name: states.state(plan, s, place, period) for s in plan.sides}
    state = outcome(plan, found)
    changed = drift_in_words(
        plan, period, circumstances.codes, circumstances.revisions.get(plan.indicator, ())
    )
    if changed and state.known:
        state = State(state.status, state.value, "；".join(filter(None, (state.note, changed))))
    return _made(plan, place, period, state, found, sums)


def not_applicable(plan: Plan, period: Period) -> State | None:
    """Why the indicator has nothing to say of a period; None: it has."""
    if plan.period_kinds and period.kind not in plan.period_kinds:
        kinds = "、".join(PERIOD_KINDS[k] for k in plan.period_kinds)
        return State(NOT_APPLICABLE, note=f"本指标只按{kinds}统计")
    if plan.valid_from and period.end < date.fromisoformat(plan.valid_from):
        return State(NOT_APPLICABLE, note=f"本指标自{plan.valid_from}起施行")
    if plan.valid_to and period.start > date.fromisoformat(plan.valid_to):
        return State(NOT_APPLICABLE, note=f"本指标已于{plan.valid_to}停用")
    compares = plan.valid_from and any(s.years_back for s in plan.sides)
    if compares and period.previous_year().end < date.fromisoformat(plan.valid_from):
        return State(CANNOT_TELL, note=f"上年同期本指标尚未施行（自{plan.valid_from}起）")
    return None


def _made(
    plan: Plan,
    place: str,
    period: Period,
    state: State,
    states: Mapping[str, State],
    sums: Mapping[str, SideTotal],
) -> Figure:
    numerator, denominator = _two_parts(plan, states)
    first = sums[plan.sides[0].name]
    return Figure(
        id=f"{plan.indicator}:{place}:{period.key}",
        indicator=plan.indicator,
        name=plan.name,
        place=place,
        period=period.key,
        value=_text(state.value),
        numerator=_text(numerator),
        denominator=_text(denominator),
        unit=plan.unit,
        decimals=plan.decimals,
        status=state.status,
        note="；".join(filter(None, (state.note, _left_out(first, state)))),
        unknown=first.unknown,
        undated=first.undated,
        sides=dict(sums),
    )


def _two_parts(plan: Plan, states: Mapping[str, State]) -> tuple[Fraction | None, Fraction | None]:
    if not states:
        return None, None
    if "prior_numerator" not in states:
        second = states.get("denominator")
        return states["numerator"].value, second.value if second else None
    now = ratio(plan, states["numerator"], states["denominator"]).value
    prior = ratio(plan, states["prior_numerator"], states["prior_denominator"]).value
    return (None if now is None else now * plan.per), (None if prior is None else prior * plan.per)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else exact_decimal(Fraction(value))


def _left_out(total: SideTotal, state: State) -> str:
    found = []
    if total.unknown and state.known:
        found.append(f"另有{total.unknown}条记录因项目不详无法判断，未计入")
    if total.undated:
        found.append(f"另有{total.undated}条记录没有统计日期，未计入任何期间")
    return "；".join(found)
