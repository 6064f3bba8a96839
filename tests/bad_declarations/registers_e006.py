"""registers.E006: a step to a state that is misspelt."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = Lifecycle(lent="借出", returned="已还")
    give_back = lifecycle.step("lent", "retruned", "归还")
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E006 bad/registers_e006.py: Loan: step "give_back": no such state "retruned"
    Did you mean "returned"? Known: lent, returned.
"""
