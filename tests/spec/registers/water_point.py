"""饮用水监测点: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.health_hazards.water_point import WaterPoint

SPEC = RegisterSpec(
    WaterPoint,
    {
        "监测点编号": "998801YS202600001",
        "监测点名称": "示例水厂",
        "供水方式": "城市集中式供水",
        "所在地": "998801001",
        "设点日期": "2026-01-02",
    },
)
