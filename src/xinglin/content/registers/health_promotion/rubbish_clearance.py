"""Rubbish cleared away by one unit in a month."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, Integer, Measure, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class RubbishClearance(Register):
    """What one unit cleared away in one month (垃圾清运)."""

    label, office = "垃圾清运", "爱卫办"
    source = "爱国卫生工作文件（本地）"

    division = Division("地区", required="always")
    unit_name = Text("清运单位", max_length=60, free=False, required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    weight_milli = Measure(
        "清运垃圾量", minimum=0, required="always", unit="吨", help="最多三位小数，即到千克。"
    )
    corners_count = Integer("清除卫生死角", minimum=0, unit="处")
    people_count = Integer("参加人次", minimum=0, unit="人次")
    vehicles_count = Integer("出动车辆", minimum=0, unit="车次")

    lifecycle = REGISTERED
    key = (division, unit_name, month_date)
    place_field = division
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(division, "清运地区")}
    list_columns = (
        month_date, division, unit_name, weight_milli, corners_count, people_count, vehicles_count,
    )  # fmt: skip
    filters = (division, month_date)
    checks = [
        Check("RB01", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
        Check(
            "RB02",
            weight_milli <= 100_000_000,
            "一个单位一个月清运超过十万吨，请核对单位是否为吨。",
            level="warning",
        ),
    ]
