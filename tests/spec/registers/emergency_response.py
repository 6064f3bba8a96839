"""应急处置: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_response import EmergencyResponse

SPEC = RegisterSpec(
    EmergencyResponse,
    {
        "处置编号": "998801CZ2026001",
        "处置名称": "洪灾后消毒防病",
        "地区": "998801001",
        "开始日期": "2026-06-18",
        "结束日期": "2026-06-30",
        "出动人次": "120",
        "消毒面积": "35000",
        "采样份数": "24",
    },
    (
        Example("EQ01", "结束不早于开始", {"结束日期": "2026-06-18"}, {"结束日期": "2026-06-17"}),
        Example(
            "EQ02",
            "开始不在今天（2026-11-23）之后",
            {"开始日期": "2026-11-23", "结束日期": ""},
            {"开始日期": "2026-11-24", "结束日期": ""},
        ),
    ),
)
