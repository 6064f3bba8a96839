"""Notifiable diseases (传染病防控)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import (
    CategoryTable,
    MonthChart,
    Paragraph,
    PlaceTable,
    Section,
)

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "传染病防控",
        (
            Paragraph(
                "做好法定传染病报告与处置。{whole}报告乙、丙类传染病{class_bc_cases}例，"
                "同比{class_bc_cases_change:change}；死亡{class_bc_deaths}人，"
                "同比{class_bc_deaths_change:change}；病死率{class_bc_fatality:unit}，"
                "同比{class_bc_fatality_change:change}。报告发病率{class_bc_incidence:unit}，"
                "涉及患者{class_bc_persons}人。"
            ),
            Paragraph(
                "{class_a_cases?报告甲类传染病#例:未报告甲类传染病病例}；"
                "{managed_as_class_a_cases?报告按甲类管理的传染病#例:未报告按甲类管理的传染病病例}；"
                "{h7n9_cases?报告人感染H7N9禽流感#例:未报告人感染H7N9禽流感病例}；"
                "{local_dengue_cases?报告本地感染登革热#例:未报告本地感染登革热病例}。"
            ),
            Paragraph(
                "期末网络直报医疗机构{direct_reporting_units}家，"
                "提交零报告{zero_reports_sent}份；传染病报告及时率{timely_report_rate:unit}，"
                "审核及时率{timely_review_rate:unit}。"
            ),
            Paragraph(
                "人感染H7N9禽流感按发病日期统计{h7n9_cases}例，死亡{h7n9_deaths}人，"
                "病死率{h7n9_fatality:unit}；转归已知的病例病死率"
                "{h7n9_closed_fatality:unit}。该病自2013年11月1日起列入乙类，"
                "此前单独统计，不在乙、丙类合计之内。",
                only_with="h7n9_cases",
            ),
            Paragraph(
                "疫情月报累计法定传染病{published_cases}例，"
                "同比{published_cases_change:change}；死亡{published_deaths}人，"
                "同比{published_deaths_change:change}。",
                only_with="published_cases",
            ),
            MonthChart(
                "乙、丙类传染病按月报告发病数",
                "class_bc_cases",
                only_with="class_bc_cases",
            ),
            MonthChart("人感染H7N9禽流感按月发病数", "h7n9_cases", only_with="h7n9_cases"),
            PlaceTable(
                "各地人感染H7N9禽流感发病情况",
                ("h7n9_cases", "h7n9_deaths", "h7n9_fatality"),
                only_with="h7n9_cases",
            ),
            PlaceTable(
                "各地乙、丙类传染病报告情况",
                (
                    "class_bc_cases",
                    "class_bc_cases_change",
                    "class_bc_deaths",
                    "class_bc_fatality",
                    "class_bc_incidence",
                    "timely_report_rate",
                ),
                only_with="class_bc_cases",
            ),
            CategoryTable("乙、丙类传染病分病种报告发病数", "class_bc_cases", "disease"),
        ),
        line="infectious",
        order=10,
    ),
)
