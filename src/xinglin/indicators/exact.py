"""Exact values as decimal strings."""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

DIGITS = 34
"""Significant digits of a value that has no finite decimal form."""


def exact_decimal(value: Fraction) -> str:
    """The value as a decimal: exact where it is finite, else 34 significant digits, no exponent."""
    rest, places = value.denominator, 0
    while rest % 10 == 0:
        rest, places = rest // 10, places + 1
    for prime, other in ((2, 5), (5, 2)):
        while rest % prime == 0:
            rest, places, value = rest // prime, places + 1, value * other / other
    if rest == 1:
        scaled = value * 10**places
        text = f"{Decimal(scaled.numerator).scaleb(-places, Context(prec=len(str(scaled)) + 1)):f}"
        return _trimmed(text)
    context = Context(prec=DIGITS)
    quotient = context.divide(Decimal(value.numerator), Decimal(value.denominator))
    return f"{quotient:f}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
