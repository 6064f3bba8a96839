"""水质检测项目: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_hazards.water_point import WaterPoint
from xinglin.content.registers.health_hazards.water_sample import WaterSample
from xinglin.content.registers.health_hazards.water_test import WaterTest

POINT = {
    "监测点编号": "998801YS202600001",
    "监测点名称": "示例水厂",
    "供水方式": "城市集中式供水",
    "所在地": "998801001",
    "设点日期": "2026-01-02",
}
WATER = {
    "水样编号": "998801SY202600001",
    "监测点编号": "998801YS202600001",
    "供水方式": "城市集中式供水",
    "水样类型": "末梢水",
    "采样日期": "2026-05-02",
}
SPEC = RegisterSpec(
    WaterTest,
    {
        "水样编号": "998801SY202600001",
        "水质指标": "砷",
        "供水方式": "城市集中式供水",
        "检测日期": "2026-05-04",
        "检测值": "0.01",
        "检测结论": "合格",
    },
    (
        Example("WI01", "砷0.01mg/L合格，0.011不合格", {"检测值": "0.01"}, {"检测值": "0.011"}),
        Example(
            "WI02",
            "砷0.011mg/L超标，0.01不超标",
            {"检测值": "0.011", "检测结论": "超标"},
            {"检测值": "0.01", "检测结论": "超标"},
        ),
        Example("WI03", "检测不早于采样", {"检测日期": "2026-05-02"}, {"检测日期": "2026-05-01"}),
        Example("WI04", "供水方式与水样一致", {}, {"供水方式": "二次供水"}),
    ),
    named=(
        (WaterPoint, POINT),
        (WaterSample, WATER),
    ),
)
