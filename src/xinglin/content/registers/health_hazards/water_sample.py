"""One sample of drinking water."""

from __future__ import annotations

from xinglin.codes.hazard_codes import WaterSamplePoint, WaterSupply
from xinglin.content.registers.health_hazards.water_point import WaterPoint
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, DocumentNumber, Reference
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class WaterSample(Register):
    """One sample of one point; its items are rows of their own (水样)."""

    label, office = "水样", "监督所"
    source = "GB 5749、GB/T 5750 生活饮用水标准检验方法"

    sample_no = DocumentNumber("水样编号", required="always", pattern="{place}SY{year}{serial:05d}")
    point = Reference("监测点编号", to=WaterPoint, required="always")
    supply = Code("供水方式", codes=WaterSupply, required="always")
    water_kind = Code("水样类型", codes=WaterSamplePoint, required="always")
    sampled_date = Date("采样日期", required="always")
    reported_date = Date("检测报告日期")

    lifecycle = REGISTERED
    key = (sample_no,)
    parent = point
    counting_dates = {"sampled": CountingDate(sampled_date, "采样日期")}
    counting_places = {"division": CountingPlace(Register.place, "所在地")}
    list_columns = (sample_no, point, supply, water_kind, sampled_date, reported_date)
    filters = (supply, water_kind, sampled_date)
    checks = [
        Check(
            "WS01",
            supply == point.of(WaterPoint.supply),
            "供水方式与监测点登记的不一致，请核对。",
        ),
        Check("WS02", reported_date >= sampled_date, "检测报告早于采样，请核对。"),
        Check(
            "WS03", sampled_date <= LocalDate(Column("recorded_at")), "采样日期在今天之后，请核对。"
        ),
    ]
