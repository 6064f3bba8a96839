"""One general survey of a city's or county's water containers."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.fields import Date, Division, DocumentNumber, Integer
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VectorRound(Register):
    """One round in which all sites of a place are surveyed (积水容器密度普查)."""

    label, office = "积水容器密度普查", "疾控科"
    source = "登革热媒介伊蚊监测指南（未核）"

    round_no = DocumentNumber("普查编号", required="always", pattern="{place}PC{year}{serial:02d}")
    division = Division("地区", required="always")
    start_date = Date("开始日期", required="always")
    end_date = Date("结束日期")
    planned_count = Integer("计划普查点数", minimum=0, unit="个")

    lifecycle = REGISTERED
    key = (round_no,)
    place_field = division
    counting_dates = {"start": CountingDate(start_date, "开始日期")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (round_no, division, start_date, end_date, planned_count)
    filters = (division, start_date)
    checks = [Check("VR01", end_date >= start_date, "结束日期早于开始日期，请核对。")]
