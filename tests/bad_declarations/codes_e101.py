"""codes.E101: a rule of the day from a code set nobody declares."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Attribute
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
        Check("BL01", Attribute(loan_no, "Genres", "days", lent_date) > 0, "借期有误，请核对。")
    ]
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
codes.E101 bad/codes_e101.py: Loan: no such code set "Genres"
    None is declared.
"""
