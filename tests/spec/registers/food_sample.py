"""食品风险监测样品: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_hazards.food_sample import FoodSample

SPEC = RegisterSpec(
    FoodSample,
    {
        "样品编号": "998801SP202600001",
        "采样地": "998801001",
        "样品名称": "大米",
        "食品类别": "粮食及制品",
        "监测类别": "化学污染物及有害因素",
        "采样日期": "2026-05-02",
        "检测报告日期": "2026-05-10",
    },
    (
        Example(
            "FS01", "报告不早于采样", {"检测报告日期": "2026-05-02"}, {"检测报告日期": "2026-05-01"}
        ),
        Example(
            "FS02",
            "采样日期不在今天（2026-11-23）之后",
            {"采样日期": "2026-11-23", "检测报告日期": ""},
            {"采样日期": "2026-11-24", "检测报告日期": ""},
        ),
    ),
)
