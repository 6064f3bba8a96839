"""爱国卫生检查指导: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.hygiene_check import HygieneCheck

SPEC = RegisterSpec(
    HygieneCheck,
    {
        "检查编号": "998801AW20260001",
        "检查地区": "998801",
        "组织单位": "示例爱卫办",
        "检查日期": "2026-04-02",
        "检查内容": "环境卫生",
        "检查单位数": "12",
        "有问题单位数": "3",
    },
    (
        Example("HK01", "有问题的不多于检查的", {"有问题单位数": "12"}, {"有问题单位数": "13"}),
        Example(
            "HK02",
            "检查日期不在今天（2026-11-23）之后",
            {"检查日期": "2026-11-23"},
            {"检查日期": "2026-11-24"},
        ),
    ),
)
