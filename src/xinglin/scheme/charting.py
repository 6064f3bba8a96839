"""Points of money on a chart: 万元, exact underneath, printed with two decimals."""

from __future__ import annotations

from decimal import Decimal

from xinglin.pages.tags import two_decimals
from xinglin.reports.chart_options import Point

_WAN = 1_000_000


def in_wan(fen: int) -> Point:
    """An amount of fen as a point in 万元."""
    value = Decimal(fen) / _WAN
    return Point(value, printed=two_decimals(value))
