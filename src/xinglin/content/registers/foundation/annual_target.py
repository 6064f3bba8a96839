"""Yearly tasks: what the year is to bring, by indicator and place."""

from __future__ import annotations

from xinglin.language.fields import Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Measured, Register


class AnnualTarget(Register):
    """One task of one year for one place, on one indicator (年度目标任务)."""

    label, office = "年度目标任务", "办公室"
    source = "政府和卫生行政部门下达的年度目标责任"

    division = Division("地区", required="always")
    indicator = Text("指标编号", free=False, max_length=80, required="always")
    year_date = Date("年度", required="always", help="填该年的 1月1日。")
    target_count = Integer("任务数", minimum=0, required="always")
    lead_office = Text("牵头科室", max_length=40)
    assignment = Text("下达文件", max_length=200)

    lifecycle = REGISTERED
    measured = Measured(indicator, target_count, year_date, lead_office)
    key = (division, indicator, year_date)
    place_field = division
    counting_dates = {"year": CountingDate(year_date, "年度")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (division, indicator, year_date, target_count, lead_office)
    filters = (division, indicator, year_date)
