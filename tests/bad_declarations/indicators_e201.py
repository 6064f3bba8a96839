"""indicators.E201: an indicator that does not define itself."""

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

    name, office = "借出册数", "借阅部"
    of = Loan.where()


EXPECTED = """
indicators.E201 bad/indicators_e201.py: Loans: no definition
    Say it in the official Chinese words: definition = "…".
"""
