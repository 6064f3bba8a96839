"""鼠疫标本检测: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.plague_sample import PlagueSample

SPEC = RegisterSpec(
    PlagueSample,
    {
        "批号": "998801SY20260001",
        "采样地": "998801001",
        "采样日期": "2026-05-02",
        "宿主种类": "旱獭",
        "标本材料": "血清",
        "检测份数": "30",
        "阳性份数": "1",
        "最高滴度倒数": "40",
        "阳性报告单时间": "2026-05-04 10:00",
        "疫情报告时间": "2026-05-04 11:00",
    },
    (
        Example("PL01", "阳性不多于检测", {"阳性份数": "30"}, {"阳性份数": "31"}),
        Example(
            "PL02",
            "有阳性须填报告单时间",
            {"阳性份数": "0", "阳性报告单时间": "", "疫情报告时间": "", "最高滴度倒数": "0"},
            {"阳性报告单时间": "", "疫情报告时间": ""},
        ),
        Example("PL03", "血清阳性滴度不低于1:20", {"最高滴度倒数": "20"}, {"最高滴度倒数": "10"}),
        Example(
            "PL04",
            "采样日期不在今天（2026-11-23）之后",
            {
                "采样日期": "2026-11-23",
                "阳性报告单时间": "2026-11-23 10:00",
                "疫情报告时间": "2026-11-23 10:30",
            },
            {"采样日期": "2026-11-24"},
        ),
    ),
)
