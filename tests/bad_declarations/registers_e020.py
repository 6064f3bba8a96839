"""registers.E020: two checks with one code."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    checks = [
        Check("BL01", loan_no > 0, "借阅号须大于零，请核对。"),
        Check("BL01", loan_no < 9999, "借阅号须小于9999，请核对。"),
    ]
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E020 bad/registers_e020.py: Loan: check code "BL01" is taken by Loan
    Codes are never shared or reused: take the next free number.
"""
