"""Maternal care (妇幼保健)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, PlaceTable, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "妇幼保健",
        (
            Paragraph(
                "加强孕产妇系统管理。{whole}孕产妇{pregnant_women}人，建册{women_booked}人，"
                "建册率{booking_rate:unit}；系统管理{women_managed}人，系统管理率{systematic_rate:unit}；"
                "其中常住户籍孕妇建卡率{local_booking_rate:unit}，"
                "系统管理率{local_systematic_rate:unit}。",
                only_with="pregnant_women",
            ),
            Paragraph(
                "{high_risk_found?筛出高危孕产妇#例:未筛出高危孕产妇}，"
                "管理率{high_risk_managed_rate:unit}；活产{live_births}人，"
                "住院分娩率{hospital_delivery_rate:unit}；"
                "{induced_terminations?引产#人:无引产}。",
                only_with="pregnant_women",
            ),
            PlaceTable(
                "各地孕产妇保健情况",
                (
                    "pregnant_women",
                    "booking_rate",
                    "systematic_rate",
                    "high_risk_found",
                    "hospital_delivery_rate",
                ),
                only_with="pregnant_women",
            ),
        ),
        line="maternal",
        order=30,
    ),
)
