"""One clinic's due and given of one dose in one month."""

from __future__ import annotations

from xinglin.codes.vaccines import ScheduleDose
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Flag, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class CoverageReport(Register):
    """应种 and 实种 of one dose in one month, made from the records or typed in (接种率监测报表).

    Those still missing are carried into the next month's 应种, so that months must not be added
    up: the cumulative rate takes what was given before and the last month's 应种.
    """

    label, office = "接种率监测报表", "疾控科"
    source = "国家免疫规划疫苗常规接种情况报表（6-1表，规则书4.3、4.4）"
    provides = "coverage_report"

    month_date = Date("月份", required="always", help="填该月的 1 日。")
    dose = Code("剂次", codes=ScheduleDose, required="always")
    line_key = Text(
        "门诊剂次",
        free=False,
        max_length=60,
        required="always",
        help="机构代码和剂次，由系统填写。",
    )
    due_count = Integer("应种人数", minimum=0, required="always", unit="人")
    given_count = Integer("实种人数", minimum=0, required="always", unit="人")
    before_count = Integer(
        "本期此前累计实种", minimum=0, required="always", unit="人", help="本半年至上月的累计。"
    )
    is_computed = Flag("由系统按接种记录生成", help="人工填报和导入的留空，系统不改。")

    lifecycle = REGISTERED
    key = (Register.reporter, month_date, dose)
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "接种单位")}
    list_columns = (month_date, Register.reporter, dose, due_count, given_count, before_count)
    filters = (month_date, dose, Register.reporter)
    checks = [
        Check("CV01", given_count <= due_count, "实种人数多于应种人数，请核对。"),
        Check("CV02", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
