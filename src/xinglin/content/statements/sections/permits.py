"""Permits (行政审批)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "行政审批",
        (
            Paragraph(
                "规范行政许可。{whole}{food_permits?发放食品卫生许可证#个:未发放食品卫生许可证}，"
                "{public_place_permits?公共场所卫生许可证#个:未发放公共场所卫生许可证}，"
                "{institution_permits?医疗机构执业许可证#个（含变更、校验）:未发放医疗机构执业许可证}；"
                "提前办结率{early_decision_rate:unit}，"
                "{overdue_decisions?超法定期限#件:没有超过法定期限的决定}。",
                only_with="early_decision_rate",
            ),
            Paragraph(
                "行政审批事项网上申报开通率{online_item_share:unit}。",
                only_with="online_item_share",
            ),
        ),
        line="permits",
        order=60,
    ),
)
