"""Which numbers print as a published figure; expected values by hand from contradictions.csv."""

from __future__ import annotations

from fractions import Fraction

import pytest
from tests.unit.sample.targets_files import half_up

from xinglin.sample.ranges import printed, printed_range


def test_the_cases_of_the_year_before_are_one_of_two_numbers() -> None:
    # C-Q-05: 16904 cases, a fall of 2.46 %: 17330..17331 the year before, half up.
    fall = printed_range(Fraction("-2.46"), 2)
    fits = [n for n in range(17300, 17360) if Fraction(16904 - n, n) * 100 in fall]
    assert fits == [17330, 17331]


def test_the_deaths_of_the_year_before_are_one_number() -> None:
    # C-Q-06: 31 deaths, a rise of 6.9 %: only 29 prints it.
    rise = printed_range(Fraction("6.9"), 1)
    assert [n for n in range(1, 60) if Fraction(31 - n, n) * 100 in rise] == [29]


def test_no_number_of_births_prints_the_mortality_of_x() -> None:
    # C-X-06: 9.38 per 1000 with 4 deaths; 4/426 = 9.390, 4/427 = 9.368.
    rate = printed_range(Fraction("9.38"), 2)
    assert not [n for n in range(1, 2000) if Fraction(4, n) * 1000 in rate]


@pytest.mark.parametrize(
    ("value", "qualifier", "inside", "outside"),
    [
        ("81", "余", ["81", "81.99"], ["80.99", "82"]),  # C-Y-15: 810000 or more, below 820000
        ("1800", "多", ["1800", "1899"], ["1799", "1900"]),
        ("13", "余", ["13", "13.5"], ["14", "12.9"]),
        ("95", "以上", ["95", "100"], ["94.99"]),
        ("16000", "约", ["15500", "16499"], ["15499", "16500"]),
        ("0", "", ["0", "0.49"], ["0.5", "-0.5"]),
        ("-2.5", "", ["-2.5"], ["-3", "-2"]),
    ],
)
def test_bounds(value: str, qualifier: str, inside: list[str], outside: list[str]) -> None:
    decimals = len(value.partition(".")[2])
    found = printed_range(Fraction(value), decimals, qualifier)
    assert all(Fraction(v) in found for v in inside)
    assert not any(Fraction(v) in found for v in outside)


@pytest.mark.parametrize("number", range(-60, 61))
def test_a_number_lies_in_the_range_of_what_it_prints(number: int) -> None:
    value = Fraction(number, 8)
    shown = printed(value, 1)
    assert shown.lstrip("-") == half_up(abs(value), 1)
    assert value in printed_range(Fraction(shown), 1)
    assert value not in printed_range(Fraction(shown) + Fraction(1, 10), 1)
