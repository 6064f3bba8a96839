"""密切接触者: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.contact_person import ContactPerson

SPEC = RegisterSpec(
    ContactPerson,
    {
        "接触者编号": "998801MJ202600001",
        "事件编号": "998801TF2026001",
        "观察病种": "麻疹",
        "姓名": "试样乙",
        "性别": "女",
        "出生日期": "1985-01-01",
        "联系电话": "13900000000",
        "现住址": "998801001",
        "与病例的关系": "同学",
        "末次接触时间": "2026-10-10 10:00",
        "结束观察时间": "2026-11-01 09:00",
    },
    (
        Example(
            "MC01",
            "须说明因哪个事件或哪个病例",
            {"事件编号": "", "病例卡号": "9988012026000001"},
            {"事件编号": ""},
        ),
        Example(
            "MC02",
            "末次接触不在现在（2026-11-23）之后",
            {"末次接触时间": "2026-11-20 10:00", "结束观察时间": ""},
            {"末次接触时间": "2026-11-24 10:00", "结束观察时间": ""},
        ),
        Example(
            "MC03",
            "麻疹观察 21 天：10月10日末次接触，10月31日满",
            {"结束观察时间": "2026-10-31 20:00"},
            {"结束观察时间": "2026-10-30 20:00"},
        ),
        Example(
            "MC04",
            "出生不晚于末次接触",
            {"出生日期": "2026-10-10"},
            {"出生日期": "2026-10-11"},
        ),
    ),
)
