"""indicators.E206: an indicator over a register that is no content."""

from __future__ import annotations

from tests.unit.language.lending import H5N1BookLoan

from xinglin.language.fields import Date, Division, Integer
from xinglin.language.indicators import Count
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


class Visits(Count):
    """Loans of a register that is not of this content (外部登记)."""

    name, office, definition = "外部册数", "借阅部", "期内外部借出的册数。"
    of = H5N1BookLoan.where()


EXPECTED = """
indicators.E206 bad/indicators_e206.py: Visits: numerator: no register "h5n1_book_loan"
    Known: loan.
"""
