"""What a hospital says it has settled in a month."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, Institution, Integer, Money
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HospitalStatement(Register):
    """One hospital's own totals of one month, held against the settlements (月度对账单)."""

    label, office = "月度对账单", "合作医疗办公室"
    source = "新型农村合作医疗定点机构按月申报拨付（本地）；网络直报后按月与系统对账"

    hospital = Institution("定点机构", required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    area = Division("统筹地区", required="always")
    claims_count = Integer("补偿人次", minimum=0, required="always", unit="人次")
    total_fen = Money("总费用", required="always")
    paid_fen = Money("垫付统筹基金", required="always")
    account_fen = Money("垫付家庭账户", required="always")

    lifecycle = Lifecycle(
        declared="已申报",
        agreed="对账相符",
        paid="已拨付",
        returned="退回核对",
        removed="已删除",
        editable=("declared", "returned"),
        ended=("removed",),
    )
    agree = lifecycle.step("declared", "agreed", "对账相符", needs="review")
    send_back = lifecycle.step(
        ("declared", "agreed"), "returned", "退回核对", needs="review", reason_required=True
    )
    submit = lifecycle.step("returned", "declared", "重新申报")
    pay = lifecycle.step("agreed", "paid", "拨付", needs="review", other_person_than="agree")
    remove = lifecycle.step(
        ("declared", "returned"), "removed", "删除", needs="remove", reason_required=True
    )

    provides = "hospital_statement"
    key = (hospital, month_date)
    title_field = hospital
    place_field = area
    reporter_field = hospital
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (
        hospital, month_date, claims_count, total_fen, paid_fen, account_fen, Register.state,
    )  # fmt: skip
    filters = (hospital, month_date, area, Register.state)
    checks = [
        Check("HS01", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
        Check("HS02", paid_fen <= total_fen, "垫付统筹基金大于总费用，请核对。"),
    ]
