"""Mosquito larvae: where surveyed, indices, sites over the line."""

from __future__ import annotations

from xinglin.content.registers.special_diseases.vector_round import VectorRound as Round
from xinglin.content.registers.special_diseases.vector_site import VectorSite as Site
from xinglin.content.registers.special_diseases.vector_survey import VectorSurvey as Survey
from xinglin.language.expressions import Expression
from xinglin.language.indicators import Count, Distinct, Ratio

_OFFICE, _SOURCE = "疾控科", "登革热媒介伊蚊监测指南（未核）"
_SURVEYS = Survey.where(Survey.state == "registered")
_GENERAL = _SURVEYS.where(Survey.general_round.is_known())


def _kind(*kinds: str) -> Expression:
    return Survey.site.of(Site.site_kind).in_(*kinds)


class VectorRounds(Count):
    """积水容器密度普查轮次."""

    name, office, source, unit = "积水容器密度普查轮次", _OFFICE, _SOURCE, "次"
    definition = "期内开始的积水容器密度普查轮次数，按开始日期。"
    of = Round.where(Round.state == "registered")


class VectorVillages(Distinct):
    """积水容器密度普查村（社区）数."""

    name, office, source = "积水容器密度普查村（社区）数", _OFFICE, _SOURCE
    definition = "期内普查过的村（社区）个数，各轮都查的计一个，按调查日期。"
    of, by = _GENERAL.where(_kind("village")), Survey.site


class VectorSchoolsAndFirms(Distinct):
    """积水容器密度普查学校（企业）数."""

    name, office, source, unit = "积水容器密度普查学校（企业）数", _OFFICE, _SOURCE, "家"
    definition = "期内普查过的学校和企业家数，各轮都查的计一家，按调查日期。"
    of, by = _GENERAL.where(_kind("school", "firm")), Survey.site


class BreteauIndex(Ratio):
    """布雷图指数."""

    name, office, source, unit = "布雷图指数", _OFFICE, _SOURCE, "个/百户"
    definition = (
        "期内调查的阳性容器数之和÷调查户数之和×100，可以大于100；不超过5为达标，"
        "大于5有传播风险，大于10有暴发风险，大于20有区域流行风险。"
    )
    numerator = denominator = _SURVEYS
    numerator_amount, denominator_amount = Survey.positive_count, Survey.houses_count


class ContainerIndex(Ratio):
    """容器指数."""

    name, office, source = "容器指数", _OFFICE, _SOURCE
    definition = "期内调查的阳性容器数之和÷积水容器数之和×100%。"
    numerator = denominator = _SURVEYS
    numerator_amount, denominator_amount = Survey.positive_count, Survey.wet_count


class HouseIndex(Ratio):
    """房屋指数."""

    name, office, source = "房屋指数", _OFFICE, _SOURCE
    definition = "期内调查的阳性户数之和÷调查户数之和×100%。"
    numerator = denominator = _SURVEYS
    numerator_amount, denominator_amount = Survey.positive_houses_count, Survey.houses_count


class OvitrapIndex(Ratio):
    """诱蚊诱卵指数."""

    name, office, source, unit = "诱蚊诱卵指数", _OFFICE, _SOURCE, "只/百只"
    definition = "期内阳性诱蚊诱卵器数之和÷回收有效诱蚊诱卵器数之和×100；不超过5为达标。"
    numerator = denominator = _SURVEYS.where(Survey.traps_count > 0)
    numerator_amount, denominator_amount = Survey.positive_traps_count, Survey.traps_count
