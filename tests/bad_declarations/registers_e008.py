"""registers.E008: two persons asked for, of a step that is not there."""

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
    give_back = lifecycle.step("lent", "returned", "归还", other_person_than="lend")
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E008 bad/registers_e008.py: Loan: step "give_back": no such step "lend"
    Known: give_back.
"""
