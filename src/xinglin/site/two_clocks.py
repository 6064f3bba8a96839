"""This machine's clock against the database's. Records are stamped by the database's alone."""

from __future__ import annotations

from datetime import datetime

CLOCKS_APART = 5.0
"""Seconds by which they may differ before somebody is told."""


def clocks_apart(here: datetime, there: datetime) -> str:
    """What to say of two clocks; "" when they agree."""
    apart = (here - there).total_seconds()
    if abs(apart) <= CLOCKS_APART:
        return ""
    way = "快" if apart > 0 else "慢"
    return f"本机时钟比数据库{way} {abs(apart):.0f} 秒（登记时间一律以数据库为准），请校时"
