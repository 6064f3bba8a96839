"""One piece of work against rats, flies, mosquitoes and cockroaches."""

from __future__ import annotations

from xinglin.codes.promotion_codes import VectorTarget
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Integer, Measure, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class VectorControl(Register):
    """One unit's work of one month against one kind of pest (病媒生物防制)."""

    label, office = "病媒生物防制", "爱卫办"
    source = "病媒生物预防控制管理规定（未核）"

    division = Division("地区", required="always")
    unit_name = Text("实施单位", max_length=60, free=False, required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    target = Code("防制对象", codes=VectorTarget, required="always")
    places_count = Integer("处理场所", minimum=0, required="always", unit="处")
    area_m2 = Integer("处理面积", minimum=0, unit="平方米")
    bait_milli = Measure(
        "投放毒饵", minimum=0, required="always", unit="千克", help="没有投放的填0。"
    )
    stations_count = Integer("毒饵站", minimum=0, required="always", unit="个", help="新设的个数。")
    drug_name = Text("药物", max_length=60, free=False)
    people_count = Integer("参加人次", minimum=0, required="always", unit="人次")

    lifecycle = REGISTERED
    key = (division, unit_name, month_date, target)
    place_field = division
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(division, "实施地区")}
    list_columns = (
        month_date, division, unit_name, target, places_count, bait_milli, stations_count,
        people_count,
    )  # fmt: skip
    filters = (division, month_date, target)
    checks = [
        Check(
            "VT01",
            (stations_count == 0) | target.in_("mouse", "mixed"),
            "毒饵站只用于灭鼠，请核对防制对象。",
        ),
        Check(
            "VT02",
            (bait_milli == 0) | ~(target == "mosquito"),
            "灭蚊不投放毒饵，请核对防制对象。",
        ),
        Check("VT03", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
        Check(
            "VT04",
            bait_milli.is_unknown() | (bait_milli == 0) | drug_name.is_known(),
            "投放了毒饵的须填药物名称。",
            level="warning",
        ),
    ]
