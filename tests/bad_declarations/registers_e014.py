"""registers.E014: a register that says neither day nor place."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (loan_no,)


EXPECTED = """
registers.E014 bad/registers_e014.py: Loan: no counting date or no counting place
    Say on which day and at which place a row is counted.
"""
