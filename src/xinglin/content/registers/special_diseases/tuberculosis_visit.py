"""One visit to a person under treatment."""

from __future__ import annotations

from xinglin.content.registers.special_diseases.tuberculosis_case import TuberculosisCase
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Flag, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class TuberculosisVisit(Register):
    """One visit by the town or village: doses due and taken, complaints (结核病随访)."""

    label, office = "结核病随访", "疾控科"
    source = "国家基本公共卫生服务规范·肺结核患者健康管理（未核）"

    case = Reference("登记号", to=TuberculosisCase, required="always")
    visit_date = Date("随访日期", required="always")
    due_doses = Integer("应服药次数", minimum=0, required=True, unit="次")
    taken_doses = Integer("实际服药次数", minimum=0, required=True, unit="次")
    side_effect = Flag("有不良反应")
    contacts_checked = Integer("密切接触者筛查", minimum=0, unit="人")
    note = Text("处理", max_length=200)

    lifecycle = REGISTERED
    key = (case, visit_date)
    parent = case
    counting_dates = {"visit": CountingDate(visit_date, "随访日期")}
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}
    list_columns = (visit_date, case, due_doses, taken_doses, side_effect, Register.reporter)
    filters = (visit_date, side_effect, Register.reporter)
    checks = [
        Check("TV01", taken_doses <= due_doses, "实际服药次数多于应服药次数，请核对。"),
        Check(
            "TV02", visit_date <= LocalDate(Column("recorded_at")), "随访日期在今天之后，请核对。"
        ),
        Check(
            "TV03",
            visit_date >= case.of(TuberculosisCase.registered_date),
            "随访日期早于登记日期，请核对。",
        ),
    ]
