"""Exact decimals."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from xinglin.indicators.exact import exact_decimal


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(0), "0"),
        (Fraction(2988), "2988"),
        (Fraction(100), "100"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(1, 8), "0.125"),
        (Fraction(3, 80), "0.0375"),
        (Fraction(10**30 + 1, 10**5), "10000000000000000000000000.00001"),
        (Fraction(1, 3), "0." + "3" * 34),
        (Fraction(200, 3), "66." + "6" * 31 + "7"),
        (Fraction(1, 3 * 10**9), "0.000000000" + "3" * 34),
    ],
)
def test_exact_decimal(value: Fraction, text: str) -> None:
    assert exact_decimal(value) == text


def test_finite_values_lose_nothing() -> None:
    for denominator in (1, 2, 4, 5, 8, 10, 16, 25, 40, 125, 1024, 3125):
        for numerator in (1, 7, 123456789012345678901234567890123456789, -9):
            value = Fraction(numerator, denominator)
            assert Fraction(Decimal(exact_decimal(value))) == value
