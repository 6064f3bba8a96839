"""indicators.E204: a ratio without its denominator."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.indicators import Ratio
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class MapShare(Ratio):
    """Maps among all loans (图占比)."""

    name, office, definition = "图占比", "借阅部", "图÷全部借阅×100%。"
    numerator = Loan.where()


EXPECTED = """
indicators.E204 bad/indicators_e204.py: MapShare: no denominator
    A Ratio needs numerator, denominator.
"""
