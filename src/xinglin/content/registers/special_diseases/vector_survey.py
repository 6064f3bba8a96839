"""One site's containers in one round."""

from __future__ import annotations

from xinglin.content.registers.special_diseases.vector_round import VectorRound
from xinglin.content.registers.special_diseases.vector_site import VectorSite
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VectorSurvey(Register):
    """One survey: houses, water containers, positives, traps (伊蚊密度调查).

    Breteau index = positive containers ÷ houses × 100; it may be over 100.
    """

    label, office = "伊蚊密度调查", "疾控科"
    source = "登革热媒介伊蚊监测指南（未核）：布雷图指数不超过5为达标"
    provides = "vector_survey"

    site = Reference("监测点编号", to=VectorSite, required="always")
    survey_date = Date("调查日期", required="always")
    general_round = Reference("普查编号", to=VectorRound, help="属于普查的填普查编号。")
    in_outbreak = Flag("疫点调查")
    houses_count = Integer("调查户数", minimum=1, required="always", unit="户")
    positive_houses_count = Integer("阳性户数", minimum=0, required="always", unit="户")
    wet_count = Integer("积水容器数", minimum=0, required="always", unit="个")
    positive_count = Integer("阳性容器数", minimum=0, required="always", unit="个")
    traps_count = Integer("回收有效诱蚊诱卵器", minimum=0, unit="只")
    positive_traps_count = Integer("阳性诱蚊诱卵器", minimum=0, unit="只")
    measures = Text("处理措施", max_length=200)

    lifecycle = REGISTERED
    key = (site, survey_date)
    parent = site
    counting_dates = {"survey": CountingDate(survey_date, "调查日期")}
    counting_places = {"division": CountingPlace(Register.place, "所在镇街")}
    list_columns = (
        survey_date, site, general_round, houses_count, positive_houses_count, wet_count,
        positive_count,
    )  # fmt: skip
    filters = (survey_date, general_round, in_outbreak)
    checks = [
        Check("VS01", positive_count <= wet_count, "阳性容器数多于积水容器数，请核对。"),
        Check("VS02", positive_houses_count <= houses_count, "阳性户数多于调查户数，请核对。"),
        Check(
            "VS03",
            positive_houses_count <= positive_count,
            "阳性户数多于阳性容器数，请核对。",
        ),
        Check(
            "VS04",
            positive_traps_count <= traps_count,
            "阳性诱蚊诱卵器多于回收有效数，请核对。",
        ),
        Check(
            "VS05", survey_date <= LocalDate(Column("recorded_at")), "调查日期在今天之后，请核对。"
        ),
        Check(
            "VS06",
            houses_count >= 50,
            "一次调查不足50户，指数不可靠，请说明理由。",
            level="warning",
        ),
    ]
