"""How well cases are reported: units online, timeliness, zero reports, incidence."""

from __future__ import annotations

from xinglin.content.indicators.infectious.cases import BC, DIED, REPORTED_OR_ZERO
from xinglin.content.registers.foundation.institution import HealthInstitution
from xinglin.content.registers.foundation.population import Population
from xinglin.content.registers.infectious.notifiable_case import NotifiableCase as Card
from xinglin.content.registers.infectious.zero_report import ZeroReport
from xinglin.language.indicators import Count, DistinctPersons, Rate, Ratio, Stock

_NORM = "《传染病信息报告管理规范（2015年版）》"
_INITIAL = Card.where(
    Card.report_kind == "1",
    Card.channel.in_("direct", "batch"),
    Card.state.in_("submitted", "returned", "reviewed", "correcting"),
)
_RESIDENTS = Population.where(
    Population.population_kind == "resident", Population.state == "registered"
)


class DirectReportingUnits(Stock):
    """网络直报单位数."""

    name, office, source, unit = "网络直报医疗机构数", "疾控科", _NORM, "家"
    definition = "期末已开通传染病网络直报且未停止的医疗卫生机构数。"
    of = HealthInstitution.where(
        HealthInstitution.state == "registered",
        HealthInstitution.direct_reporting_date.is_known(),
    )
    counted_on = "direct"
    ceased_on = HealthInstitution.direct_reporting_ended_date


class TimelyReportRate(Ratio):
    """及时报告率."""

    name, office, source = "传染病报告及时率", "疾控科", _NORM
    definition = "在规定时限内网络报告的初次报告卡数÷同期初次报告卡数×100%；历史资料不计。"
    counted_on, counted_at = "report", "unit"
    numerator = _INITIAL.where(~Card.report_limit.is_late)
    denominator = _INITIAL


class TimelyReviewRate(Ratio):
    """及时审核率."""

    name, office, source = "传染病审核及时率", "疾控科", _NORM
    definition = "在规定时限内终审的报告卡数÷同期终审的报告卡数×100%；历史资料不计。"
    counted_on, counted_at = "review", "residence"
    numerator = _INITIAL.where(~Card.review_limit.is_late)
    denominator = _INITIAL.where(Card.reviewed_at.is_known())


class ZeroReportsSent(Count):
    """零报告份数."""

    name, office, unit = "传染病零报告份数", "疾控科", "份"
    source = ZeroReport.source
    definition = "期内网络直报单位提交的每日零报告份数。"
    of = ZeroReport.where(ZeroReport.state == "registered")


class ClassBCPersons(DistinctPersons):
    """乙、丙类传染病患者人数."""

    name, office, source = "乙、丙类传染病患者人数", "疾控科", _NORM
    definition = "期内终审的乙、丙类病例所涉及的人数，一人多病只计一次。"
    of = BC
    completeness = REPORTED_OR_ZERO


class ClassBCIncidence(Rate):
    """乙、丙类传染病报告发病率."""

    name, office, source = "乙、丙类传染病报告发病率", "疾控科", _NORM
    definition = "乙、丙类传染病报告发病数÷上年末常住人口数×10万；半年率不作年化。"
    numerator = BC
    denominator = BC
    population = _RESIDENTS
    population_amount = Population.persons_count
    completeness = REPORTED_OR_ZERO


class ClassBCMortality(Rate):
    """乙、丙类传染病死亡率."""

    name, office, source = "乙、丙类传染病报告死亡率", "疾控科", _NORM
    definition = "乙、丙类传染病死亡数÷上年末常住人口数×10万；半年率不作年化。"
    numerator = BC.where(DIED)
    denominator = BC
    population = _RESIDENTS
    population_amount = Population.persons_count
    completeness = REPORTED_OR_ZERO
