"""Food and water (健康危害监测)."""

from __future__ import annotations

from xinglin.content.statements.half_year_report import MAIN_WORK, HalfYearReport
from xinglin.language.statements import Paragraph, Section

HalfYearReport.add(
    MAIN_WORK,
    Section(
        "食品和饮用水监测",
        (
            Paragraph(
                "食品安全风险监测。{whole}采集样品{food_samples}份，检测{food_item_tests}项次。",
                only_with="food_samples",
            ),
            Paragraph(
                "饮用水监测。监测点{water_points_sampled}个，水样合格率{water_conforming:unit}。",
                only_with="water_points_sampled",
            ),
        ),
        line="health_hazards",
        order=13,
    ),
)
