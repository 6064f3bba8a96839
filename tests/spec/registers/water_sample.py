"""水样: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.health_hazards.water_point import WaterPoint
from xinglin.content.registers.health_hazards.water_sample import WaterSample

POINT = {
    "监测点编号": "998801YS202600001",
    "监测点名称": "示例水厂",
    "供水方式": "城市集中式供水",
    "所在地": "998801001",
    "设点日期": "2026-01-02",
}
SPEC = RegisterSpec(
    WaterSample,
    {
        "水样编号": "998801SY202600001",
        "监测点编号": "998801YS202600001",
        "供水方式": "城市集中式供水",
        "水样类型": "末梢水",
        "采样日期": "2026-05-02",
        "检测报告日期": "2026-05-08",
    },
    (
        Example("WS01", "供水方式与监测点一致", {}, {"供水方式": "农村集中式供水"}),
        Example(
            "WS02", "报告不早于采样", {"检测报告日期": "2026-05-02"}, {"检测报告日期": "2026-05-01"}
        ),
        Example(
            "WS03",
            "采样日期不在今天（2026-11-23）之后",
            {"采样日期": "2026-11-23", "检测报告日期": ""},
            {"采样日期": "2026-11-24", "检测报告日期": ""},
        ),
    ),
    named=((WaterPoint, POINT),),
)
