"""The daily zero report: a unit says that it has nothing, or how much, to report."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ZeroReport(Register):
    """What one designated unit reported for one day, nothing included (传染病零报告)."""

    label, office = "传染病零报告", "疾控科"
    source = "《传染病信息报告管理规范》及地方零报告要求（地方规定）"

    report_date = Date("报告日", required="always", help="所报的那一天。")
    cases_count = Integer(
        "当日新报告病例数", minimum=0, required="always", unit="例", help="没有病例也要报，填 0。"
    )
    remark = Text("备注", max_length=200)

    lifecycle = REGISTERED
    provides = "zero_report"
    key = (Register.reporter, report_date)
    counting_dates = {"day": CountingDate(report_date, "报告日")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "报告单位")}
    list_columns = (report_date, Register.reporter, cases_count, Register.state)
    filters = (report_date, Register.reporter)
    checks = [
        Check(
            "ZR01",
            report_date <= LocalDate(Column("recorded_at")),
            "报告日在今天之后，请核对日期。",
        ),
    ]
