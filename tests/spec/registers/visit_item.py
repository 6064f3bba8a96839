"""费用明细: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.hospital_visit import VISIT

from xinglin.content.registers.insurance.hospital_visit import HospitalVisit
from xinglin.content.registers.insurance.visit_item import VisitItem

SPEC = RegisterSpec(
    VisitItem,
    {
        "明细号": "990001-26000123-2026-001",
        "就诊号": "990001-26000123-2026",
        "费用日期": "2026-10-09",
        "项目编码": "CT001",
        "项目名称": "CT 平扫",
        "项目种类": "检查",
        "目录类别": "乙类",
        "数量": "1",
        "单价": "200",
        "金额": "200",
    },
    (
        Example(
            "VI01",
            "费用日期不早于入院（2026-10-08）",
            {"费用日期": "2026-10-08"},
            {"费用日期": "2026-10-07"},
        ),
        Example(
            "VI02",
            "费用日期不晚于出院（2026-10-15）",
            {"费用日期": "2026-10-15"},
            {"费用日期": "2026-10-16"},
        ),
    ),
    ((HospitalVisit, VISIT),),
)
