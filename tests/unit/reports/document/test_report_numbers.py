"""Printing rules of rulebook 14.3, with figures of the seed reports worked by hand."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinglin.reports.document.numbers import (
    print_change,
    print_count,
    print_missing,
    print_money,
    print_percent,
    print_point_change,
    print_rate,
    rounded,
    shares_adding_up,
)

FRACTIONS = st.fractions(min_value=-(10**9), max_value=10**9, max_denominator=10**6)


@given(FRACTIONS, st.integers(0, 6))
def test_rounding_is_half_up_of_the_exact_fraction(value: Fraction, decimals: int) -> None:
    # Definition: the printed value is the multiple of the last digit's unit that is nearest, the
    # one further from zero where two are equally near.
    unit = Fraction(1, 10**decimals)
    printed = Fraction(rounded(value, decimals))
    assert (printed / unit).denominator == 1
    error = abs(printed) - abs(value)
    assert -unit / 2 < error <= unit / 2
    assert printed * value >= 0


@given(FRACTIONS, st.integers(0, 6))
def test_the_printed_number_has_the_declared_decimals(value: Fraction, decimals: int) -> None:
    _, point, tail = rounded(value, decimals).partition(".")
    assert len(tail) == decimals
    assert bool(point) == bool(decimals)


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (Decimal("0.125"), 2, "0.13"),
        (Decimal("-0.125"), 2, "-0.13"),
        (Fraction(1, 3), 2, "0.33"),
        (Decimal("2.675"), 2, "2.68"),
        (Decimal("-0.001"), 2, "0.00"),
        (7, 0, "7"),
    ],
)
def test_halves_go_away_from_zero(value: Decimal, decimals: int, expected: str) -> None:
    assert rounded(value, decimals) == expected


@pytest.mark.parametrize(
    ("numerator", "denominator", "decimals", "expected"),
    [
        # The seed X printed 15.56 and 9.38, cut off instead of rounded (rulebook 14.4).
        (156, 1002, 2, "15.57%"),
        (4, 426 * 10**0, 2, "0.94%"),
        (43, 114, 2, "37.72%"),
        (62, 667, 1, "9.3%"),
        (0, 5, 2, "0.00%"),
        (0, 0, 2, "—"),
        (5, 0, 2, "—"),
    ],
)
def test_percent(numerator: int, denominator: int, decimals: int, expected: str) -> None:
    assert print_percent(numerator, denominator, decimals) == expected


def test_rates_carry_their_sign() -> None:
    assert print_rate(605, 100_000, 1000) == "6.05‰"
    assert print_rate(7, 4_120_000, 100_000) == "0.17/10万"
    with pytest.raises(ValueError, match="rates are per"):
        print_rate(1, 2, 7)


@pytest.mark.parametrize(
    ("count", "expected"),
    [
        # 4.6万份, 113098张: rulebook 14.3.
        (46_000, "4.6万份"),
        (113_098, "113098份"),
        (0, "0份"),
        (9_999, "9999份"),
        (10_000, "1万份"),
        (10_001, "10001份"),
        (1_230_000, "123万份"),
        (9_999_999, "9999999份"),
        (12_345_678, "1234.57万份"),
        (100_000_000, "1亿份"),
        (123_456_789, "1.23亿份"),
        (-46_000, "-4.6万份"),
    ],
)
def test_counts(count: int, expected: str) -> None:
    assert print_count(Decimal(count), "份") == expected


@given(st.integers(-(10**12), 10**12))
def test_counts_of_up_to_seven_digits_lose_nothing(count: int) -> None:
    text = print_count(count)
    factor = {"亿": 10**8, "万": 10**4}.get(text[-1], 1)
    value = Fraction(text.rstrip("万亿")) * factor
    assert "," not in text
    if abs(count) < 10**7:
        assert value == count
    else:
        assert abs(value - count) <= Fraction(factor, 200)


def test_a_count_is_whole_and_no_float_is_taken() -> None:
    with pytest.raises(ValueError, match="whole"):
        print_count(Decimal("1.5"))
    with pytest.raises(TypeError, match="float"):
        print_count(2.0)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="finite"):
        print_count(Decimal("NaN"))


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (110, 100, "增长10.00%"),
        (94, 97, "下降3.09%"),
        (5, 5, "持平"),
        (5, 0, "—"),
        (0, 0, "—"),
        (0, 4, "下降100.00%"),
        (1_000_001, 1_000_000, "基本持平"),
        # The seed Q took the rise from printed rates (5.88%); the raw ones give 9.6%.
        (Decimal("0.1973"), Decimal("0.18"), "增长9.61%"),
    ],
)
def test_changes(now: Decimal, before: Decimal, expected: str) -> None:
    assert print_change(now, before) == expected


@given(FRACTIONS, FRACTIONS)
def test_a_change_says_which_way(now: Fraction, before: Fraction) -> None:
    text = print_change(now, before)
    if before <= 0:
        assert text == "—"
    elif text.startswith("增长"):
        assert now > before
    elif text.startswith("下降"):
        assert now < before
    else:
        assert abs(now - before) * 100 / before < Fraction(1, 200)


def test_rates_change_in_points() -> None:
    assert print_point_change(Decimal("0.9815"), Decimal("0.9695")) == "提高1.20个百分点"
    assert print_point_change(Fraction(1, 3), Fraction(1, 2), 1) == "降低16.7个百分点"
    assert print_point_change(Fraction(1, 2), Decimal("0.5")) == "持平"
    assert print_point_change(None, Decimal("0.5")) == "—"


def test_money_stays_exact_to_the_fen() -> None:
    assert print_money(123_456) == "1234.56元"
    assert print_money(500_000, "元") == "5000元"
    assert print_money(123_456_789, "万元") == "123.46万元"
    with pytest.raises(TypeError):
        print_money(1.5)  # type: ignore[arg-type]


def test_what_is_missing_says_how() -> None:
    assert print_missing("not_reported") == "【未报】"
    assert print_missing("not_reported", "疾控科") == "【未报：疾控科】"
    assert print_missing("cannot_tell") == "【无法判定】"
    assert print_missing("not_applicable") == "—"


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=8), st.integers(0, 2))
def test_shares_add_up_to_a_hundred(parts: list[int], decimals: int) -> None:
    printed = shares_adding_up(parts, decimals)
    if not sum(parts):
        assert printed == ["—"] * len(parts)
        return
    shares = [Fraction(text.rstrip("%")) for text in printed]
    assert sum(shares) == 100
    unit = Fraction(1, 10**decimals)
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - Fraction(100 * part, sum(parts))) < unit
