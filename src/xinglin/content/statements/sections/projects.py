"""Construction projects (项目建设)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "项目建设",
        (
            Paragraph(
                "推进重点项目。{whole}年度计划续建基建项目{continued_projects}个、"
                "新建{new_projects}个、前期{preparatory_projects}个，"
                "其中建设卫生院{township_hospitals_planned}间；"
                "{projects_under_construction?在建项目#个:没有在建项目}。",
                only_with="continued_projects",
            ),
            Paragraph(
                "村卫生站标准化建设完成{village_clinics_completed}间，"
                "在建{village_clinics_under_construction}间；"
                "投入使用社区卫生服务站{community_stations_in_use}家。",
                only_with="village_clinics_completed",
            ),
            Paragraph(
                "完成投资{investment_done}万元，占年度计划的{investment_of_year_plan:unit}；"
                "{stages_overdue?逾期未完成的建设阶段#个:没有逾期的建设阶段}。",
                only_with="investment_done",
            ),
        ),
        line="projects",
        order=80,
    ),
)
