"""入境人员随访记录: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.traveller_follow_up import SPEC as TRAVELLER

from xinglin.content.registers.infectious.traveller_check import TravellerCheck

SPEC = RegisterSpec(
    TravellerCheck,
    {
        "随访编号": "998801RJ202600001",
        "随访日期": "2026-10-12",
        "体温": "36.6",
        "有症状": "否",
    },
    (
        Example(
            "YK01",
            "随访日期不在今天（2026-11-23）之后",
            {"随访日期": "2026-11-23"},
            {"随访日期": "2026-11-24"},
        ),
        Example(
            "YK02",
            "随访日期不早于入境（2026-10-10）",
            {"随访日期": "2026-10-10"},
            {"随访日期": "2026-10-09"},
        ),
        Example(
            "YK03",
            "有症状的写明症状",
            {"有症状": "是", "症状和处理": "发热，已送发热门诊"},
            {"有症状": "是"},
        ),
    ),
    named=((TRAVELLER.register, TRAVELLER.sound),),
)
