"""One visit of the county to one vaccination clinic."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Institution, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ClinicSupervision(Register):
    """What was looked at in one clinic on one day, with its score (预防接种门诊督导)."""

    label, office = "预防接种门诊督导", "疾控科"
    source = "《疫苗管理法》第四十四条；预防接种工作规范（未核）"

    clinic = Institution("预防接种门诊", required="always")
    visit_date = Date("督导日期", required="always")
    score_count = Integer("得分", minimum=0, maximum=100, required=True, unit="分")
    is_standard = Flag("达到规范化门诊标准")
    found_text = Text("发现问题", max_length=400, long=True)
    demand_date = Date("整改期限")
    mended_date = Date("整改完成日期")

    lifecycle = REGISTERED
    key = (clinic, visit_date)
    reporter_field = clinic
    counting_dates = {"visit": CountingDate(visit_date, "督导日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "门诊所在地")}
    list_columns = (visit_date, clinic, score_count, is_standard, demand_date, mended_date)
    filters = (visit_date, is_standard, clinic)
    checks = [
        Check(
            "VU01", visit_date <= LocalDate(Column("recorded_at")), "督导日期在今天之后，请核对。"
        ),
        Check("VU02", mended_date >= visit_date, "整改完成早于督导，请核对。"),
        Check("VU03", demand_date >= visit_date, "整改期限早于督导，请核对。"),
    ]
