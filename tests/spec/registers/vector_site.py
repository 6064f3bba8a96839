"""伊蚊监测点: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.special_diseases.vector_site import VectorSite

SPEC = RegisterSpec(
    VectorSite,
    {
        "监测点编号": "998801WM202600001",
        "监测点名称": "示例村",
        "监测点类型": "村（社区）",
        "所在镇街": "998801001",
        "设点日期": "2026-01-02",
    },
)
