"""Health education and patriotic health (健康教育与爱国卫生)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, PlaceTable, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "健康教育与爱国卫生",
        (
            Paragraph(
                "健康教育。{whole}{leaflets_printed?印制宣传单#份:未印制宣传单}，"
                "{leaflets_handed_out?发放宣传资料#份:未发放宣传资料}，"
                "{booklets_printed?印制宣传册#册:未印制宣传册}，"
                "{posters_put_up?张贴宣传画#幅:未张贴宣传画}，"
                "{training_sets_handed_out?发放培训教材#套:未发放培训教材}。",
                only_with="leaflets_handed_out",
            ),
            Paragraph(
                "健康信息发布。{health_texts?发送健康短信#条:未发送健康短信}，"
                "{health_posts?发布微博健康信息#条:未发布微博健康信息}。",
                only_with="health_texts",
            ),
            Paragraph(
                "健康宣讲。{health_lectures?举办健康知识讲座#次:未举办健康知识讲座}，"
                "{lecture_team_rounds?宣讲团下乡#期:宣讲团未下乡}，"
                "{health_consultations?开展咨询义诊#次:未开展咨询义诊}，"
                "参加{lecture_attendance}人次。",
                only_with="lecture_attendance",
            ),
            Paragraph(
                "卫生创建。现有卫生红旗单位中，{red_flag_units_province?省（自治区）级#家:"
                "无省（自治区）级}，{red_flag_units_prefecture?州（市）级#家:无州（市）级}，"
                "{red_flag_units_county?县级#家:无县级}。",
                only_with="red_flag_units_county",
            ),
            Paragraph(
                "爱国卫生运动。{hygiene_checks?开展检查指导#次:未开展检查指导}，"
                "清运垃圾{rubbish_cleared}吨。",
                only_with="rubbish_cleared",
            ),
            Paragraph(
                "病媒生物防制。处理场所{vector_places_treated}处次，投放毒饵{bait_put_out}千克，"
                "{bait_stations_set?新设毒饵站#个:未新设毒饵站}。",
                only_with="vector_places_treated",
            ),
            Paragraph(
                "创卫整改。到期整改事项{rectifications_due}项，"
                "按期完成率{rectifications_in_time:unit}，"
                "{rectifications_overdue?逾期未整改#项:没有逾期未整改的事项}，"
                "{rectifications_open?尚未销号#项:全部销号}。",
                only_with="rectifications_due",
            ),
            PlaceTable(
                "各地创卫整改情况",
                ("rectifications_due", "rectifications_in_time", "rectifications_overdue"),
                only_with="rectifications_due",
            ),
        ),
        line="health_promotion",
        order=16,
    ),
)
