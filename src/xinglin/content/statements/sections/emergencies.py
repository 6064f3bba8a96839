"""Public-health emergencies (卫生应急)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "卫生应急",
        (
            Paragraph(
                "突发公共卫生事件处置。{whole}{emergency_events?接报突发公共卫生事件#起:"
                "未接报突发公共卫生事件}，{emergencies_closed?已结案#起:尚无结案}，"
                "{major_emergencies?其中重大以上事件#起:无重大以上事件}。",
                only_with="emergency_events",
            ),
            Paragraph(
                "接报后2小时内初次报告的占{emergency_reports_in_time:unit}。",
                only_with="emergency_reports_in_time",
            ),
        ),
        line="emergencies",
        order=20,
    ),
)
