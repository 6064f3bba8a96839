"""What came into a store or left it."""

from __future__ import annotations

from xinglin.codes.emergency_codes import SupplyMovementKind
from xinglin.content.registers.emergencies.emergency_supply import EmergencySupply
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, DocumentNumber, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class SupplyMovement(Register):
    """One receipt, issue, loss or stock-taking of one lot of an item (应急物资出入库)."""

    label, office, source = "应急物资出入库", "应急办", EmergencySupply.source
    provides = "supply_movement"

    slip_no = DocumentNumber("单号", required="always", pattern="{place}WC{year}{serial:05d}")
    supply = Reference("物资编号", to=EmergencySupply, required="always")
    kind = Code("出入库类型", codes=SupplyMovementKind, required="always")
    moved_date = Date("日期", required="always")
    moved_count = Integer("数量", minimum=1, required="always")
    lot = Text("批号", max_length=40, free=False, help="领用不填批号的，按先到期先出计算。")
    expiry_date = Date("有效期至", help="入库时填；没有有效期的留空。")
    note = Text("说明", max_length=100, help="领用人、用途或事件编号。")

    lifecycle = REGISTERED
    key = (slip_no,)
    parent = supply
    counting_dates = {"moved": CountingDate(moved_date, "日期")}
    counting_places = {"division": CountingPlace(Register.place, "所在地")}
    list_columns = (slip_no, moved_date, supply, kind, moved_count, lot, expiry_date)
    filters = (moved_date, kind)
    checks = [
        Check("EK01", moved_date <= LocalDate(Column("recorded_at")), "日期在今天之后，请核对。"),
        Check("EK02", ~(kind == "in") | (expiry_date >= moved_date), "入库时已过有效期，请核对。"),
        Check(
            "EK03",
            ~(kind == "out") | (expiry_date >= moved_date),
            "领用时已过有效期，请核对；确有特殊用途的请说明理由。",
            level="warning",
        ),
    ]
