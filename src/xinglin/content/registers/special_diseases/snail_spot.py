"""One spot with snails that a survey found."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import SnailHabitatKind
from xinglin.content.registers.special_diseases.snail_survey import SnailSurvey
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SnailSpot(Register):
    """One spot: its frames, its area, and what became of it (有螺点)."""

    label, office = "有螺点", "疾控科"
    source = "《血吸虫病防治条例》第二十条、第二十一条"
    provides = "snail_spot"

    survey = Reference("查螺编号", to=SnailSurvey, required="always")
    spot_no = Integer("螺点序号", minimum=1, required="always")
    found_date = Date("发现日期", required="always")
    habitat_kind = Code("环境类型", codes=SnailHabitatKind, required=True)
    area_m2 = Integer("有螺面积", minimum=1, required="always", unit="平方米")
    notice_date = Date("灭螺公告日期", help="施药七日前由镇街公告。")
    killed_date = Date("灭螺日期")
    killed_m2 = Integer("灭螺面积", minimum=0, unit="平方米", help="反复施药的可以大于有螺面积。")
    rechecked_date = Date("复查日期")
    note = Text("处理情况", max_length=200)

    lifecycle = REGISTERED
    key = (survey, spot_no)
    parent = survey
    counting_dates = {"found": CountingDate(found_date, "发现日期")}
    counting_places = {"division": CountingPlace(Register.place, "镇街")}
    list_columns = (
        found_date, survey, spot_no, habitat_kind, area_m2, killed_date, killed_m2, rechecked_date,
    )  # fmt: skip
    filters = (found_date, habitat_kind)
    checks = [
        Check(
            "SS01",
            survey.of(SnailSurvey.snail_frames_count) > 0,
            "所属的查螺记录没有有螺框，请核对。",
        ),
        Check("SS02", killed_date >= found_date, "灭螺日期早于发现日期，请核对。"),
        Check("SS03", rechecked_date >= killed_date, "复查日期早于灭螺日期，请核对。"),
        Check(
            "SS04",
            area_m2 <= survey.of(SnailSurvey.surveyed_m2),
            "有螺面积大于该村查螺面积，请核对。",
            level="warning",
        ),
    ]
