"""One item tested in one water sample, against the standard's limit of its day."""

from __future__ import annotations

from xinglin.codes.hazard_codes import Finding, WaterItem, WaterSupply
from xinglin.content.registers.health_hazards.water_sample import WaterSample
from xinglin.language.checks import Check
from xinglin.language.expressions import when
from xinglin.language.fields import Code, Date, Measure, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class WaterTest(Register):
    """One item of one sample, judged by the limits in force when it was tested (水质检测项目).

    Small supplies (rural, dispersed) have limits of their own in GB 5749.
    """

    label, office = "水质检测项目", "监督所"
    source = "GB 5749 生活饮用水卫生标准（限值未核）"

    sample = Reference("水样编号", to=WaterSample, required="always")
    item = Code("水质指标", codes=WaterItem, required="always")
    supply = Code("供水方式", codes=WaterSupply, required="always")
    tested_date = Date("检测日期", required="always")
    value_milli = Measure("检测值", required="always", help="单位见水质指标表；未检出填 0。")
    finding = Code("检测结论", codes=Finding, required="always")

    _highest = when(
        supply.in_("rural", "dispersed"),
        item.attribute("small_highest", on=tested_date),
        item.attribute("highest", on=tested_date),
    )
    _within = (value_milli <= _highest) & (
        item.attribute("lowest", on=tested_date).is_unknown()
        | (value_milli >= item.attribute("lowest", on=tested_date))
    )

    lifecycle = REGISTERED
    key = (sample, item)
    parent = sample
    judged_on = tested_date
    counting_dates = {"tested": CountingDate(tested_date, "检测日期")}
    counting_places = {"division": CountingPlace(Register.place, "所在地")}
    list_columns = (tested_date, sample, item, supply, value_milli, finding)
    filters = (tested_date, item, finding)
    checks = [
        Check(
            "WI01",
            ~(finding == "conforming") | _within,
            "检测值不在标准限值以内而结论为合格，请核对。",
        ),
        Check(
            "WI02",
            ~(finding == "exceeding") | ~_within,
            "检测值在标准限值以内而结论为超标，请核对。",
        ),
        Check(
            "WI03",
            tested_date >= sample.of(WaterSample.sampled_date),
            "检测日期早于采样日期，请核对。",
        ),
        Check(
            "WI04",
            supply == sample.of(WaterSample.supply),
            "供水方式与水样登记的不一致，请核对。",
        ),
    ]
