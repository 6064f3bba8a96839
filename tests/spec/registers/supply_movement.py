"""应急物资出入库: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.emergencies.emergency_supply import EmergencySupply
from xinglin.content.registers.emergencies.supply_movement import SupplyMovement

SUPPLY = {
    "物资编号": "998801WZ20260001",
    "物资名称": "医用防护服",
    "物资类别": "个人防护",
    "计量单位": "套",
    "所在地": "998801",
    "存放地点": "区疾控中心一号库",
    "最低库存": "100",
    "列入日期": "2026-01-05",
}
SPEC = RegisterSpec(
    SupplyMovement,
    {
        "单号": "998801WC202600001",
        "物资编号": "998801WZ20260001",
        "出入库类型": "入库",
        "日期": "2026-03-02",
        "数量": "200",
        "批号": "F2601",
        "有效期至": "2028-01-31",
    },
    (
        Example(
            "EK01",
            "日期不在今天（2026-11-23）之后",
            {"日期": "2026-11-23"},
            {"日期": "2026-11-24"},
        ),
        Example("EK02", "入库时未过期", {"有效期至": "2026-03-02"}, {"有效期至": "2026-03-01"}),
        Example(
            "EK03",
            "领用时未过期",
            {"出入库类型": "领用", "有效期至": "2026-03-02"},
            {"出入库类型": "领用", "有效期至": "2026-03-01"},
        ),
    ),
    named=((EmergencySupply, SUPPLY),),
)
