"""indicators.E205: an indicator counted by a day the register does not know."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.indicators import Count
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


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
    counted_on = "lended"
    of = Loan.where()


EXPECTED = """
indicators.E205 bad/indicators_e205.py: Loans: counted_on: Loan is not counted by "lended"
    Did you mean "lent"? Known: lent.
"""
