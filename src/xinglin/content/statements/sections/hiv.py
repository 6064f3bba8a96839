"""HIV (艾滋病防治)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "艾滋病防治",
        (
            Paragraph(
                "艾滋病防治。{whole}开展艾滋病初筛检测{hiv_tests}人次，行为干预{hiv_contacts}人次，"
                "发放宣传资料{hiv_leaflets}份、安全套{condoms_given}只。",
                only_with="hiv_tests",
            ),
            Paragraph(
                "抗病毒治疗对象转入社区管理{hiv_community_care}人。",
                only_with="hiv_community_care",
            ),
            Paragraph(
                "美沙酮维持治疗门诊服药{methadone_doses}人次，期末在治{methadone_in_treatment}人。",
                only_with="methadone_doses",
            ),
        ),
        line="hiv",
        order=11,
    ),
)
