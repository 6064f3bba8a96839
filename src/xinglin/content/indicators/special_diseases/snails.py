"""Snail surveys: where looked, where found, how large the area."""

from __future__ import annotations

from xinglin.content.registers.special_diseases.snail_spot import SnailSpot as Spot
from xinglin.content.registers.special_diseases.snail_survey import SnailSurvey as Survey
from xinglin.language.indicators import Count, Distinct, Ratio, Total

_OFFICE, _SOURCE = "疾控科", "《血吸虫病防治条例》；WS/T 563（未核）"
_SURVEYS = Survey.where(Survey.state == "registered")
_PAST = _SURVEYS.where(Survey.past_snails == True)  # noqa: E712  an expression
_FOUND = _SURVEYS.where(Survey.snail_frames_count > 0)
_SPOTS = Spot.where(Spot.state == "registered")


class SnailTownsSurveyed(Distinct):
    """查螺镇街数（历史有螺）."""

    name, office, source = "查螺镇街数（历史有螺）", _OFFICE, _SOURCE
    definition = "期内开展查螺的历史有螺镇街个数，一个镇街查几次计一个，按查螺日期。"
    of, by = _PAST, Survey.division


class SnailVillagesSurveyed(Count):
    """查螺村数."""

    name, office, source, unit = "查螺村数", _OFFICE, _SOURCE, "个"
    definition = "期内查螺的村（社区）次数，一村一季查一次计一个，按查螺日期。"
    of = _SURVEYS


class SnailTownsFound(Distinct):
    """查出有螺镇街数."""

    name, office, source = "查出有螺镇街数", _OFFICE, _SOURCE
    definition = "期内查出有螺框的镇街个数，每个镇街计一个，按查螺日期。"
    of, by = _FOUND, Survey.division


class SnailVillagesFound(Count):
    """查出有螺村数."""

    name, office, source, unit = "查出有螺村数", _OFFICE, _SOURCE, "个"
    definition = "期内查出有螺框的村（社区）数，按查螺日期。"
    of = _FOUND


class SnailSpots(Count):
    """查出螺点数."""

    name, office, source, unit = "查出螺点数", _OFFICE, _SOURCE, "处"
    definition = "期内发现的有螺点处数，按发现日期。"
    of = _SPOTS


class SnailArea(Total):
    """查出有螺面积."""

    name, office, source, unit = "查出有螺面积", _OFFICE, _SOURCE, "平方米"
    definition = "期内发现的各有螺点面积之和；灭螺面积可因反复施药大于它，另行统计。"
    of, amount = _SPOTS, Spot.area_m2


class SnailAreaKilled(Total):
    """灭螺面积（含反复）."""

    name, office, source, unit = "灭螺面积（含反复）", _OFFICE, _SOURCE, "平方米"
    definition = "期内发现的有螺点的灭螺面积之和，反复施药的重复计。"
    of, amount = _SPOTS.where(Spot.killed_m2.is_known()), Spot.killed_m2


class SnailInfection(Ratio):
    """钉螺感染率."""

    name, office, source = "钉螺感染率", _OFFICE, _SOURCE
    definition = "期内查螺记录的感染螺数之和÷解剖螺数之和×100%。"
    numerator = _SURVEYS.where(Survey.dissected_count > 0)
    denominator = numerator
    numerator_amount, denominator_amount = Survey.infected_count, Survey.dissected_count
