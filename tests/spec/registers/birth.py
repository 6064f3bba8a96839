"""分娩登记: what its check lets pass and what it stops."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.pregnancy import WOMAN

from xinglin.content.registers.maternal.birth import Birth
from xinglin.content.registers.maternal.pregnancy import Pregnancy

SPEC = RegisterSpec(
    Birth,
    {
        "保健手册编号": "998801Y2026000001",
        "胎次序": "1",
        "出生日期": "2026-10-05",
        "出生结局": "活产",
        "分娩地点": "妇幼保健机构",
    },
    (
        Example(
            "MB01",
            "出生日期与孕产妇登记的结局日期（2026-10-05）一致",
            {"出生体重": "3200"},
            {"出生日期": "2026-10-06"},
        ),
    ),
    ((Pregnancy, WOMAN),),
)
