"""One village's snail survey of one season."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, DocumentNumber, Flag, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SnailSurvey(Register):
    """One village in one season: frames, snails, dissection (查螺记录)."""

    label, office = "查螺记录", "疾控科"
    source = "《血吸虫病防治条例》；WS/T 563 钉螺调查（未核）"
    provides = "snail_survey"

    survey_no = DocumentNumber("查螺编号", required="always", pattern="{place}CL{year}{serial:04d}")
    division = Division("镇街", required="always")
    village = Text("村（社区）", max_length=40, free=False, required="always")
    survey_date = Date("查螺日期", required="always")
    past_snails = Flag("历史有螺")
    frames_count = Integer("调查框数", minimum=0, required="always", unit="框")
    snail_frames_count = Integer("有螺框数", minimum=0, required="always", unit="框")
    live_count = Integer("活螺数", minimum=0, required=True, unit="只")
    dissected_count = Integer("解剖螺数", minimum=0, unit="只")
    infected_count = Integer("感染螺数", minimum=0, unit="只")
    surveyed_m2 = Integer("查螺面积", minimum=0, required=True, unit="平方米")
    team = Text("查螺人员", max_length=60)

    lifecycle = REGISTERED
    key = (survey_no,)
    place_field = division
    counting_dates = {"survey": CountingDate(survey_date, "查螺日期")}
    counting_places = {"division": CountingPlace(division, "镇街")}
    list_columns = (
        survey_no, division, village, survey_date, frames_count, snail_frames_count, live_count,
        infected_count,
    )  # fmt: skip
    filters = (division, survey_date, past_snails)
    checks = [
        Check("SN01", snail_frames_count <= frames_count, "有螺框数多于调查框数，请核对。"),
        Check("SN02", dissected_count <= live_count, "解剖螺数多于活螺数，请核对。"),
        Check("SN03", infected_count <= dissected_count, "感染螺数多于解剖螺数，请核对。"),
        Check(
            "SN04",
            (snail_frames_count == 0) | (live_count > 0),
            "有螺框数不为零而活螺数为零，请核对；均为死螺的请说明。",
            level="warning",
        ),
        Check(
            "SN05", survey_date <= LocalDate(Column("recorded_at")), "查螺日期在今天之后，请核对。"
        ),
    ]
