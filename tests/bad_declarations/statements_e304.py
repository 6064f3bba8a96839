"""statements.E304: a section added to a part that the report does not have."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.indicators import Count
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register
from xinglin.language.statements import Paragraph, Section, Statement


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Loans(Count):
    """Loans of the period (借出册数)."""

    name, office, definition = "借出册数", "借阅部", "期内借出的册数。"
    of = Loan.where()


class YearReport(Statement):
    """全年小结."""

    title, label, office = "{bureau}小结", "小结", "办公室"
    parts = (("主要工作", ()),)


YearReport.add("主要工做", Section("借阅", (Paragraph("借出{loans}册。"),)))

EXPECTED = """
statements.E304 bad/statements_e304.py: YearReport: section "借阅" is added to no part "主要工做"
    Did you mean "主要工作"? Known: 主要工作.
"""
