"""Avian influenza in markets, plague in marmots."""

from __future__ import annotations

from xinglin.content.registers.special_diseases.avian_sample import AvianSample as Avian
from xinglin.content.registers.special_diseases.plague_sample import PlagueSample as Sample
from xinglin.content.registers.special_diseases.plague_survey import PlagueSurvey as Survey
from xinglin.language.indicators import Count, Ratio, Total

_OFFICE = "疾控科"
_AVIAN, _PLAGUE = "人感染禽流感疫情防控方案（未核）", "全国鼠疫监测方案（未核）"
_TESTED = Avian.where(Avian.state.in_("tested", "answered"), Avian.flu_a.is_known())
_POSITIVE = _TESTED.where(Avian.flu_a == "positive")
_HOSTS = Survey.where(Survey.state == "registered")
_SAMPLES = Sample.where(Sample.state == "registered")
_SERA = _SAMPLES.where(Sample.material == "serum")
_ORGANS = _SAMPLES.where(Sample.material == "organ")


class AvianSamples(Count):
    """禽流感环境标本份数."""

    name, office, source, unit = "禽流感环境标本份数", _OFFICE, _AVIAN, "份"
    definition = "期内采集并已检测的禽流感环境标本份数，按采样日期。"
    of = _TESTED


class AvianPositiveRate(Ratio):
    """禽流感环境标本阳性率."""

    name, office, source = "禽流感环境标本阳性率", _OFFICE, _AVIAN
    definition = "期内甲型流感病毒通用阳性的环境标本份数÷已检测的环境标本份数×100%。"
    numerator, denominator = _POSITIVE, _TESTED


class AvianAnswered(Ratio):
    """禽流感阳性场所处置率."""

    name, office, source = "禽流感阳性场所处置率", _OFFICE, _AVIAN
    definition = "期内阳性环境标本中已处置完毕的份数÷阳性环境标本份数×100%。"
    numerator, denominator = _POSITIVE.where(Avian.state == "answered"), _POSITIVE


class PlagueHostsCaught(Total):
    """鼠疫宿主捕获数."""

    name, office, source, unit = "鼠疫宿主捕获数", _OFFICE, _PLAGUE, "只"
    definition = "期内鼠疫宿主调查捕获的动物只数之和；没有捕获的调查记为零。"
    of, amount = _HOSTS, Survey.caught_count


class PlagueSera(Total):
    """鼠疫血清检测份数."""

    name, office, source, unit = "鼠疫血清检测份数", _OFFICE, _PLAGUE, "份"
    definition = "期内检测的宿主和人血清份数之和，按采样日期。"
    of, amount = _SERA, Sample.tested_count


class PlagueSeraPositive(Total):
    """鼠疫血清学阳性份数."""

    name, office, source, unit = "鼠疫血清学阳性份数", _OFFICE, _PLAGUE, "份"
    definition = "期内检测的宿主和人血清中间接血凝阳性的份数之和，按采样日期。"
    of, amount = _SERA, Sample.positive_count


class PlagueOrgans(Total):
    """鼠疫脏器检验份数."""

    name, office, source, unit = "鼠疫脏器检验份数", _OFFICE, _PLAGUE, "份"
    definition = "期内四步检验的脏器份数之和，按采样日期。"
    of, amount = _ORGANS, Sample.tested_count


class PlagueBacteriaFound(Total):
    """鼠疫菌检出份数."""

    name, office, source, unit = "鼠疫菌检出份数", _OFFICE, _PLAGUE, "份"
    definition = "期内四步检验的脏器中检出鼠疫菌的份数之和，按采样日期。"
    of, amount = _ORGANS, Sample.positive_count


class FleaInfestation(Ratio):
    """染蚤率."""

    name, office, source = "宿主染蚤率", _OFFICE, _PLAGUE
    definition = "期内染蚤动物数之和÷检蚤动物数之和×100%。"
    numerator = denominator = _HOSTS
    numerator_amount, denominator_amount = Survey.infested_count, Survey.examined_count


class FleaIndex(Ratio):
    """蚤指数."""

    name, office, source, unit = "蚤指数", _OFFICE, _PLAGUE, "匹/只"
    definition = "期内获蚤数之和÷检蚤动物数之和（含未染蚤的动物）。"
    per = 1
    decimals = 3
    numerator = denominator = _HOSTS
    numerator_amount, denominator_amount = Survey.fleas_count, Survey.examined_count
