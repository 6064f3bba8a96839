"""定点医疗机构: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.insurance.designated_institution import DesignatedInstitution

SPEC = RegisterSpec(
    DesignatedInstitution,
    {
        "机构": "990001",
        "机构级别": "县级",
        "统筹地区": "998801",
        "协议开始日期": "2026-01-01",
        "协议结束日期": "2026-12-31",
        "联网直报日期": "2026-01-01",
        "开放床位": "120",
        "年度预付总额": "1200000",
    },
    (
        Example(
            "DI01",
            "协议结束不早于开始",
            {"协议结束日期": "2026-01-01"},
            {"协议结束日期": "2025-12-31"},
        ),
    ),
)
