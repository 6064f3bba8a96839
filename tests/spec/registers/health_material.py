"""健康教育资料发放: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.health_material import HealthMaterial

SPEC = RegisterSpec(
    HealthMaterial,
    {
        "地区": "998801",
        "开展单位": "示例爱卫办",
        "月份": "2026-04-01",
        "资料种类": "宣传单",
        "资料名称": "控烟宣传单",
        "印制数": "5000",
        "发放数": "4200",
        "张贴数": "0",
    },
    (
        Example(
            "HM01", "印制、发放、张贴至少有一项", {"发放数": "0"}, {"印制数": "0", "发放数": "0"}
        ),
        Example(
            "HM02",
            "张贴的是宣传画或宣传单",
            {"资料种类": "宣传画", "张贴数": "60"},
            {"资料种类": "宣传册", "张贴数": "60"},
        ),
        Example(
            "HM03", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
    ),
)
