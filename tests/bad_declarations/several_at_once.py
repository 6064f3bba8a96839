"""Several faults in one file: all are told at once, registers first, then indicators, reports."""

from __future__ import annotations

from xinglin.language.fields import Date, Integer, Moment
from xinglin.language.indicators import Count
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import Register
from xinglin.language.statements import Paragraph, Section, Statement


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office = "借阅记录", "借阅部"
    loan_no = Integer("借阅号", required="always")
    lent = Date("借出日期")
    back_on = Moment("归还时间")
    lifecycle = Lifecycle(lent="借出", back="已还", ended=("gone",))


class Loans(Count):
    """Loans of the period (借出册数)."""

    name = "借出册数"
    of = Loan.where()


class YearReport(Statement):
    """全年小结."""

    title, label, office = "{bureau}小结", "小结", "办公室"
    parts = (("", (Section("", (Paragraph("借出{loan:unti}。"),)),)),)


EXPECTED = """
registers.E004 bad/several_at_once.py: Loan: no source
    Give the official Chinese source: source = "…".
registers.E006 bad/several_at_once.py: Loan: lifecycle: no such state "gone"
    Known: back, lent.
registers.E012 bad/several_at_once.py: Loan: field "lent" must end in "_date"
    Days end in _date, moments in _at, money (whole fen) in _fen, measures in _milli.
registers.E012 bad/several_at_once.py: Loan: field "back_on" must end in "_at"
    Days end in _date, moments in _at, money (whole fen) in _fen, measures in _milli.
registers.E014 bad/several_at_once.py: Loan: no counting date or no counting place
    Say on which day and at which place a row is counted.
registers.E015 bad/several_at_once.py: Loan: no key
    Name the fields by which the same record is known again.
indicators.E201 bad/several_at_once.py: Loans: no office
    Say it in the official Chinese words: office = "…".
indicators.E201 bad/several_at_once.py: Loans: no definition
    Say it in the official Chinese words: definition = "…".
statements.E302 bad/several_at_once.py: YearReport: no style "unti"
    Did you mean "unit"? Known: change, unit.
statements.E301 bad/several_at_once.py: YearReport: no indicator "loan"
    Did you mean "loans"? Known: loans.
"""
