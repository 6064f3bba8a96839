"""Short code lists of food-safety risk monitoring and drinking water.

`WaterItem` carries the limits of GB 5749 in thousandths of the unit, those of small supplies apart.
"""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_FOOD, _WATER = "《食品安全法》第十四条", "GB 5749 生活饮用水卫生标准"

FoodCategory = read_code_set(
    "food_category.csv", name="FoodCategory", label="食品类别", source=_FOOD
)
FoodHazard = read_code_set("food_hazard.csv", name="FoodHazard", label="监测类别", source=_FOOD)
Finding = read_code_set("finding.csv", name="Finding", label="检测结论", source=_FOOD)
WaterSupply = read_code_set("water_supply.csv", name="WaterSupply", label="供水方式", source=_WATER)
WaterSamplePoint = read_code_set(
    "water_sample_point.csv", name="WaterSamplePoint", label="水样类型", source=_WATER
)
WaterItem = read_code_set("water_item.csv", name="WaterItem", label="水质指标", source=_WATER)
