"""Whole numbers that meet inequalities, and smallest sets that cannot be met."""

from __future__ import annotations

import os
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinglin.language.catalogue import load
from xinglin.language.periods import parse_period
from xinglin.sample.equations import Demand, demand
from xinglin.sample.native_output import standard_output_closed
from xinglin.sample.programme import Programme
from xinglin.sample.solving import Solver
from xinglin.sample.target_rows import Target

FORMULAS = {
    "total": "class_bc_cases",
    "ratio": "class_bc_fatality",
    "change": "class_bc_cases_change",
    "change_of_ratio": "class_bc_fatality_change",
}


def asked(name: str, formula: str, printed: str, sums: dict[str, dict[int, int]]) -> Demand:
    decimals = len(printed.partition(".")[2])
    factor = Fraction(1 if formula == "total" else 100)
    where = ("998800", parse_period("2013H1"), "count")
    value = Fraction(printed)
    target = Target(1, name, "x", *where, value, printed, decimals, "", factor)
    return demand(target, load().indicators[FORMULAS[formula]].plan(), sums)


def total(name: str, printed: str, *unknowns: int) -> Demand:
    return asked(name, "total", printed, {"numerator": dict.fromkeys(unknowns, 1)})


@settings(max_examples=30, deadline=None)
@given(part=st.integers(0, 3000), rest=st.integers(1, 30_000), decimals=st.integers(0, 3))
def test_a_printed_ratio_is_met_exactly(part: int, rest: int, decimals: int) -> None:
    whole = part + rest
    units = (2 * part * 100 * 10**decimals + whole) // (2 * whole)
    printed = f"{Fraction(units, 10**decimals).__float__():.{decimals}f}"
    sums = {"numerator": {0: 1}, "denominator": {0: 1, 1: 1}}
    counts = Solver(Programme([5.0, 800.0], [[0, 1]])).near([asked("r", "ratio", printed, sums)])
    assert counts is not None
    again = (2 * counts[0] * 100 * 10**decimals + sum(counts)) // (2 * sum(counts))
    assert again == units


def test_numbers_stay_near_the_usual_and_leave_it_together() -> None:
    # 300 usual in all; 600 asked: each of a bundle doubles.
    counts = Solver(Programme([100.0, 200.0], [[0, 1]])).near([total("t", "600", 0, 1)])
    assert counts is not None
    assert sum(counts) == 600
    assert abs(counts[0] - 200) <= 3


def test_the_smallest_conflicts_are_named_each() -> None:
    demands = [
        *(total("all", "10", 0, 1), total("part", "11", 0), total("free", "4", 2)),
        *(total("one", "3", 3), total("other", "4", 3)),
    ]
    found = Solver(Programme([1.0] * 4, [])).conflicts(demands)
    assert {frozenset(d.target.id for d in group) for group in found} == {
        frozenset({"all", "part"}),
        frozenset({"one", "other"}),
    }


def test_a_total_nothing_adds_to_can_only_be_nought() -> None:
    solver = Solver(Programme([1.0], []))
    assert solver.near([asked("t", "total", "0", {"numerator": {}})]) is not None
    assert solver.near([asked("t", "total", "2", {"numerator": {}})]) is None


@pytest.mark.parametrize(("printed", "feasible"), [("9.59", True), ("5.88", False)])
def test_a_change_of_fatality_by_the_numbers_themselves(printed: str, feasible: bool) -> None:
    # C-Q-07: 31 of 16904 now; 29 of 17330 or 17331 before give +9.59 and +9.60 only.
    unknowns = {"numerator": {0: 1}, "denominator": {1: 1}}
    before = {"prior_numerator": {2: 1}, "prior_denominator": {3: 1}}
    change = asked("cfr", "change_of_ratio", printed, {**unknowns, **before})
    fixed = [total("n", "31", 0), total("d", "16904", 1), total("m", "29", 2)]
    fall = asked("fall", "change", "-2.46", {"numerator": {1: 1}, "denominator": {3: 1}})
    solver = Solver(Programme([30.0, 17_000.0, 30.0, 17_000.0], []))
    counts = solver.near([*fixed, fall, change])
    assert (counts is not None) is feasible
    if counts:
        assert counts[3] == 17330


def test_native_output_stays_off_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    with standard_output_closed():
        os.write(1, b"noise")
    os.write(1, b"data")
    assert capfd.readouterr().out == "data"
