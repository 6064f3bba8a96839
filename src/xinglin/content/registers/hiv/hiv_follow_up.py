"""One follow-up of a person living with HIV."""

from __future__ import annotations

from xinglin.codes.special_disease_codes import TestResult
from xinglin.content.registers.hiv.hiv_case import HivCase
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Flag, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HivFollowUp(Register):
    """One follow-up: counselling, CD4, viral load, partner, tuberculosis (艾滋病随访)."""

    label, office = "艾滋病随访", "疾控科"
    source = "《艾滋病防治条例》第三十四条；艾滋病病毒感染者随访工作指南（未核）"

    case = Reference("个案编号", to=HivCase, required="always")
    visit_date = Date("随访日期", required="always")
    cd4 = Integer("CD4计数", minimum=0, maximum=3000, unit="个/μL")
    viral_load = Integer("病毒载量", minimum=0, unit="拷贝/mL", help="低于检测下限的填 0。")
    taking_medicine = Flag("按时服药")
    partner_result = Code("配偶（性伴）检测", codes=TestResult)
    tb_screened = Flag("已做结核病筛查")
    note = Text("备注", max_length=200)

    lifecycle = REGISTERED
    key = (case, visit_date)
    parent = case
    counting_dates = {"visit": CountingDate(visit_date, "随访日期")}
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}
    list_columns = (visit_date, case, cd4, viral_load, taking_medicine, partner_result)
    filters = (visit_date, taking_medicine, partner_result)
    checks = [
        Check(
            "HF01", visit_date <= LocalDate(Column("recorded_at")), "随访日期在今天之后，请核对。"
        ),
        Check(
            "HF02",
            visit_date >= case.of(HivCase.confirmed_at.date),
            "随访日期早于确证日期，请核对。",
        ),
    ]
