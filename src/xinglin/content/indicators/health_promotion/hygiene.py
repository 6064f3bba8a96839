"""Patriotic health: titles held, checks, rubbish, work against pests."""

from __future__ import annotations

from xinglin.content.registers.health_promotion.hygiene_check import HygieneCheck as Check
from xinglin.content.registers.health_promotion.hygiene_unit import HygieneUnit as Unit
from xinglin.content.registers.health_promotion.rubbish_clearance import RubbishClearance as Rubbish
from xinglin.content.registers.health_promotion.vector_control import VectorControl as Control
from xinglin.language.indicators import Count, Stock, Total

_OFFICE, _SOURCE = "爱卫办", "爱国卫生工作文件（本地）"
_TITLES = Unit.where(Unit.state.in_("named", "revoked"))
_RED_FLAG = _TITLES.where(Unit.hygiene_title == "red_flag")
_CONTROLS = Control.where(Control.state == "registered")


class RedFlagUnitsNational(Stock):
    """国家级卫生红旗单位数."""

    name, office, source, unit = "国家级卫生红旗单位数", _OFFICE, _SOURCE, "家"
    definition = "期末或以前命名、期末未撤销的国家级卫生红旗单位数，按命名日期、所在地。"
    of, ceased_on = _RED_FLAG.where(Unit.level == "national"), Unit.revoked_at.date


class RedFlagUnitsProvince(Stock):
    """省（自治区）级卫生红旗单位数."""

    name, office, source, unit = "省（自治区）级卫生红旗单位数", _OFFICE, _SOURCE, "家"
    definition = "期末或以前命名、期末未撤销的省（自治区）级卫生红旗单位数，按命名日期、所在地。"
    of, ceased_on = _RED_FLAG.where(Unit.level == "province"), Unit.revoked_at.date


class RedFlagUnitsPrefecture(Stock):
    """州（市）级卫生红旗单位数."""

    name, office, source, unit = "州（市）级卫生红旗单位数", _OFFICE, _SOURCE, "家"
    definition = "期末或以前命名、期末未撤销的州（市）级卫生红旗单位数，按命名日期、所在地。"
    of, ceased_on = _RED_FLAG.where(Unit.level == "prefecture"), Unit.revoked_at.date


class RedFlagUnitsCounty(Stock):
    """县级卫生红旗单位数."""

    name, office, source, unit = "县级卫生红旗单位数", _OFFICE, _SOURCE, "家"
    definition = "期末或以前命名、期末未撤销的县级卫生红旗单位数，按命名日期、所在地。"
    of, ceased_on = _RED_FLAG.where(Unit.level == "county"), Unit.revoked_at.date


class HygieneVillagesAndTowns(Stock):
    """卫生村镇数."""

    name, office, source, unit = "卫生村镇数", _OFFICE, _SOURCE, "个"
    definition = "期末或以前命名、期末未撤销的卫生村和卫生镇（乡）个数，有几级称号的各计一个。"
    of, ceased_on = _TITLES.where(Unit.hygiene_title.in_("village", "town")), Unit.revoked_at.date


class HygieneTitlesApplied(Count):
    """申报卫生称号数."""

    name, office, source, unit = "申报卫生称号数", _OFFICE, _SOURCE, "个"
    definition = "期内申报的卫生单位、村镇等称号数，级别未定的也计，按申报日期。"
    counted_on = "applied"
    of = Unit.where(Unit.state != "removed")


class HygieneChecks(Count):
    """爱国卫生检查指导次数."""

    name, office, source, unit = "爱国卫生检查指导次数", _OFFICE, _SOURCE, "次"
    definition = "期内开展的检查指导次数，一次检查多家单位的计一次，按检查日期。"
    of = Check.where(Check.state == "registered")


class RubbishCleared(Total):
    """清运垃圾量."""

    name, office, source, unit = "清运垃圾量", _OFFICE, _SOURCE, "吨"
    definition = "期内清运的垃圾吨数之和，按月份。"
    in_one = 1000
    of, amount = Rubbish.where(Rubbish.state == "registered"), Rubbish.weight_milli


class VectorPlacesTreated(Total):
    """病媒生物防制处理场所数."""

    name, office, source, unit = "病媒生物防制处理场所数", _OFFICE, _SOURCE, "处次"
    definition = "期内各次防制处理的场所数之和，一处处理几次计几次，按月份。"
    of, amount = _CONTROLS, Control.places_count


class BaitPutOut(Total):
    """投放毒饵量."""

    name, office, source, unit = "投放毒饵量", _OFFICE, _SOURCE, "千克"
    definition = "期内投放的毒饵千克数之和，按月份。"
    in_one = 1000
    of, amount = _CONTROLS, Control.bait_milli


class BaitStationsSet(Total):
    """新设毒饵站数."""

    name, office, source, unit = "新设毒饵站数", _OFFICE, _SOURCE, "个"
    definition = "期内新设的毒饵站个数之和，按月份。"
    of, amount = _CONTROLS, Control.stations_count
