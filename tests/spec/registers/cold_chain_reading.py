"""冷链温度记录: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.cold_chain_reading import ColdChainReading

SPEC = RegisterSpec(
    ColdChainReading,
    {
        "设备": "1号冰箱",
        "设备类型": "冷藏（2～8℃）",
        "测温时间": "2026-11-20 08:30",
        "温度": "4.5",
    },
    (
        Example(
            "CC01",
            "测温不在现在之后",
            {"测温时间": "2026-11-22 08:30"},
            {"测温时间": "2026-11-25 08:30"},
        ),
        Example("CC02", "冷藏 2～8℃", {"温度": "8"}, {"温度": "8.1"}),
    ),
)
