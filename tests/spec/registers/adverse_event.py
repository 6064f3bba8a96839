"""疑似预防接种异常反应: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.adverse_event import AdverseEvent
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild

CHILD = {
    "儿童编码": "998801ET2026000001",
    "姓名": "李小明",
    "性别": "男",
    "出生日期": "2026-03-02",
    "现住址": "998801001",
    "居住属性": "本地常住",
    "建卡日期": "2026-03-20",
}
SPEC = RegisterSpec(
    AdverseEvent,
    {
        "编号": "998801YF20260001",
        "儿童编码": "998801ET2026000001",
        "可疑疫苗": "百白破疫苗",
        "接种日期": "2026-05-02",
        "反应发生时间": "2026-05-02 18:00",
        "发现（就诊）时间": "2026-05-03 09:00",
        "严重程度": "一般",
        "主要症状": "发热38.7℃",
        "报告时间": "2026-05-03 15:00",
    },
    (
        Example(
            "AE01",
            "反应不早于接种",
            {"反应发生时间": "2026-05-02 00:00"},
            {"反应发生时间": "2026-05-01 23:59"},
        ),
        Example(
            "AE02",
            "发现不早于发生",
            {"发现（就诊）时间": "2026-05-02 18:00"},
            {"发现（就诊）时间": "2026-05-02 17:59"},
        ),
        Example(
            "AE03",
            "报告不早于发现",
            {"报告时间": "2026-05-03 09:00"},
            {"报告时间": "2026-05-03 08:59"},
        ),
        Example(
            "AE04",
            "已分类的有分类",
            {"作出分类时间": "2026-05-20 10:00", "反应分类": "一般反应"},
            {"作出分类时间": "2026-05-20 10:00"},
        ),
    ),
    named=((VaccinationChild, CHILD),),
)
