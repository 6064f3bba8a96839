"""健康讲座与宣讲: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.health_lecture import HealthLecture

SPEC = RegisterSpec(
    HealthLecture,
    {
        "活动编号": "998801XJ202600001",
        "活动类别": "宣讲团下乡",
        "地区": "998801",
        "举办单位": "示例爱卫办",
        "主题": "农村健康知识",
        "开展日期": "2026-04-02",
        "结束日期": "2026-04-15",
        "参加人数": "800",
    },
    (
        Example("HL01", "结束不早于开展", {"结束日期": "2026-04-02"}, {"结束日期": "2026-04-01"}),
        Example(
            "HL02",
            "开展日期不在今天（2026-11-23）之后",
            {"开展日期": "2026-11-23", "结束日期": ""},
            {"开展日期": "2026-11-24", "结束日期": ""},
        ),
        Example(
            "HL03",
            "讲座不长于七天",
            {"活动类别": "健康知识讲座", "结束日期": "2026-04-09"},
            {"活动类别": "健康知识讲座", "结束日期": "2026-04-10"},
        ),
    ),
)
