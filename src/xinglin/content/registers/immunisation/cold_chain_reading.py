"""One reading of one refrigerator."""

from __future__ import annotations

from xinglin.codes.vaccines import ColdStore
from xinglin.language.checks import Check
from xinglin.language.expressions import Column
from xinglin.language.fields import Code, Measure, Moment, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ColdChainReading(Register):
    """One temperature of one store at one moment, twice a day (冷链温度记录)."""

    label, office = "冷链温度记录", "疾控科"
    source = "疫苗储存和运输管理规范（未核）"
    provides = "cold_chain_reading"

    equipment = Text("设备", max_length=40, free=False, required="always")
    store_kind = Code("设备类型", codes=ColdStore, required="always")
    read_at = Moment("测温时间", required="always")
    temperature_milli = Measure("温度", required="always", minimum=-90, maximum=60, unit="℃")
    answer = Text("超温处理", max_length=200)

    in_range = (
        store_kind.attribute("lowest", on=read_at.date).is_unknown()
        | (temperature_milli >= store_kind.attribute("lowest", on=read_at.date))
    ) & (temperature_milli <= store_kind.attribute("highest", on=read_at.date))

    lifecycle = REGISTERED
    key = (Register.reporter, equipment, read_at)
    counting_dates = {"read": CountingDate(read_at.date, "测温日期")}
    counting_places = {"unit": CountingPlace(Register.reporter_place, "单位")}
    list_columns = (read_at, Register.reporter, equipment, store_kind, temperature_milli)
    filters = (read_at, store_kind, Register.reporter)
    checks = [
        Check("CC01", read_at <= Column("recorded_at"), "测温时间在现在之后，请核对。"),
        Check(
            "CC02",
            in_range,
            "温度超出该设备的规定范围，请核对；属实的请写明处理情况。",
            level="warning",
        ),
    ]
