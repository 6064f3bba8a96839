"""What audits of the units' books found: cases due for report, missed, late."""

from __future__ import annotations

from xinglin.content.registers.infectious.audited_case import AuditedCase as Found
from xinglin.content.registers.infectious.report_audit import ReportAudit
from xinglin.language.indicators import Count, Distinct, Ratio

_CLASS = Found.disease.attribute("class", on=Found.diagnosed_date)
_FOUND = Found.where(
    Found.state == "registered", _CLASS.in_("甲", "乙", "丙"), Found.result.is_known()
)
"""Statutory diseases alone, and those that have been held against the cards."""


class AuditedUnits(Distinct):
    """漏报抽查单位数."""

    name, office, source, unit = "漏报抽查单位数", "疾控科", ReportAudit.source, "家"
    definition = "期内被抽查过登记簿的报告单位数，一个单位查多次只计一次。"
    of = ReportAudit.where(ReportAudit.state.in_("open", "closed"))
    by = ReportAudit.unit


class AuditedCases(Count):
    """漏报抽查查出的应报病例数."""

    name, office, source = "抽查查出应报病例数", "疾控科", Found.source
    definition = "在登记簿中查出、期内诊断的法定传染病（甲、乙、丙类）应报病例数，已有抽查结果的。"
    of = _FOUND


class MissedCases(Count):
    """漏报病例数."""

    name, office, source = "抽查漏报病例数", "疾控科", Found.source
    definition = "查出的应报病例中到抽查之日还没有报告卡的例数。"
    of = _FOUND.where(Found.result == "missed")


class LateCases(Count):
    """迟报病例数."""

    name, office, source = "抽查迟报病例数", "疾控科", Found.source
    definition = "查出的应报病例中有报告卡、但报告超过该卡规定时限的例数；与漏报分开计。"
    of = _FOUND.where(Found.result == "late")


class MissedReportRate(Ratio):
    """漏报率."""

    name, office, source = "传染病漏报率", "疾控科", Found.source
    definition = "漏报例数÷查出应报法定传染病例数×100%。"
    significance = "反映医疗机构传染病报告的可靠程度，据以估计实际病例数。"
    numerator = _FOUND.where(Found.result == "missed")
    denominator = _FOUND


class LateReportRate(Ratio):
    """迟报率."""

    name, office, source = "传染病迟报率", "疾控科", Found.source
    definition = "迟报例数÷查出应报法定传染病例数×100%；与漏报率同一分母，各自计算。"
    numerator = _FOUND.where(Found.result == "late")
    denominator = _FOUND
