"""Targets files for tests, and published figures rounded by hand arithmetic of their own."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from pathlib import Path

COLUMNS = (
    *("id", "system", "place", "period", "as_of", "metric_zh", "metric_en", "kind", "value"),
    *("unit", "value_base", "numerator", "denominator", "per", "decimals", "qualifier"),
    *("printed_rounding", "note", "indicator", "contradiction"),
)
SIGNS = {100: "%", 1000: "‰", 100_000: "/10万"}


def count_row(name: str, indicator: str, place: str, period: str, value: int) -> dict[str, str]:
    """A line for a whole number."""
    kind = "stock" if indicator == "direct_reporting_units" else "count"
    return {
        "id": name,
        "place": place,
        "period": period,
        "indicator": indicator,
        "kind": kind,
        "value": str(value),
        "value_base": str(value),
        "unit": "例",
        "decimals": "0",
    }


def share_row(
    name: str,
    indicator: str,
    place: str,
    period: str,
    value: Fraction,
    *,
    per: int = 100,
    decimals: int = 2,
    kind: str = "ratio",
) -> dict[str, str]:
    """A line for a ratio or change: the value printed half up, a fall without its sign."""
    shown = half_up(abs(value) * per, decimals)
    base = Decimal(shown) / per
    return {
        "id": name,
        "place": place,
        "period": period,
        "indicator": indicator,
        "kind": kind,
        "value": shown,
        "value_base": f"{-base if value < 0 else base:f}",
        "unit": SIGNS[per],
        "per": str(per),
        "decimals": str(decimals),
    }


def half_up(value: Fraction, decimals: int) -> str:
    """Rounded by the decimal module's own rule, halves away from zero."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return str(exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def write(path: Path, rows: Sequence[Mapping[str, str]], encoding: str = "utf-8") -> Path:
    """Write a targets file."""
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path
