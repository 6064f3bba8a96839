"""健康信息发布: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.health_message import HealthMessage

SPEC = RegisterSpec(
    HealthMessage,
    {
        "地区": "998801",
        "发布单位": "示例爱卫办",
        "月份": "2026-04-01",
        "发布渠道": "手机短信",
        "发布条数": "15087",
        "阅读（收听、收看）人次": "",
        "主要内容": "春季传染病预防",
    },
    (
        Example(
            "HG01", "一个月的短信不超过一百万条", {"发布条数": "1000000"}, {"发布条数": "905260000"}
        ),
        Example(
            "HG02", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
    ),
)
