"""产前检查: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.pregnancy import WOMAN

from xinglin.content.registers.maternal.antenatal_visit import AntenatalVisit
from xinglin.content.registers.maternal.pregnancy import Pregnancy

SPEC = RegisterSpec(
    AntenatalVisit,
    {
        "保健手册编号": "998801Y2026000001",
        "检查日期": "2026-03-10",
        "孕周": "9",
        "收缩压": "110",
        "舒张压": "70",
    },
    (
        Example(
            "MA01",
            "检查不早于末次月经（2026-01-01）",
            {"检查日期": "2026-01-01"},
            {"检查日期": "2025-12-31"},
        ),
        Example(
            "MA02",
            "检查不在妊娠结束（2026-10-05）之后",
            {"检查日期": "2026-10-05"},
            {"检查日期": "2026-10-06"},
        ),
        Example("MA03", "舒张压低于收缩压", {"舒张压": "109"}, {"舒张压": "110"}),
        Example(
            "MA04",
            "检查日期不在今天（2026-11-23）之后",
            {"保健手册编号": "998801Y2026000002", "检查日期": "2026-11-23"},
            {"保健手册编号": "998801Y2026000002", "检查日期": "2026-11-24"},
        ),
    ),
    ((Pregnancy, WOMAN),),
)
