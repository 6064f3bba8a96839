"""One integer programme: whole numbers within inequalities, near the usual or towards a goal."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import gcd

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from xinglin.sample.equations import Inequality
from xinglin.sample.native_output import standard_output_closed

_MOST = 10**8
_SECONDS = 20
_GAP = 1e-4
_TOGETHER = 100.0
"""Cost of a bundle's worst relative departure, against 1 for each unknown's own."""

Row = dict[int, float]


class UnsolvedError(RuntimeError):
    """The solver neither found numbers nor proved that there are none."""


class Programme:
    """Unknowns with their usual size.

    bundles: unknowns that should leave what is usual in like proportion.
    """

    def __init__(self, usual: Sequence[float], bundles: Sequence[Sequence[int]]) -> None:
        self._usual = np.array(usual, dtype=float)
        self._bundles = [list(b) for b in bundles]
        self.size = len(usual)

    def solve(
        self, inequalities: Sequence[Inequality], goal: Mapping[int, int] | None = None
    ) -> list[int] | None:
        """Numbers that satisfy all inequalities exactly; None where there are none.

        goal: what is to be made smallest; without it, the distance from the usual.
        Raises UnsolvedError when time runs out or rounding fails.
        """
        rows, low, high = _constraints(inequalities)
        cost = np.zeros(self.size)
        if goal is None:
            extra, cost = self._distance()
            count = len(cost)
            low += [r[1] for r in extra]
            high += [r[2] for r in extra]
            rows += [r[0] for r in extra]
        else:
            count = self.size
            for i, c in goal.items():
                cost[i] = c
        with standard_output_closed():
            found = milp(
                cost,
                integrality=np.array([1] * self.size + [0] * (count - self.size)),
                bounds=Bounds(0, _MOST),
                constraints=LinearConstraint(_matrix(rows, count), low, high) if rows else (),
                options={"time_limit": _SECONDS, "mip_rel_gap": _GAP},
            )
        return self._checked(found, inequalities)

    def _checked(self, found: object, inequalities: Sequence[Inequality]) -> list[int] | None:
        status, values = getattr(found, "status", 4), getattr(found, "x", None)
        if status == 2:
            return None
        if values is None:
            raise UnsolvedError(str(getattr(found, "message", "")))
        counts = [round(v) for v in values[: self.size]]
        if not all(i.holds(counts) for i in inequalities):
            raise UnsolvedError("rounded numbers do not satisfy the inequalities")
        return counts

    def _distance(self) -> tuple[list[tuple[Row, float, float]], np.ndarray]:
        """Rows and costs that measure the distance: one departure an unknown, one a bundle."""
        n, rows = self.size, []
        for i, usual in enumerate(self._usual):
            rows.append(({i: 1.0, n + i: -1.0}, -np.inf, float(usual)))
            rows.append(({i: 1.0, n + i: 1.0}, float(usual), np.inf))
        for b, bundle in enumerate(self._bundles):
            for i in bundle:
                scale = -(self._usual[i] + 1)
                rows.append(({n + i: 1.0, 2 * n + b: scale}, -np.inf, 0.0))
        own = 1 / (self._usual + 1)
        together = np.full(len(self._bundles), _TOGETHER)
        return rows, np.concatenate([np.zeros(n), own, together])


def _constraints(inequalities: Sequence[Inequality]) -> tuple[list[Row], list[float], list[float]]:
    rows, low, high = [], [], []
    for one in inequalities:
        # Smaller coefficients keep the solver's arithmetic exact; bounds stay whole.
        common = gcd(*one.terms.values()) or 1 if one.terms else 1
        rows.append({i: c / common for i, c in one.terms.items()})
        low.append(-np.inf if one.low is None else float(-(-one.low // common)))
        high.append(np.inf if one.high is None else float(one.high // common))
    return rows, low, high


def _matrix(rows: Sequence[Row], count: int) -> csr_array:
    at = [(r, i, c) for r, row in enumerate(rows) for i, c in row.items()]
    r, i, c = zip(*at, strict=True) if at else ((), (), ())
    return csr_array((np.array(c, dtype=float), (r, i)), shape=(len(rows), count))
