"""registers.E019: a check for a way in that is not there."""

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
    checks = [Check("BL01", loan_no > 0, "借阅号有误，请核对。", channels=("dierct",))]
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E019 bad/registers_e019.py: Loan: check "BL01": no such channel "dierct"
    Did you mean "direct"? Known: batch, direct, historical.
"""
