"""应急演练: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_drill import EmergencyDrill
from xinglin.content.registers.emergencies.emergency_plan import EmergencyPlan

PLAN = {
    "预案编号": "998801YA2026001",
    "预案名称": "银杏区食物中毒事件应急预案",
    "预案层级": "县级",
    "适用地区": "998801",
    "发布时间": "2026-03-02 09:00",
    "修订期限": "2029-03-02",
}
SPEC = RegisterSpec(
    EmergencyDrill,
    {
        "演练编号": "998801YL2026001",
        "演练名称": "食物中毒处置拉练",
        "演练日期": "2026-06-18",
        "演练形式": "实战",
        "事件类型": "食物中毒",
        "预案编号": "998801YA2026001",
        "地区": "998801",
        "参加人数": "60",
        "参加单位数": "5",
    },
    (
        Example(
            "ED01",
            "演练不在今天（2026-11-23）之后",
            {"演练日期": "2026-11-23"},
            {"演练日期": "2026-11-24"},
        ),
        Example(
            "ED02",
            "演练不早于预案发布（2026-03-02）",
            {"演练日期": "2026-03-02"},
            {"演练日期": "2026-03-01"},
        ),
        Example("ED03", "单位不多于人数", {"参加单位数": "60"}, {"参加单位数": "61"}),
    ),
    named=((EmergencyPlan, PLAN),),
)
