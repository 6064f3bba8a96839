"""Permits granted, and how soon."""

from __future__ import annotations

from xinglin.content.registers.permits.permit_case import PermitCase as Case
from xinglin.content.registers.permits.permit_service import PermitService as Service
from xinglin.language.indicators import Count, Ratio, StockShare

_OFFICE = "政策法规科"
_LAW = "《中华人民共和国行政许可法》"
DECIDED = Case.where(Case.state.in_("granted", "denied", "delivered"), Case.decided_at.is_known())
GRANTED = Case.where(Case.state.in_("granted", "delivered"), Case.certificate_no.is_known())


class FoodPermits(Count):
    """食品卫生许可证发放数."""

    name, office, source, unit = "食品卫生许可证发放数", _OFFICE, "《食品卫生法》第二十七条", "个"
    definition = "期内准予许可的食品卫生许可证件数，按决定日期，含变更、延续。"
    of = GRANTED.where(Case.item == "food_hygiene")


class PublicPlacePermits(Count):
    """公共场所卫生许可证发放数."""

    name, office, unit = "公共场所卫生许可证发放数", _OFFICE, "个"
    source = "《公共场所卫生管理条例》第四条"
    definition = "期内准予许可的公共场所卫生许可证件数，按决定日期，含变更、延续。"
    of = GRANTED.where(Case.item == "public_place")


class InstitutionPermits(Count):
    """医疗机构执业许可证发放数."""

    name, office, unit = "医疗机构执业许可证发放数", _OFFICE, "个"
    source = "《医疗机构管理条例》第十五条"
    definition = "期内准予许可的医疗机构执业许可证件数，按决定日期，含变更、校验。"
    of = GRANTED.where(Case.item == "institution")


class NewInstitutionPermits(Count):
    """新办医疗机构执业许可证数."""

    name, office, unit = "新办医疗机构执业许可证数", _OFFICE, "个"
    source = "《医疗机构管理条例》第十五条"
    definition = "医疗机构执业许可证发放数中属于新办的，不含变更、校验。"
    of = InstitutionPermits.of.where(Case.case_kind == "1")


class EarlyDecisionRate(Ratio):
    """卫生行政许可提前办结率."""

    name, office, source = "卫生行政许可提前办结率", _OFFICE, f"{_LAW}；本单位承诺时限"
    definition = (
        "早于承诺到期日作出决定的办件数÷期内作出决定的办件数×100%；到期当日办结的不算提前。"
    )
    decimals = 0
    numerator = DECIDED.where(Case.promise_limit.is_early)
    denominator = DECIDED


class OverdueDecisions(Count):
    """超过法定期限的许可决定数."""

    name, office, source, unit = "超法定期限的许可决定数", _OFFICE, f"{_LAW}第四十二条", "件"
    definition = "期内作出的决定中超过法定期限（含批准的延长，扣除停钟）的件数。"
    of = DECIDED.where(Case.decide_limit.is_late)


class OnlineItemShare(StockShare):
    """行政审批事项网上申报开通率."""

    name, office = "行政审批事项网上申报开通率", _OFFICE
    source = "《行政许可法》第三十三条（推行电子政务）"
    definition = "期末已开通网上申报的行政审批事项数÷期末办理中的行政审批事项数×100%。"
    decimals = 0
    numerator = Service.where(Service.state == "registered", Service.online_date.is_known())
    denominator = Service.where(Service.state == "registered")
