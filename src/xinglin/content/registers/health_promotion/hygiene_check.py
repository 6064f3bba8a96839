"""One guidance check of patriotic health."""

from __future__ import annotations

from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Division, DocumentNumber, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HygieneCheck(Register):
    """One round of checks and guidance, however many units it saw (爱国卫生检查指导)."""

    label, office = "爱国卫生检查指导", "爱卫办"
    source = "爱国卫生工作文件（本地）"

    check_no = DocumentNumber("检查编号", required="always", pattern="{place}AW{year}{serial:04d}")
    division = Division("检查地区", required="always")
    organiser = Text("组织单位", max_length=60, free=False, required="always")
    checked_date = Date("检查日期", required="always", help="一次检查多日的填第一天。")
    topic = Text("检查内容", max_length=100, free=False, required="always")
    people_count = Integer("参加人数", minimum=0, unit="人")
    units_count = Integer("检查单位数", minimum=1, required="always", unit="家")
    failing_count = Integer("有问题单位数", minimum=0, unit="家")
    opinion = Text("指导意见", max_length=500, long=True)

    lifecycle = REGISTERED
    key = (check_no,)
    title_field = topic
    place_field = division
    counting_dates = {"checked": CountingDate(checked_date, "检查日期")}
    counting_places = {"division": CountingPlace(division, "检查地区")}
    list_columns = (
        check_no, checked_date, division, organiser, topic, units_count, failing_count,
    )  # fmt: skip
    filters = (division, checked_date)
    checks = [
        Check("HK01", failing_count <= units_count, "有问题单位数多于检查单位数，请核对。"),
        Check(
            "HK02", checked_date <= LocalDate(Column("recorded_at")), "检查日期在今天之后，请核对。"
        ),
    ]
