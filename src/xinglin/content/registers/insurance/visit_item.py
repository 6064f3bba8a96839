"""What was done and given during a stay or visit, line by line."""

from __future__ import annotations

from xinglin.codes.insurance_codes import CatalogueClass, ItemSort
from xinglin.content.registers.insurance.hospital_visit import HospitalVisit
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Integer, Money, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VisitItem(Register):
    """One line of the bill of a stay or visit (费用明细).

    What lies beyond a price limit is out of the catalogue: the hospital uploads the part beyond
    it as a line of its own.
    """

    label, office = "费用明细", "合作医疗办公室"
    source = "新型农村合作医疗即时结报流程（本地）；明细数量×单价＝金额"

    item_no = Text("明细号", free=False, max_length=60, required="always", help="就诊号＋序号。")
    visit = Reference("就诊号", to=HospitalVisit, required="always")
    used_date = Date("费用日期", required=True)
    item_code = Text("项目编码", free=False, max_length=40, required=True)
    item_name = Text("项目名称", free=False, max_length=100, required=True)
    item_sort = Code("项目种类", codes=ItemSort, required=True)
    catalogue_class = Code("目录类别", codes=CatalogueClass, required="always")
    quantity = Integer("数量", minimum=1, required=True)
    price_fen = Money("单价", required=True)
    amount_fen = Money("金额", required="always")

    lifecycle = REGISTERED
    remove = lifecycle.step("registered", "removed", "删除", needs="enter", reason_required=True)
    parent = visit
    key = (item_no,)
    title_field = item_name
    counting_dates = {"used": CountingDate(used_date, "费用日期")}
    counting_places = {"place": CountingPlace(Register.place, "参合地")}
    list_columns = (
        item_no, used_date, item_code, item_name, item_sort, catalogue_class, quantity, price_fen,
        amount_fen, Register.state,
    )  # fmt: skip
    filters = (item_sort, catalogue_class, used_date, Register.state)
    checks = [
        Check(
            "VI01",
            used_date >= visit.of(HospitalVisit.admitted_date),
            "费用日期早于入院日期，请核对。",
        ),
        Check(
            "VI02",
            used_date <= visit.of(HospitalVisit.discharged_date),
            "费用日期晚于出院日期，请核对。",
        ),
    ]
