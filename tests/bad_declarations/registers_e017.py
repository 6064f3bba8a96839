"""registers.E017: a deadline with two limits."""

from __future__ import annotations

from xinglin.language.checks import Deadline
from xinglin.language.fields import Date, Division, Integer, Moment
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lent_at = Moment("借出时间")
    back_at = Moment("归还时间")
    limit = Deadline("归还", lent_at, back_at, "馆规第三条", hours=24, working_days=1)
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E017 bad/registers_e017.py: Loan: deadline "limit" has 2 limits
    Give exactly one of hours, working_days, calendar_days.
"""
