"""registers.E005: a register whose rows have no state."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E005 bad/registers_e005.py: Loan: no lifecycle
    A plain list takes lifecycle = REGISTERED.
"""
