"""法定传染病疫情月报: what its check lets pass and what it stops."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.disease_monthly_report import DiseaseMonthlyReport

SPEC = RegisterSpec(
    DiseaseMonthlyReport,
    {
        "地区": "998800",
        "月份": "2026-10-01",
        "病种": "狂犬病",
        "发病数": "3",
        "死亡数": "3",
    },
    (
        Example(
            "DM01",
            "死亡数一般不多于发病数（可说明理由后通过）",
            {"死亡数": "3"},
            {"死亡数": "4"},
        ),
    ),
)
