"""Cooperative medical insurance (新型农村合作医疗)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "新型农村合作医疗",
        (
            Paragraph(
                "{whole}应参合农业人口{eligible_population}人，已参合{enrolled_members}人，"
                "参合率{enrolment_rate:unit}，参合人数比上年{enrolment_growth:change}。",
                only_with="enrolled_members",
            ),
            Paragraph(
                "市级配套资金到位率{city_matching_arrival:unit}，"
                "各项资金到位率{fund_arrival:unit}；"
                "联网直报的定点机构{networked_institutions}家。",
                only_with="city_matching_arrival",
            ),
            Paragraph(
                "门诊补偿{outpatient_visits}人次，补偿{outpatient_paid}万元；"
                "住院补偿{stays}人次，总费用{stay_cost}万元，补偿{stay_paid}万元，"
                "实际补偿比{actual_share:unit}。其中乡镇级{township_stays}人次，"
                "费用{township_stay_cost}万元，补偿{township_stay_paid}万元，"
                "补偿比{township_actual_share:unit}；县级{county_stays}人次，"
                "费用{county_stay_cost}万元，补偿{county_stay_paid}万元，"
                "补偿比{county_actual_share:unit}；县外{outside_stays}人次，"
                "费用{outside_stay_cost}万元，补偿{outside_stay_paid}万元，"
                "补偿比{outside_actual_share:unit}。",
                only_with="stays",
            ),
        ),
        line="insurance",
        order=50,
    ),
)
