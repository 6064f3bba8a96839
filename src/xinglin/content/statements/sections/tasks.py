"""Task decomposition (任务落实)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "任务落实",
        (
            Paragraph(
                "分解落实任务。{whole}下达均等化任务指标{equalisation_tasks}项，"
                "梳理落实重点工作{key_work_tasks}项；"
                "{tasks_finished?确认完成#项:尚无确认完成的任务}，"
                "{tasks_overdue?逾期未完成#项:没有逾期未完成的任务}。",
                only_with="equalisation_tasks",
            ),
        ),
        line="tasks",
        order=90,
    ),
)
