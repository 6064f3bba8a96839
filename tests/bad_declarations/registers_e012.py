"""registers.E012: a moment whose name says day."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer, Moment
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    back_on = Moment("归还时间")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E012 bad/registers_e012.py: Loan: field "back_on" must end in "_at"
    Days end in _date, moments in _at, money (whole fen) in _fen, measures in _milli.
"""
