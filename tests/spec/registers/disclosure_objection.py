"""公示异议: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.insurance.disclosure_objection import DisclosureObjection

SPEC = RegisterSpec(
    DisclosureObjection,
    {
        "公示号": "1",
        "公示标题": "城关镇参合人员补偿公示",
        "统筹地区": "998801",
        "异议内容": "第三行金额不对",
        "收到时间": "2026-11-20 09:00",
    },
    (),
)
