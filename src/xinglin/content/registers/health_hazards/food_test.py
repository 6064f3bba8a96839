"""One item tested in one food sample."""

from __future__ import annotations

from xinglin.codes.hazard_codes import Finding
from xinglin.content.registers.health_hazards.food_sample import FoodSample
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Measure, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class FoodTest(Register):
    """One item of one sample: an item-test is sample × item (食品检测项目)."""

    label, office = "食品检测项目", "监督所"
    source = "年度食品安全风险监测方案；GB 2760、GB 2762 等（按项目）"

    sample = Reference("样品编号", to=FoodSample, required="always")
    item_name = Text("检测项目", max_length=40, free=False, required="always")
    tested_date = Date("检测日期", required="always")
    value_milli = Measure("检测值", unit="", help="未检出填 0。")
    unit_text = Text("计量单位", max_length=20, free=False)
    limit_milli = Measure("限量值")
    finding = Code("检测结论", codes=Finding, required="always")

    lifecycle = REGISTERED
    key = (sample, item_name)
    parent = sample
    counting_dates = {"tested": CountingDate(tested_date, "检测日期")}
    counting_places = {"division": CountingPlace(Register.place, "采样地")}
    list_columns = (tested_date, sample, item_name, value_milli, unit_text, limit_milli, finding)
    filters = (tested_date, item_name, finding)
    checks = [
        Check(
            "FT01",
            ~(finding == "conforming") | (value_milli <= limit_milli),
            "检测值大于限量值而结论为合格，请核对。",
        ),
        Check(
            "FT02",
            ~(finding == "exceeding") | (value_milli > limit_milli),
            "检测值不大于限量值而结论为超标，请核对。",
        ),
        Check(
            "FT03",
            tested_date >= sample.of(FoodSample.sampled_date),
            "检测日期早于采样日期，请核对。",
        ),
    ]
