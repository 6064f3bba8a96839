"""查螺记录: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.snail_survey import SnailSurvey

SPEC = RegisterSpec(
    SnailSurvey,
    {
        "查螺编号": "998801CL20260001",
        "镇街": "998801001",
        "村（社区）": "示例村",
        "查螺日期": "2026-04-02",
        "调查框数": "400",
        "有螺框数": "4",
        "活螺数": "12",
        "查螺面积": "20000",
        "解剖螺数": "12",
        "感染螺数": "0",
    },
    (
        Example("SN01", "有螺框不多于调查框", {"有螺框数": "400"}, {"有螺框数": "401"}),
        Example("SN02", "解剖螺不多于活螺", {"解剖螺数": "12"}, {"解剖螺数": "13"}),
        Example("SN03", "感染螺不多于解剖螺", {"感染螺数": "12"}, {"感染螺数": "13"}),
        Example("SN04", "有螺框应有活螺", {"活螺数": "12"}, {"活螺数": "0", "解剖螺数": "0"}),
        Example(
            "SN05",
            "查螺日期不在今天（2026-11-23）之后",
            {"查螺日期": "2026-11-23"},
            {"查螺日期": "2026-11-24"},
        ),
    ),
)
