"""A laboratory's tests for HIV in one month."""

from __future__ import annotations

from xinglin.codes.hiv_codes import HivTestGroup
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HivTestReport(Register):
    """What one unit tested of one group in one month; tests, not people (艾滋病检测月报)."""

    label, office = "艾滋病检测月报", "疾控科"
    source = "《艾滋病防治条例》第二十三条；全国艾滋病检测技术规范（未核）"

    month_date = Date("月份", required="always", help="填该月的 1 日。")
    test_group = Code("检测对象类别", codes=HivTestGroup, required="always")
    tested_count = Integer("初筛检测人次", minimum=0, required="always", unit="人次")
    screened_positive_count = Integer("初筛阳性", minimum=0, required="always", unit="人次")
    sent_count = Integer("送确认", minimum=0, unit="人次")
    confirmed_count = Integer("确认阳性", minimum=0, unit="人次")

    lifecycle = REGISTERED
    key = (Register.reporter, month_date, test_group)
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "检测单位")}
    list_columns = (
        month_date, Register.reporter, test_group, tested_count, screened_positive_count,
        confirmed_count,
    )  # fmt: skip
    filters = (month_date, test_group, Register.reporter)
    checks = [
        Check("HT01", screened_positive_count <= tested_count, "初筛阳性多于检测人次，请核对。"),
        Check("HT02", sent_count <= screened_positive_count, "送确认多于初筛阳性，请核对。"),
        Check("HT03", confirmed_count <= sent_count, "确认阳性多于送确认，请核对。"),
        Check("HT04", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
