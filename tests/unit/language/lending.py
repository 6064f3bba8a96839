"""A toy line for the tests of the language: loans of a county library (图书借阅)."""

from __future__ import annotations

from typing import ClassVar

from tests.unit.language.expression_strategies import GENRE

from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column
from xinglin.language.fields import (
    Address,
    Code,
    Date,
    Division,
    DocumentNumber,
    IdNumber,
    Integer,
    Moment,
    Money,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class H5N1BookLoan(Register):
    """One loan of one book to one reader (借阅记录)."""

    label, office, source = "借阅记录", "借阅部", "馆务会议"
    loan_no = DocumentNumber("借阅号", required="always")
    reader_name = PersonName("读者姓名", required=True)
    reader_id = IdNumber("证件号")
    phone = Phone("电话")
    address = Address("住址")
    remark = Text("备注", identifying=True)
    genre = Code("类别", codes=GENRE, required=True)
    pages = Integer("页数", minimum=1)
    fine_fen = Money("逾期费")
    lent_at = Moment("借出时间", required=True)
    back_at = Moment("归还时间")
    bought_date = Date("购入日期")
    branch = Division("馆", required="always")
    lifecycle = Lifecycle(
        lent="借出",
        back="已还",
        lost="已失",
        editable=("lent",),
        ended=("lost",),
        entry={"historical": "back"},
    )
    give_back = lifecycle.step("lent", "back", "归还", sets=back_at)
    lose = lifecycle.step(("lent", "back"), "lost", "报失", needs="remove", reason_required=True)
    loan_limit = Deadline("归还", lent_at, back_at, "馆规第三条", calendar_days=14)
    key = (loan_no,)
    place_field = branch
    counting_dates: ClassVar[dict[str, CountingDate]] = {
        "lent": CountingDate(lent_at.date, "借出日期"),
        "back": CountingDate(back_at.date, "归还日期"),
    }
    counting_places: ClassVar[dict[str, CountingPlace]] = {"branch": CountingPlace(branch, "馆")}
    checks: ClassVar[list[Check]] = [
        Check("BL01", back_at >= lent_at, "归还时间早于借出时间，请核对。")
    ]
    list_columns: ClassVar[tuple[Column, ...]] = (loan_no, genre)
