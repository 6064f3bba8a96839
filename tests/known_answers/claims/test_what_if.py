"""A policy with its numbers moved, and prepayment budgets, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy import Prepayment
from xinglin.claims.policy_faults import PolicyError
from xinglin.claims.policy_reading import shipped_policies, shipped_policy
from xinglin.claims.prepayment import Settled, budget_of, settle_year
from xinglin.claims.what_if import knobs_of, moved
from xinglin.claims.window import adjudicate

RULES = Prepayment(
    clause="试用规则", status="local", growth="8%", advance="85%", reserve="5%",
    overspend_by_fund="50%", underspend_to_hospital="60%",
)  # fmt: skip


@pytest.mark.parametrize("name", shipped_policies())
def test_nothing_typed_is_the_same_policy(name: str) -> None:
    policy = shipped_policy(name)
    same = moved(policy, {})
    assert same.inpatient == policy.inpatient and same.caps == policy.caps
    assert same.outpatient == policy.outpatient and same.chronic == policy.chronic
    assert moved(policy, {k.key: k.text for k in knobs_of(policy)}) == same
    assert len({k.key for k in knobs_of(policy)}) == len(knobs_of(policy))


def test_a_moved_rate_pays_what_it_says() -> None:
    policy = shipped_policy("gouqi-2013")
    day = date(2013, 3, 1)
    claim = Claim("1", "1", "1", "inpatient", "township", "", day, day, 106_000, 106_000)
    # (1,060 - 60) x 50 % = 500; at 80 % without a deductible 848.
    assert adjudicate(claim, PersonYear(), policy).paid == 50_000
    other = moved(policy, {"township.band0": "80%", "township.deductible": "0"})
    assert adjudicate(claim, PersonYear(), other).paid == 84_800
    capped = moved(policy, {"cap0": "100.50"})
    assert adjudicate(claim, PersonYear(), capped).paid == 10_050


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("township.band0", "abc", "不是数"), ("township.band0", "101", "不能超过 100%"),
        ("township.band0", "50.123", "至多两位小数"), ("township.deductible", "-5", "不是数"),
        ("cap0", "1e9", "不是数"), ("cap0", "12345678901", "不是数"), ("cap0", "1.x", "不是数"),
    ],
)  # fmt: skip
def test_what_is_no_number_is_told_in_words(key: str, typed: str, said: str) -> None:
    with pytest.raises(PolicyError, match=said):
        moved(shipped_policy("gouqi-2013"), {key: typed})


def test_a_hospitals_budget() -> None:
    # 100,000 yuan and 8 % more; 85 % of it in twelve parts, 5 % kept back.
    budget = budget_of(10_000_000, RULES)
    assert (budget.budget, budget.monthly_advance, budget.reserve) == (
        10_800_000, 765_000, 540_000
    )  # fmt: skip


@pytest.mark.parametrize(
    ("spent", "ends"),
    [
        (1_000_001, Settled(1, 1, 0)),  # one fen is not halved: half up to the fund
        (1_100_000, Settled(100_000, 50_000, 50_000)),
        (900_000, Settled(-100_000, -40_000, -60_000)),
        (1_000_000, Settled(0, 0, 0)),
    ],
)
def test_who_bears_the_difference(spent: int, ends: Settled) -> None:
    done = settle_year(1_000_000, spent, RULES)
    assert done == ends and done.fund + done.hospital == done.over
