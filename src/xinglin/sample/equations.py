"""Targets as whole-number inequalities over how many records of each group each area has."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from xinglin.language.plans import Plan
from xinglin.sample.ranges import Range
from xinglin.sample.target_rows import Target

Sum = dict[int, int]
"""Unknown → how much one of it adds."""


@dataclass(frozen=True)
class Inequality:
    """low ≤ Σ coefficient × unknown (≤ high, where there is one); all whole numbers."""

    terms: Mapping[int, int]
    low: int | None
    high: int | None

    def holds(self, counts: Sequence[int]) -> bool:
        """Whether counts satisfy it, exactly."""
        total = sum(c * counts[i] for i, c in self.terms.items())
        above = self.low is None or total >= self.low
        return above and (self.high is None or total <= self.high)


@dataclass(frozen=True)
class Product:
    """A target on two ratios at once: linear only once both denominators are given."""

    denominators: tuple[Sum, Sum]
    given: Callable[[int, int], list[Inequality]]


@dataclass(frozen=True)
class Demand:
    """What one target asks."""

    target: Target
    inequalities: tuple[Inequality, ...]
    product: Product | None = None


def demand(target: Target, plan: Plan, sums: Mapping[str, Sum]) -> Demand:
    """The inequalities of a target. sums: side → what each unknown adds to it.

    Raises KeyError for a formula this program does not know.
    """
    asked = target.range
    if plan.formula == "total":
        added = asked if plan.in_one == 1 else _scaled(asked, target.factor * plan.in_one)
        return Demand(target, tuple(_within(sums["numerator"], {}, added)))
    if plan.formula == "ratio":
        return Demand(target, _ratio(sums["numerator"], sums["denominator"], asked))
    if plan.formula == "change":
        change = _combined(sums["numerator"], 1, sums["denominator"], -1)
        return Demand(target, _ratio(change, sums["denominator"], asked))
    return Demand(target, _at_least_one(sums), _two_ratios(plan.formula, sums, asked))


def _at_least_one(sums: Mapping[str, Sum]) -> tuple[Inequality, ...]:
    names = ("denominator", "prior_denominator", "prior_numerator")
    return tuple(Inequality(sums[n], 1, None) for n in names)


def _ratio(part: Sum, whole: Sum, asked: Range) -> tuple[Inequality, ...]:
    return (Inequality(whole, 1, None), *_within(part, whole, asked))


def _within(part: Sum, whole: Sum, asked: Range) -> list[Inequality]:
    """part ÷ whole lies in a range; without a whole, part itself does.

    Multiplied out by the bound's own denominator, so that all stays in whole numbers.
    """
    found = []
    if asked.low is not None:
        found.append(_bound(part, whole, asked.low, 1, asked.low_open))
    if asked.high is not None:
        found.append(_bound(part, whole, asked.high, -1, asked.high_open))
    return found


def _bound(part: Sum, whole: Sum, bound: Fraction, sign: int, strict: bool) -> Inequality:
    terms = _combined(part, sign * bound.denominator, whole, -sign * bound.numerator)
    constant = 0 if whole else sign * bound.numerator
    return Inequality(terms, constant + (1 if strict else 0), None)


def _combined(first: Sum, times: int, second: Sum, second_times: int) -> Sum:
    found = {i: c * times for i, c in first.items()}
    for i, c in second.items():
        found[i] = found.get(i, 0) + c * second_times
    return {i: c for i, c in found.items() if c}


def _two_ratios(formula: str, sums: Mapping[str, Sum], asked: Range) -> Product:
    """Numerators n, m over denominators d, e: n÷d against m÷e.

    points: n÷d - m÷e, that is (n×e - m×d) ÷ (d×e). change_of_ratio: (n×e - m×d) ÷ (m×d).
    """
    now, before = sums["numerator"], sums["prior_numerator"]

    def given(d: int, e: int) -> list[Inequality]:
        difference = _combined(now, e, before, -d)
        if formula == "change_of_ratio":
            return _within(difference, {i: c * d for i, c in before.items()}, asked)
        return _within(difference, {}, _times(asked, d * e))

    return Product((sums["denominator"], sums["prior_denominator"]), given)


def _times(asked: Range, factor: int) -> Range:
    return _scaled(asked, Fraction(factor))


def _scaled(asked: Range, factor: Fraction) -> Range:
    """The range in another unit: of 元 in fen, where the indicator counts in 万元."""
    return asked.divided(1 / factor)
