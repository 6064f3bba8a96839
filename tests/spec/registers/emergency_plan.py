"""应急预案: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_plan import EmergencyPlan

SPEC = RegisterSpec(
    EmergencyPlan,
    {
        "预案编号": "998801YA2026001",
        "预案名称": "银杏区食物中毒事件应急预案",
        "事件类型": "食物中毒",
        "预案层级": "县级",
        "适用地区": "998801",
        "发布时间": "2026-03-02 09:00",
        "修订期限": "2029-03-02",
        "失效时间": "2026-10-08 09:00",
    },
    (
        Example(
            "EP01",
            "发布不在今天（2026-11-23）之后",
            {"发布时间": "2026-11-23 09:00", "失效时间": ""},
            {"发布时间": "2026-11-24 09:00", "失效时间": ""},
        ),
        Example("EP02", "修订期限晚于发布", {"修订期限": "2026-03-03"}, {"修订期限": "2026-03-02"}),
        Example(
            "EP03",
            "失效不早于发布",
            {"失效时间": "2026-03-02 09:00"},
            {"失效时间": "2026-03-02 08:59"},
        ),
    ),
)
