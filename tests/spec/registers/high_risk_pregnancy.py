"""高危孕产妇专案: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.maternal.high_risk_pregnancy import HighRiskPregnancy

SPEC = RegisterSpec(
    HighRiskPregnancy,
    {
        "保健手册编号": "998801Y2026000001",
        "筛出时间": "2026-05-12 09:00",
        "妊娠风险分级": "橙色（较高风险）",
        "高危因素": "妊娠期高血压",
        "纳入专案管理时间": "2026-05-12 15:00",
    },
    (
        Example(
            "MH01",
            "纳入专案管理不早于筛出",
            {"纳入专案管理时间": "2026-05-12 09:00"},
            {"纳入专案管理时间": "2026-05-12 08:59"},
        ),
        Example(
            "MH02",
            "低风险不建高危专案",
            {"妊娠风险分级": "紫色（传染病）"},
            {"妊娠风险分级": "绿色（低风险）"},
        ),
    ),
)
