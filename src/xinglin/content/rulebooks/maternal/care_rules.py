"""Limits of maternal care."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack


class CareRules(RulePack):
    """High-risk management (高危孕产妇管理时限)."""

    label = "高危孕产妇管理时限"
    source = "地方规定"
    high_risk_within_hours = Parameter("高危孕产妇筛出后纳入专案管理时限", "小时").since(
        "2004-01-01", 24, source="地方规定：筛出后24小时内通报并建专案", status="local"
    )
