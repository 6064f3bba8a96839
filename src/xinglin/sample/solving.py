"""Numbers that meet all demands at once; where there are none, which demands conflict."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from math import prod

from xinglin.sample.equations import Demand, Inequality, Product, Sum
from xinglin.sample.programme import Programme, UnsolvedError

_WAYS_AT_MOST = 400
"""How many ways to give the denominators of targets on two ratios are tried."""
_ANY: Sum = {}
"""A goal that any numbers meet alike."""


class Solver:
    """Meets demands over the unknowns of a programme."""

    def __init__(self, programme: Programme) -> None:
        self._programme = programme

    def near(self, demands: Sequence[Demand]) -> list[int] | None:
        """Numbers that meet the demands, near the usual ones; None where there are none.

        Raises UnsolvedError where it could not be told.
        """
        return self._first(demands, None, patient=True)

    def possible(self, demands: Sequence[Demand]) -> bool:
        """Whether any numbers meet the demands; True as well where it cannot be told."""
        try:
            return self._first(demands, _ANY, patient=False) is not None
        except UnsolvedError:
            return True

    def conflicts(self, demands: Sequence[Demand]) -> list[list[Demand]]:
        """Smallest sets of demands that cannot be met together, until the rest can be.

        Demands of many inequalities are given up first, so that a conflict is told by plain
        counts where it can be.
        """
        left, found = list(demands), []
        while not self.possible(left):
            smallest = self._smallest(left)
            found.append(smallest)
            left = [d for d in left if d not in smallest]
        return found

    def _smallest(self, demands: Sequence[Demand]) -> list[Demand]:
        """Leave out, one after the other, whatever the conflict does not need."""
        kept = list(demands)
        for one in sorted(demands, key=lambda d: (d.product is None, -len(d.inequalities))):
            without = [d for d in kept if d is not one]
            if not self.possible(without):
                kept = without
        return kept

    def _first(
        self, demands: Sequence[Demand], goal: Sum | None, *, patient: bool
    ) -> list[int] | None:
        fixed = [i for d in demands for i in d.inequalities]
        if any(not i.terms and not i.holds(()) for i in fixed):
            return None
        products = [d.product for d in demands if d.product]
        for extra in self._ways(products, fixed, patient=patient):
            counts = self._programme.solve(fixed + extra, goal)
            if counts is not None:
                return counts
        return None

    def _ways(
        self, products: Sequence[Product], fixed: list[Inequality], *, patient: bool
    ) -> Iterator[list[Inequality]]:
        """Every way to give the denominators of targets on two ratios; one empty way without any.

        Raises UnsolvedError when there are too many: at once, or when patient after some tries.
        """
        wholes = [whole for p in products for whole in p.denominators]
        spans = [self._span(whole, fixed) for whole in wholes]
        ways = prod(len(span) for span in spans)
        short = max(2, int(_WAYS_AT_MOST ** (1 / max(1, len(spans)))))
        if ways > _WAYS_AT_MOST:
            if not patient:
                raise UnsolvedError("too many denominators to try them all")
            spans = [span[:short] for span in spans]
        for way in product(*spans):
            extra = [Inequality(w, v, v) for w, v in zip(wholes, way, strict=True)]
            for number, one in enumerate(products):
                extra += one.given(way[2 * number], way[2 * number + 1])
            yield extra
        if ways > _WAYS_AT_MOST:
            raise UnsolvedError("too many denominators to try them all")

    def _span(self, whole: Sum, fixed: list[Inequality]) -> list[int]:
        """The values a sum can take, those near the usual first; empty where there are none."""
        usual = self._value(whole, self._programme.solve(fixed, _ANY))
        if usual is None:
            return []
        reach = _WAYS_AT_MOST + 1
        low = self._value(whole, self._programme.solve(fixed, whole))
        backwards = {i: -c for i, c in whole.items()}
        high = self._value(whole, self._programme.solve(fixed, backwards))
        if high is None or low is None or high - low > reach:
            usual = self._value(whole, self._programme.solve(fixed)) or usual
        first = usual - reach if low is None else max(low, usual - reach)
        last = usual + reach if high is None else min(high, usual + reach)
        return sorted(range(first, last + 1), key=lambda value: abs(value - usual))

    @staticmethod
    def _value(whole: Sum, counts: list[int] | None) -> int | None:
        return None if counts is None else sum(c * counts[i] for i, c in whole.items())
