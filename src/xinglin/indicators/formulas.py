"""Formulas over the states of a plan's sides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction

from xinglin.indicators.states import (
    CANNOT_TELL,
    NOT_APPLICABLE,
    NOT_REPORTED,
    REPORTED,
    ZERO,
    State,
)
from xinglin.language.plans import Plan


def outcome(plan: Plan, states: Mapping[str, State]) -> State:
    """The figure's state by the plan's formula, value in the unit's scale (times `per`)."""
    if plan.formula == "total":
        return _scaled(states["numerator"], Fraction(plan.per, plan.in_one))
    if plan.formula == "ratio":
        return _scaled(ratio(plan, states["numerator"], states["denominator"]), plan.per)
    if plan.formula == "change":
        return _scaled(_change(states["numerator"], states["denominator"]), plan.per)
    now = ratio(plan, states["numerator"], states["denominator"])
    prior = ratio(plan, states["prior_numerator"], states["prior_denominator"])
    if plan.formula == "points":
        return _scaled(_points(now, prior), plan.per)
    if plan.formula == "change_of_ratio":
        return _scaled(_change(now, prior), plan.per)
    raise ValueError(f"unknown formula {plan.formula!r} of {plan.indicator}")


def ratio(plan: Plan, numerator: State, denominator: State) -> State:
    """Numerator over denominator, unscaled."""
    if not denominator.known:
        return _without_denominator(plan, denominator)
    if not numerator.known:
        return numerator
    if denominator.value == 0:
        return State(plan.zero_denominator, note="分母为零，没有比率可算")
    assert numerator.value is not None and denominator.value is not None  # noqa: S101
    return State(
        numerator.status, numerator.value / denominator.value, numerator.note or denominator.note
    )


def _without_denominator(plan: Plan, denominator: State) -> State:
    whole, part = plan.side("denominator"), plan.side("numerator")
    if denominator.status == NOT_REPORTED and whole.table != part.table:
        return State(CANNOT_TELL, note=f"缺少作分母的数据（{denominator.note or '没有登记'}）")
    return denominator


def _change(now: State, prior: State) -> State:
    """(now - prior) / prior."""
    missing = _without_prior(now, prior)
    if missing:
        return missing
    assert now.value is not None and prior.value is not None  # noqa: S101
    if prior.value == 0:
        return State(NOT_APPLICABLE, note="上年同期为零，不能计算同比")
    return State(REPORTED, (now.value - prior.value) / prior.value)


def _points(now: State, prior: State) -> State:
    """now - prior, of two ratios."""
    missing = _without_prior(now, prior)
    if missing:
        return missing
    assert now.value is not None and prior.value is not None  # noqa: S101
    return State(REPORTED, now.value - prior.value)


def _without_prior(now: State, prior: State) -> State | None:
    if not now.known:
        return now
    if not prior.known:
        why = f"：{prior.note}" if prior.note else ""
        return State(CANNOT_TELL, note=f"上年同期没有可比的数{why}")
    return None


def _scaled(state: State, per: int | Fraction) -> State:
    if state.value is None:
        return state
    value = Fraction(state.value) * per
    status = ZERO if state.status == ZERO and value == 0 else REPORTED
    return replace(state, value=value, status=status)
