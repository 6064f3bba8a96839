"""应急物资: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import RegisterSpec

from xinglin.content.registers.emergencies.emergency_supply import EmergencySupply

SPEC = RegisterSpec(
    EmergencySupply,
    {
        "物资编号": "998801WZ20260001",
        "物资名称": "医用防护服",
        "物资类别": "个人防护",
        "计量单位": "套",
        "所在地": "998801",
        "存放地点": "区疾控中心一号库",
        "最低库存": "100",
        "列入日期": "2026-01-05",
    },
)
