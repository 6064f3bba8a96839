"""Time limits around the card that do not depend on the disease."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack


class ReportRules(RulePack):
    """Review and correction of cards (审核、订正时限)."""

    label = "传染病报告审核与订正时限"
    source = "《传染病信息报告管理规范》"
    review_within_hours = (
        Parameter("县级疾控机构审核时限", "小时")
        .since(
            "2004-12-01", 24, source="《传染病信息报告管理规范（2006年版）》", status="unverified"
        )
        .since("2016-01-01", 24, source="《传染病信息报告管理规范（2015年版）》")
    )
    review_class_a_within_hours = (
        Parameter("甲类和按甲类管理病例的核实时限", "小时")
        .since(
            "2004-12-01", 2, source="《传染病信息报告管理规范（2006年版）》", status="unverified"
        )
        .since("2025-09-01", 2, source="《中华人民共和国传染病防治法》（2025年修订）第四十九条")
    )
