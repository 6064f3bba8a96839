"""艾滋病检测月报: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.hiv.hiv_test_report import HivTestReport

SPEC = RegisterSpec(
    HivTestReport,
    {
        "月份": "2026-11-01",
        "检测对象类别": "术前检查者",
        "初筛检测人次": "100",
        "初筛阳性": "2",
        "送确认": "2",
        "确认阳性": "1",
    },
    (
        Example("HT01", "初筛阳性不多于检测人次", {"初筛阳性": "100"}, {"初筛阳性": "101"}),
        Example(
            "HT02",
            "送确认不多于初筛阳性",
            {"送确认": "2", "确认阳性": "1"},
            {"送确认": "3", "确认阳性": "1"},
        ),
        Example("HT03", "确认阳性不多于送确认", {"确认阳性": "2"}, {"确认阳性": "3"}),
        Example(
            "HT04", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
    ),
)
