"""Nothing is nothing, whether nobody was there or all that were there add up to nothing."""

from __future__ import annotations

import pytest

from xinglin.indicators.figures import Figure


@pytest.mark.parametrize(
    ("status", "value", "is_zero"),
    [
        ("zero", "0", True),
        ("reported", "0", True),
        ("reported", "0.00", True),
        ("reported", "3", False),
        ("not_reported", None, False),
        ("cannot_tell", None, False),
    ],
)
def test_what_is_a_true_zero(status: str, value: str | None, is_zero: bool) -> None:
    figure = Figure("a:b:c", "a", "甲", "b", "c", value, value, None, "例", 0, status)
    assert figure.is_true_zero is is_zero
