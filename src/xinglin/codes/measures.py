"""Measured values are whole thousandths of their unit inside; people write and read decimals."""

from __future__ import annotations

PLACES = 3
_ONE = 10**PLACES


def decimals(milli: int) -> str:
    """Thousandths as people write them, without idle zeros: 6500 is 6.5, -15000 is -15."""
    whole, rest = divmod(abs(milli), _ONE)
    parts = f"{rest:0{PLACES}d}".rstrip("0")
    return f"{'-' if milli < 0 else ''}{whole}{'.' if parts else ''}{parts}"
