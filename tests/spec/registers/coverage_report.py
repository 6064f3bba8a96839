"""接种率监测报表: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.coverage_report import CoverageReport

SPEC = RegisterSpec(
    CoverageReport,
    {
        "月份": "2026-10-01",
        "剂次": "乙肝1",
        "门诊剂次": "示例/hepb_1",
        "应种人数": "48",
        "实种人数": "44",
        "本期此前累计实种": "120",
    },
    (
        Example("CV01", "实种不多于应种", {"实种人数": "48"}, {"实种人数": "49"}),
        Example(
            "CV02", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
    ),
)
