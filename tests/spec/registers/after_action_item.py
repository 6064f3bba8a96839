"""评估整改: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.after_action_item import AfterActionItem
from xinglin.content.registers.emergencies.emergency_drill import EmergencyDrill
from xinglin.content.registers.emergencies.health_emergency import HealthEmergency

EVENT = {
    "事件编号": "998801TF2026001",
    "事件名称": "示例化工厂气体泄漏",
    "事件类型": "其他中毒",
    "级别": "Ⅱ级",
    "发生地": "998801001",
    "发生时间": "2026-11-10 08:00",
    "接报时间": "2026-11-10 10:00",
    "初次报告时间": "2026-11-10 11:30",
    "事态终止时间": "2026-11-15 09:00",
    "发病人数": "34",
    "死亡人数": "1",
}
DRILL = {
    "演练编号": "998801YL2026001",
    "演练名称": "食物中毒处置拉练",
    "演练日期": "2026-06-18",
    "演练形式": "实战",
    "地区": "998801",
    "参加人数": "60",
}
SPEC = RegisterSpec(
    AfterActionItem,
    {
        "整改编号": "998801ZG20260001",
        "事件编号": "998801TF2026001",
        "地区": "998801",
        "发现的问题": "防护服型号不全",
        "责任科室或单位": "物资保障科",
        "提出时间": "2026-11-16 10:00",
        "整改期限": "2026-12-16",
        "完成时间": "2026-11-20 10:00",
        "复查时间": "2026-11-21 10:00",
    },
    (
        Example(
            "EA01",
            "来自一个事件或一次演练",
            {"事件编号": "", "演练编号": "998801YL2026001"},
            {"演练编号": "998801YL2026001"},
        ),
        Example("EA02", "期限不早于提出", {"整改期限": "2026-11-16"}, {"整改期限": "2026-11-15"}),
        Example(
            "EA03",
            "完成不早于提出",
            {"完成时间": "2026-11-16 10:00"},
            {"完成时间": "2026-11-16 09:59"},
        ),
        Example(
            "EA04",
            "复查不早于完成",
            {"复查时间": "2026-11-20 10:00"},
            {"复查时间": "2026-11-20 09:59"},
        ),
        Example(
            "EA05",
            "提出不在今天（2026-11-23）之后",
            {"提出时间": "2026-11-23 10:00", "完成时间": "", "复查时间": ""},
            {"提出时间": "2026-11-24 10:00", "完成时间": "", "复查时间": ""},
        ),
        Example(
            "EA06",
            "提出不早于事件发生（2026-11-10 08:00）",
            {"提出时间": "2026-11-10 08:00"},
            {"提出时间": "2026-11-10 07:59"},
        ),
    ),
    named=((HealthEmergency, EVENT), (EmergencyDrill, DRILL)),
)
