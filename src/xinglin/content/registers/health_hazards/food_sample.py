"""One food sample of the risk monitoring."""

from __future__ import annotations

from xinglin.codes.hazard_codes import FoodCategory, FoodHazard
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class FoodSample(Register):
    """One sample; each of its items is a row of its own (食品风险监测样品)."""

    label, office = "食品风险监测样品", "监督所"
    source = "《食品安全法》第十四条；年度食品安全风险监测方案"

    sample_no = DocumentNumber("样品编号", required="always", pattern="{place}SP{year}{serial:05d}")
    division = Division("采样地", required="always")
    food_name = Text("样品名称", max_length=40, free=False, required="always")
    category = Code("食品类别", codes=FoodCategory, required="always")
    hazard = Code("监测类别", codes=FoodHazard, required="always")
    bought_at_place = Text("采样场所", max_length=60, free=False)
    sampled_date = Date("采样日期", required="always")
    reported_date = Date("检测报告日期")

    lifecycle = REGISTERED
    key = (sample_no,)
    title_field = food_name
    place_field = division
    counting_dates = {"sampled": CountingDate(sampled_date, "采样日期")}
    counting_places = {"division": CountingPlace(division, "采样地")}
    list_columns = (
        sample_no, food_name, category, hazard, division, sampled_date, reported_date,
    )  # fmt: skip
    filters = (division, category, hazard, sampled_date)
    checks = [
        Check("FS01", reported_date >= sampled_date, "检测报告早于采样，请核对。"),
        Check(
            "FS02", sampled_date <= LocalDate(Column("recorded_at")), "采样日期在今天之后，请核对。"
        ),
    ]
