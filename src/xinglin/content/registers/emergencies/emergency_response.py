"""Emergency work without illness: after a flood, a landslide, before a large meeting."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, DocumentNumber, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencyResponse(Register):
    """One piece of emergency work in which nobody had fallen ill; no event (应急处置)."""

    label, office = "应急处置", "应急办"
    source = "规则书2.9：没有人发病的救灾防病是应急处置，不是事件"

    response_no = DocumentNumber(
        "处置编号", required="always", pattern="{place}CZ{year}{serial:03d}"
    )
    title = Text("处置名称", max_length=100, free=False, required="always", help="如 洪灾后防病。")
    division = Division("地区", required="always")
    start_date = Date("开始日期", required="always")
    end_date = Date("结束日期")
    workers_count = Integer("出动人次", minimum=0, required="always", unit="人次")
    disinfected_count = Integer("消毒面积", minimum=0, unit="平方米")
    samples_count = Integer("采样份数", minimum=0, unit="份")
    served_count = Integer("服务群众", minimum=0, unit="人次")
    note = Text("工作情况", max_length=1000, long=True)

    lifecycle = REGISTERED
    key = (response_no,)
    title_field = title
    place_field = division
    counting_dates = {"start": CountingDate(start_date, "开始日期")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (response_no, title, division, start_date, end_date, workers_count)
    filters = (division, start_date)
    checks = [
        Check("EQ01", end_date >= start_date, "结束日期早于开始日期，请核对。"),
        Check(
            "EQ02", start_date <= LocalDate(Column("recorded_at")), "开始日期在今天之后，请核对。"
        ),
    ]
