"""入境人员随访: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.traveller_follow_up import TravellerFollowUp

SPEC = RegisterSpec(
    TravellerFollowUp,
    {
        "随访编号": "998801RJ202600001",
        "姓名": "试样丙",
        "性别": "男",
        "出生日期": "1985-01-01",
        "联系电话": "13900000000",
        "现住址": "998801001",
        "来自国家（地区）": "示例国",
        "入境时间": "2026-10-10 10:00",
        "随访病种": "登革热",
        "结束随访时间": "2026-10-25 09:00",
    },
    (
        Example(
            "EN01",
            "入境不在现在（2026-11-23）之后",
            {"入境时间": "2026-11-20 10:00", "结束随访时间": ""},
            {"入境时间": "2026-11-24 10:00", "结束随访时间": ""},
        ),
        Example(
            "EN02",
            "登革热随访 14 天：10月10日入境，10月24日满",
            {"结束随访时间": "2026-10-24 20:00"},
            {"结束随访时间": "2026-10-23 20:00"},
        ),
        Example("EN03", "出生不晚于入境", {"出生日期": "2026-10-10"}, {"出生日期": "2026-10-11"}),
    ),
)
