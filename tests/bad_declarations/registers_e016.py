"""registers.E016: a deadline that starts at another register's moment."""

from __future__ import annotations

from xinglin.language.checks import Deadline
from xinglin.language.fields import Date, Division, Integer, Moment
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register

ELSEWHERE = Moment("借出时间")


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    back_at = Moment("归还时间")
    limit = Deadline("归还", ELSEWHERE, back_at, "馆规第三条", hours=24)
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E016 bad/registers_e016.py: Loan: deadline "limit": starts is no moment of this register
    Known: back_at.
"""
