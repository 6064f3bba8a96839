"""钉螺孳生环境: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.special_diseases.snail_habitat import SnailHabitat

SPEC = RegisterSpec(
    SnailHabitat,
    {
        "环境编号": "998801HJ202600001",
        "镇街": "998801001",
        "村（社区）": "示例村",
        "环境名称": "村东水渠",
        "环境类型": "沟渠",
        "长": "300",
        "宽": "1.5",
        "经度": "120.075",
        "纬度": "29.306",
        "有螺状况": "历史有螺",
        "登记日期": "2026-03-02",
    },
    (
        Example("SH01", "填了经度须填纬度", {"经度": "", "纬度": ""}, {"纬度": ""}),
        Example("SH02", "填了纬度须填经度", {"经度": "", "纬度": ""}, {"经度": ""}),
    ),
)
