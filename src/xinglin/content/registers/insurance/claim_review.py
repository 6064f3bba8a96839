"""Claims drawn at random and read by hand."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, Integer, Money, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ClaimReview(Register):
    """One claim of a sample, and how much of it should not have been paid (抽审)."""

    label, office = "抽审", "合作医疗办公室"
    source = "新型农村合作医疗补偿审核办法（本地）：每月按比例随机抽审，按样本推算"

    batch = Text("抽审批次", free=False, max_length=40, required="always")
    claim_no = Text("结算单号", free=False, max_length=60, required="always")
    area = Division("统筹地区", required="always")
    drawn_date = Date("抽取日期", required="always")
    population_count = Integer("总体笔数", minimum=1, required="always")
    population_fen = Money("总体基金支付", required="always")
    paid_fen = Money("基金支付", required="always")
    disallowed_fen = Money("不应支付", help="审核后填；没有问题填 0。")
    opinion = Text("审核意见", max_length=200)

    lifecycle = Lifecycle(
        drawn="待审核", reviewed="已审核", editable=("drawn",), ended=("reviewed",)
    )
    review = lifecycle.step("drawn", "reviewed", "审核完毕", needs="review")
    reopen = lifecycle.step("reviewed", "drawn", "重新审核", needs="review", reason_required=True)
    provides = "claim_review"
    key = (batch, claim_no)
    title_field = claim_no
    place_field = area
    counting_dates = {"drawn": CountingDate(drawn_date, "抽取日期")}
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (batch, claim_no, paid_fen, disallowed_fen, opinion, Register.state)
    filters = (batch, area, drawn_date, Register.state)
    checks = [
        Check("CR01", disallowed_fen <= paid_fen, "不应支付大于基金支付，请核对。"),
    ]
