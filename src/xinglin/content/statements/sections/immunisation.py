"""Immunisation (免疫规划)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import CategoryTable, Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "免疫规划",
        (
            Paragraph(
                "扩大国家免疫规划。{whole}国家免疫规划疫苗报告接种率{reported_coverage:unit}，"
                "其中乙肝首针{hepatitis_b_birth_dose:unit}，"
                "含麻疹成分疫苗第1剂{measles_first_dose:unit}。",
                only_with="reported_coverage",
            ),
            Paragraph(
                "期末在册儿童{children_on_roll}人，接种{doses_given}剂次；"
                "{adverse_events?报告疑似预防接种异常反应#例:未报告疑似预防接种异常反应}。",
                only_with="children_on_roll",
            ),
            Paragraph("督导预防接种门诊{clinics_supervised}间。", only_with="clinics_supervised"),
            Paragraph(
                "冷链温度合格率{cold_chain_in_range:unit}。", only_with="cold_chain_in_range"
            ),
            CategoryTable(
                "各剂次报告接种率",
                "reported_coverage",
                by="dose",
                limit=40,
                only_with="reported_coverage",
            ),
        ),
        line="immunisation",
        order=14,
    ),
)
