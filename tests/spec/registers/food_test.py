"""食品检测项目: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_hazards.food_sample import FoodSample
from xinglin.content.registers.health_hazards.food_test import FoodTest

SAMPLE = {
    "样品编号": "998801SP202600001",
    "采样地": "998801001",
    "样品名称": "大米",
    "食品类别": "粮食及制品",
    "监测类别": "化学污染物及有害因素",
    "采样日期": "2026-05-02",
}
SPEC = RegisterSpec(
    FoodTest,
    {
        "样品编号": "998801SP202600001",
        "检测项目": "镉",
        "检测日期": "2026-05-08",
        "检测值": "0.05",
        "计量单位": "mg/kg",
        "限量值": "0.2",
        "检测结论": "合格",
    },
    (
        Example("FT01", "合格的不大于限量", {"检测值": "0.2"}, {"检测值": "0.201"}),
        Example(
            "FT02",
            "超标的大于限量",
            {"检测值": "0.201", "检测结论": "超标"},
            {"检测值": "0.2", "检测结论": "超标"},
        ),
        Example("FT03", "检测不早于采样", {"检测日期": "2026-05-02"}, {"检测日期": "2026-05-01"}),
    ),
    named=((FoodSample, SAMPLE),),
)
