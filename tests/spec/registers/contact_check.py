"""密切接触者观察记录: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.contact_person import SPEC as CONTACT
from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.infectious.contact_check import ContactCheck

SPEC = RegisterSpec(
    ContactCheck,
    {
        "接触者编号": "998801MJ202600001",
        "观察日期": "2026-10-12",
        "体温": "36.6",
        "有症状": "否",
    },
    (
        Example(
            "MK01",
            "观察日期不在今天（2026-11-23）之后",
            {"观察日期": "2026-11-23"},
            {"观察日期": "2026-11-24"},
        ),
        Example(
            "MK02",
            "观察日期不早于末次接触（2026-10-10）",
            {"观察日期": "2026-10-10"},
            {"观察日期": "2026-10-09"},
        ),
        Example(
            "MK03",
            "有症状的写明症状",
            {"有症状": "是", "症状和处理": "发热，已送发热门诊"},
            {"有症状": "是"},
        ),
    ),
    named=((CONTACT.register, CONTACT.sound),),
)
