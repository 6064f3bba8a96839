"""Global prepayment (总额预付): a hospital's budget from last year, and who bears what differs.

Amounts in fen; every share is rounded half up once, so that the two sides always add up.
"""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.claims.amounts import WHOLE
from xinglin.claims.policy import Prepayment


@dataclass(frozen=True)
class Budget:
    """A hospital's year. Fen; advance is paid each month, reserve after the assessment."""

    last_year: int
    budget: int
    monthly_advance: int
    reserve: int


@dataclass(frozen=True)
class Settled:
    """How a year ends. over: what was spent over the budget (+) or under it (-).

    fund: what the fund bears of the overspend (+), or keeps of the underspend (-). hospital: what
    the hospital bears (+), or is given (-).
    """

    over: int
    fund: int
    hospital: int


def budget_of(last_year: int, rules: Prepayment) -> Budget:
    """The budget of a hospital for which the fund paid `last_year`."""
    budget = _share(last_year, WHOLE + rules.growth)
    yearly = _share(budget, rules.advance)
    return Budget(last_year, budget, yearly // 12, _share(budget, rules.reserve))


def settle_year(budget: int, spent: int, rules: Prepayment) -> Settled:
    """Who bears what a year's spending differs from the budget."""
    over = spent - budget
    if over >= 0:
        fund = _share(over, rules.overspend_by_fund)
        return Settled(over, fund, over - fund)
    hospital = -_share(-over, rules.underspend_to_hospital)
    return Settled(over, over - hospital, hospital)


def _share(amount: int, rate: int) -> int:
    return (amount * rate * 2 + WHOLE) // (WHOLE * 2)
