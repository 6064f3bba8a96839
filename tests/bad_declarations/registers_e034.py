"""registers.E034: a value across that asks a third register."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, DocumentNumber, Reference
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
    loan_no = DocumentNumber("借阅号", required="always")
    reader = Reference("读者", to=Reader)
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


class Fine(Register):
    """One fine for one loan (罚款)."""

    label, office, source = "罚款", "借阅部", "馆务会议"
    fine_no = DocumentNumber("罚款号", required="always")
    loan = Reference("借阅", to=Loan)
    paid_date = Date("缴款日期")
    branch = Division("馆", required="always")
    lifecycle = REGISTERED
    key = (fine_no,)
    counting_dates = {"paid": CountingDate(paid_date, "缴款日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}
    checks = [
        Check(
            "FN01",
            paid_date > loan.of(Loan.reader.of(Reader.born_date)),
            "缴款不能早于出生，请核对。",
        )
    ]


EXPECTED = """
registers.E034 bad/registers_e034.py: Fine: check "FN01": a value of loan asks a third register
    Ask one step at a time: let that register keep the value in a field.
"""
