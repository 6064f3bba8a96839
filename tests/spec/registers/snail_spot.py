"""有螺点: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.snail_spot import SnailSpot
from xinglin.content.registers.special_diseases.snail_survey import SnailSurvey

SURVEY = {
    "查螺编号": "998801CL20260001",
    "镇街": "998801001",
    "村（社区）": "示例村",
    "查螺日期": "2026-04-02",
    "调查框数": "400",
    "有螺框数": "4",
    "活螺数": "12",
    "查螺面积": "20000",
}
EMPTY = {
    "查螺编号": "998801CL20260002",
    "镇街": "998801001",
    "村（社区）": "示例村",
    "查螺日期": "2026-04-02",
    "调查框数": "400",
    "有螺框数": "0",
    "活螺数": "0",
    "查螺面积": "20000",
}
SPEC = RegisterSpec(
    SnailSpot,
    {
        "查螺编号": "998801CL20260001",
        "螺点序号": "1",
        "发现日期": "2026-04-02",
        "环境类型": "沟渠",
        "有螺面积": "120",
        "灭螺日期": "2026-04-12",
        "灭螺面积": "240",
        "复查日期": "2026-04-26",
    },
    (
        Example("SS01", "所属的村查到有螺框", {}, {"查螺编号": "998801CL20260002"}),
        Example("SS02", "灭螺不早于发现", {"灭螺日期": "2026-04-02"}, {"灭螺日期": "2026-04-01"}),
        Example("SS03", "复查不早于灭螺", {"复查日期": "2026-04-12"}, {"复查日期": "2026-04-11"}),
        Example("SS04", "有螺面积不大于查螺面积", {"有螺面积": "20000"}, {"有螺面积": "20001"}),
    ),
    named=(
        (SnailSurvey, SURVEY),
        (SnailSurvey, EMPTY),
    ),
)
