"""预防接种个案: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild

SPEC = RegisterSpec(
    VaccinationChild,
    {
        "儿童编码": "998801ET2026000001",
        "姓名": "李小明",
        "性别": "男",
        "出生日期": "2026-03-02",
        "现住址": "998801001",
        "居住属性": "本地常住",
        "建卡日期": "2026-03-20",
        "出生时间": "2026-03-02 08:15",
    },
    (
        Example("VC01", "建卡不早于出生", {"建卡日期": "2026-03-02"}, {"建卡日期": "2026-03-01"}),
        Example(
            "VC02",
            "出生时间与日期同一天",
            {"出生时间": "2026-03-02 23:59"},
            {"出生时间": "2026-03-03 00:00"},
        ),
        Example(
            "VC03",
            "出生不在今天（2026-11-23）之后",
            {"出生日期": "2026-11-23", "出生时间": "", "建卡日期": "2026-11-23"},
            {"出生日期": "2026-11-24", "出生时间": "", "建卡日期": "2026-11-24"},
        ),
        Example("VC04", "出生一个月内建卡", {"建卡日期": "2026-04-02"}, {"建卡日期": "2026-04-03"}),
    ),
)
