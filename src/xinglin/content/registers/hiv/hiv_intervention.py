"""A unit's work among one group in one month."""

from __future__ import annotations

from xinglin.codes.hiv_codes import HivInterventionGroup
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HivIntervention(Register):
    """What one unit did among one group in one month (艾滋病干预月报)."""

    label, office = "艾滋病干预月报", "疾控科"
    source = "《艾滋病防治条例》第二十五条至第二十九条（未核）"

    month_date = Date("月份", required="always", help="填该月的 1 日。")
    target_group = Code("干预人群", codes=HivInterventionGroup, required="always")
    contacts_count = Integer("干预人次", minimum=0, required="always", unit="人次")
    leaflets_count = Integer("宣传资料发放", minimum=0, required="always", unit="份")
    condoms_count = Integer("安全套发放", minimum=0, required="always", unit="只")

    lifecycle = REGISTERED
    key = (Register.reporter, month_date, target_group)
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "干预单位")}
    list_columns = (
        month_date, Register.reporter, target_group, contacts_count, leaflets_count, condoms_count,
    )  # fmt: skip
    filters = (month_date, target_group, Register.reporter)
    checks = [
        Check("HN01", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
