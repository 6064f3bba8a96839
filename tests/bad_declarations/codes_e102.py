"""codes.E102: an attribute the code set does not carry."""

from __future__ import annotations

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Division, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register

GENRE = CodeSet(
    "Genre",
    "类别",
    "馆务会议",
    (CodeRow("map", "图", None, None, {"loan_days": 3}, "馆务会议"),),
)


class Loan(Register):
    """One loan of one book (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = Integer("借阅号", required="always")
    lent_date = Date("借出日期", required="always")
    branch = Division("馆", required="always")
    genre = Code("类别", codes=GENRE)
    checks = [Check("BL01", genre.attribute("loan_day", on=lent_date) > 0, "借期有误，请核对。")]
    lifecycle = REGISTERED
    key = (loan_no,)
    counting_dates = {"lent": CountingDate(lent_date, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}


EXPECTED = """
codes.E102 bad/codes_e102.py: Loan: Genre has no "loan_day"
    Did you mean "loan_days"? Known: loan_days.
"""
