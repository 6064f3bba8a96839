"""registers.E010: two fields an office could not tell apart."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    volume = Integer("借阅号")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E010 bad/registers_e010.py: Loan: two fields are labelled "借阅号"
    Columns of a template are found by their label: give each its own.
"""
