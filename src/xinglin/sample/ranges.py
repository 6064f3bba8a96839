"""Which exact values print as a published figure (half up), and bounds stated in words."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

QUALIFIERS = ("", "余", "多", "以上", "约")


@dataclass(frozen=True)
class Range:
    """Values from `low` to `high` (None: no bound); an open end is not part of it."""

    low: Fraction | None
    high: Fraction | None
    low_open: bool = False
    high_open: bool = False

    def __contains__(self, value: object) -> bool:
        """Whether an exact value lies in it."""
        if not isinstance(value, Fraction | int):
            return False
        if self.low is not None and (value < self.low or (self.low_open and value == self.low)):
            return False
        return not (
            self.high is not None and (value > self.high or (self.high_open and value == self.high))
        )

    def divided(self, factor: Fraction) -> Range:
        """The same range with every value divided by a positive factor."""
        low = None if self.low is None else self.low / factor
        high = None if self.high is None else self.high / factor
        return Range(low, high, self.low_open, self.high_open)


def printed_range(value: Fraction, decimals: int, qualifier: str = "") -> Range:
    """The values that print as `value` with so many decimals, halves away from zero.

    余 and 多: at least, and less than the next unit of the last digit that is not nought;
    以上: at least; 约: prints so when rounded to that digit.
    """
    if qualifier == "以上":
        return Range(value, None)
    if qualifier in ("余", "多"):
        return Range(value, value + _last_unit(value, decimals), high_open=True)
    half = (_last_unit(value, decimals) if qualifier == "约" else Fraction(1, 10**decimals)) / 2
    if value > 0:
        return Range(value - half, value + half, high_open=True)
    if value < 0:
        return Range(value - half, value + half, low_open=True)
    return Range(-half, half, low_open=True, high_open=True)


def _last_unit(value: Fraction, decimals: int) -> Fraction:
    """The unit of the last digit that is not nought: 1800 → 100, 13 → 1, 8.5 → 0.1."""
    unit = Fraction(1, 10**decimals)
    while value and (value / (unit * 10)).denominator == 1:
        unit *= 10
    return unit


def printed(value: Fraction, decimals: int) -> str:
    """A value as printed with so many decimals, halves away from zero."""
    scaled = abs(value) * 10**decimals
    units = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    digits = str(units).rjust(decimals + 1, "0")
    sign = "-" if value < 0 and units else ""
    return f"{sign}{digits[:-decimals]}.{digits[-decimals:]}" if decimals else sign + digits
