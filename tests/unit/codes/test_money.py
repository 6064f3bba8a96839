"""Fen as people write them."""

from __future__ import annotations

from xinglin.codes.money import yuan, yuan_in_groups


def test_yuan_has_two_decimals_and_one_sign() -> None:
    assert [yuan(f) for f in (0, 5, 100, 123456, -150, -5)] == [
        "0.00", "0.05", "1.00", "1234.56", "-1.50", "-0.05",
    ]  # fmt: skip


def test_large_amounts_are_read_in_groups() -> None:
    assert yuan_in_groups(23_900_000_000) == "239,000,000.00"
    assert yuan_in_groups(-123_456_789) == "-1,234,567.89"
