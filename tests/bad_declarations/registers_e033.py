"""registers.E033: a parent that a record may lack."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, DocumentNumber, Integer, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Reader(Register):
    """One reader (读者)."""

    label, office, source = "读者", "借阅部", "馆务会议"
    reader_no = DocumentNumber("读者号", required="always")
    born_date = Date("出生日期")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (reader_no,)
    counting_dates = {"born": CountingDate(born_date, "出生日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    reader = Reference("读者", to=Reader)
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}
    parent = reader


EXPECTED = """
registers.E033 bad/registers_e033.py: Loan: parent is no reference that is always required
    Declare it as a field: booklet = Reference("…", to=…, required="always").
"""
