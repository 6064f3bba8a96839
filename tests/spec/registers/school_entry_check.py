"""入托入学查验: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.immunisation.school_entry_check import SchoolEntryCheck

SPEC = RegisterSpec(
    SchoolEntryCheck,
    {
        "学校所在地": "998801001",
        "学校（托幼机构）": "示例小学",
        "查验日期": "2026-09-10",
        "新生人数": "100",
        "查验人数": "98",
        "有接种证人数": "97",
        "需补种人数": "12",
        "已补种人数": "10",
    },
    (
        Example("SE01", "查验不多于新生", {"查验人数": "100"}, {"查验人数": "101"}),
        Example("SE02", "有证不多于查验", {"有接种证人数": "98"}, {"有接种证人数": "99"}),
        Example("SE03", "需补种不多于查验", {"需补种人数": "98"}, {"需补种人数": "99"}),
        Example("SE04", "已补种不多于需补种", {"已补种人数": "12"}, {"已补种人数": "13"}),
    ),
)
