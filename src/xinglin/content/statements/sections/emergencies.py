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
            Paragraph(
                "{emergency_reports_made?共报出突发事件报告#份:未报出突发事件报告}。",
                only_with="emergency_reports_made",
            ),
            Paragraph(
                "其中有续报时限的，按时续报的占{progress_reports_in_time:unit}。",
                only_with="progress_reports_in_time",
            ),
            Paragraph(
                "{emergency_responses?开展没有人发病的救灾防病等应急处置#次:"
                "没有另外开展应急处置}。",
                only_with="emergency_responses",
            ),
            Paragraph(
                "应急准备。期末{emergency_plans?有现行应急预案#个:没有现行应急预案}。",
                only_with="emergency_plans",
            ),
            Paragraph(
                "{emergency_teams?有卫生应急队伍#支:没有卫生应急队伍}。",
                only_with="emergency_teams",
            ),
            Paragraph(
                "{emergency_experts?有在聘的卫生应急专家#人:没有在聘的卫生应急专家}。",
                only_with="emergency_experts",
            ),
            Paragraph(
                "{emergency_drills?举行应急演练#次:未举行应急演练}，"
                "{emergency_field_drills?其中实战演练#次:没有实战演练}，"
                "{emergency_drill_participants?参加#人次:没有人参加}。",
                only_with="emergency_drills",
            ),
            Paragraph(
                "{after_action_items?事件总结和演练评估提出整改事项#项:没有提出整改事项}。",
                only_with="after_action_items",
            ),
            Paragraph(
                "{after_action_items_overdue?期末逾期未完成的整改事项#项:没有逾期未完成的整改事项}。",
                only_with="after_action_items_overdue",
            ),
        ),
        line="emergencies",
        order=20,
    ),
)
