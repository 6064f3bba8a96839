"""One item kept ready in one store."""

from __future__ import annotations

from xinglin.codes.emergency_codes import EmergencySupplyKind
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencySupply(Register):
    """One item of one store and the least there should be; what is there is reckoned (应急物资)."""

    label, office = "应急物资", "应急办"
    source = "《突发公共卫生事件应急条例》第十六条（未核）"
    provides = "emergency_supply"

    supply_no = DocumentNumber("物资编号", required="always", pattern="{place}WZ{year}{serial:04d}")
    item_name = Text("物资名称", max_length=60, free=False, required="always")
    kind = Code("物资类别", codes=EmergencySupplyKind, required="always")
    count_unit = Text("计量单位", max_length=10, free=False, required="always", help="如 套、盒。")
    division = Division("所在地", required="always")
    store_name = Text("存放地点", max_length=60, free=False, required="always")
    minimum_count = Integer("最低库存", minimum=0, required="always")
    listed_date = Date("列入日期", required="always")

    lifecycle = REGISTERED
    key = (supply_no,)
    title_field = item_name
    place_field = division
    counting_dates = {"listed": CountingDate(listed_date, "列入日期")}
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (
        supply_no, item_name, kind, count_unit, division, store_name, minimum_count,
    )  # fmt: skip
    filters = (division, kind)
