"""One supply or tap whose water is sampled."""

from __future__ import annotations

from xinglin.codes.hazard_codes import WaterSupply
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class WaterPoint(Register):
    """One monitoring point of a supply (饮用水监测点)."""

    label, office = "饮用水监测点", "监督所"
    source = "生活饮用水卫生监督管理办法；GB 5749"

    point_no = DocumentNumber(
        "监测点编号", required="always", pattern="{place}YS{year}{serial:05d}"
    )
    point_name = Text("监测点名称", max_length=60, free=False, required="always")
    supply = Code("供水方式", codes=WaterSupply, required="always")
    division = Division("所在地", required="always")
    served_count = Integer("供水人口", minimum=0, unit="人")
    since_date = Date("设点日期", required="always")

    lifecycle = REGISTERED
    key = (point_no,)
    title_field = point_name
    place_field = division
    counting_dates = {"since": CountingDate(since_date, "设点日期")}
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (point_no, point_name, supply, division, served_count, since_date)
    filters = (division, supply)
