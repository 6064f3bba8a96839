"""垃圾清运: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_promotion.rubbish_clearance import RubbishClearance

SPEC = RegisterSpec(
    RubbishClearance,
    {
        "地区": "998801",
        "清运单位": "示例爱卫办",
        "月份": "2026-04-01",
        "清运垃圾量": "1232.5",
        "清除卫生死角": "40",
        "参加人次": "900",
        "出动车辆": "260",
    },
    (
        Example(
            "RB01", "月份不在今天（2026-11-23）之后", {"月份": "2026-11-01"}, {"月份": "2026-12-01"}
        ),
        Example(
            "RB02",
            "一个单位一个月不超过十万吨",
            {"清运垃圾量": "100000"},
            {"清运垃圾量": "100000.001"},
        ),
    ),
)
