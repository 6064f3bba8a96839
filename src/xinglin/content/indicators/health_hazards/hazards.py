"""Food samples and item-tests; water samples that meet the standard."""

from __future__ import annotations

from xinglin.content.registers.health_hazards.food_sample import FoodSample
from xinglin.content.registers.health_hazards.food_test import FoodTest
from xinglin.content.registers.health_hazards.water_sample import WaterSample
from xinglin.content.registers.health_hazards.water_test import WaterTest
from xinglin.language.indicators import Count, Distinct, Ratio

_OFFICE = "监督所"
_FOOD, _WATER = "《食品安全法》第十四条；年度监测方案", "GB 5749 生活饮用水卫生标准"
_SAMPLES = FoodSample.where(FoodSample.state == "registered")
_TESTS = FoodTest.where(FoodTest.state == "registered")
_JUDGED = _TESTS.where(FoodTest.finding.in_("conforming", "exceeding"))
_ITEMS = WaterTest.sample.those()
_WATERS = WaterSample.where(WaterSample.state == "registered")
_TESTED_WATER = _WATERS.where(_ITEMS.exist())


class FoodSamples(Count):
    """食品风险监测采样份数."""

    name, office, source, unit = "食品风险监测采样份数", _OFFICE, _FOOD, "份"
    definition = "期内采集的食品风险监测样品份数，按采样日期、采样地。"
    of = _SAMPLES


class FoodItemTests(Count):
    """食品风险监测检测项次."""

    name, office, source, unit = "食品风险监测检测项次", _OFFICE, _FOOD, "项次"
    definition = "期内完成的检测项次：一份样品检一个项目计一项次，按检测日期、采样地。"
    of = _TESTS


class FoodExceeding(Ratio):
    """食品风险监测超标率."""

    name, office, source = "食品风险监测项次超标率", _OFFICE, _FOOD
    definition = "期内有限量规定的检测项次中超标的项次÷有限量规定的检测项次×100%。"
    numerator = _JUDGED.where(FoodTest.finding == "exceeding")
    denominator = _JUDGED


class WaterPointsSampled(Distinct):
    """饮用水监测点数."""

    name, office, source = "采样的饮用水监测点数", _OFFICE, _WATER
    definition = "期内采过水样的监测点个数，每点计一个，按采样日期。"
    of, by = _WATERS, WaterSample.point


class WaterConforming(Ratio):
    """饮用水水样合格率."""

    name, office, source = "饮用水水样合格率", _OFFICE, _WATER
    definition = "期内已检测的水样中各项指标全部合格的份数÷已检测的水样份数×100%。"
    numerator = _TESTED_WATER.where(
        ~WaterTest.sample.those(WaterTest.finding == "exceeding").exist()
    )
    denominator = _TESTED_WATER
