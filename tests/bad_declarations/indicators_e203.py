"""indicators.E203: an indicator that asks for what no snapshot holds."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer, PersonName
from xinglin.language.indicators import Count
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    reader_name = PersonName("读者姓名")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Namesakes(Count):
    """Loans to one name (同名借阅)."""

    name, office, definition = "同名借阅册数", "借阅部", "期内借给该姓名的册数。"
    of = Loan.where(Loan.reader_name == "某")


EXPECTED = """
indicators.E203 bad/indicators_e203.py: Namesakes: numerator: no column "reader_name"
    Known: branch, channel, effective_on, id, lent_date, loan_no, person_id, place, recorded_at,
    recorded_at_date, reporter, reporter_place, …. Identifying fields are in no snapshot.
"""
