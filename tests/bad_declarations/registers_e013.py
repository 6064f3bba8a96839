"""registers.E013: a check that reads a column the register lacks."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column
from xinglin.language.fields import Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    checks = [Check("BL01", Column("lent_dat") < lent_date, "借出日期有误，请核对。")]
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
registers.E013 bad/registers_e013.py: Loan: check "BL01": no such column "lent_dat"
    Did you mean "lent_date"? Known: branch, channel, effective_on, id, lent_date, loan_no,
    person_id, place, recorded_at, recorded_at_date, recorded_by, reporter, ….
"""
