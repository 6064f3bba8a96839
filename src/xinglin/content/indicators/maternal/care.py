"""How women are cared for: booked, seen, managed, delivered."""

from __future__ import annotations

from xinglin.content.registers.maternal.antenatal_visit import AntenatalVisit
from xinglin.content.registers.maternal.birth import Birth
from xinglin.content.registers.maternal.high_risk_pregnancy import HighRiskPregnancy
from xinglin.content.registers.maternal.postnatal_visit import PostnatalVisit
from xinglin.content.registers.maternal.pregnancy import Pregnancy
from xinglin.language.expressions import days_between
from xinglin.language.indicators import Count, Ratio

_FORMS = "全国妇幼卫生调查制度；《国家基本公共卫生服务规范（2011年版）》"
_OFFICE = "妇社科"

WOMEN = Pregnancy.where(Pregnancy.state.in_("active", "closed"), Pregnancy.outcome.in_("1", "3"))
"""Women whose pregnancy ended by delivery or was induced to end (孕产妇)."""
LOCAL = WOMEN.where(Pregnancy.household == "1")
_IN_INSTITUTION = Pregnancy.delivery_place.attribute("in_institution", on=Pregnancy.outcome_date)
_VISITS = AntenatalVisit.booklet.those()
_POSTNATAL = PostnatalVisit.booklet.those(PostnatalVisit.visit_kind == "1")

SYSTEMATIC = (
    (_VISITS.least(AntenatalVisit.week) < 13)
    & (_VISITS.count() >= 5)
    & (_IN_INSTITUTION == True)  # noqa: E712  an expression
    & _POSTNATAL.exist()
    & (days_between(Pregnancy.outcome_date, _POSTNATAL.least(PostnatalVisit.visit_date)) <= 28)
)
"""Seen before 13 weeks, at least five times, delivered in an institution, visited within 28 days.

Nobody seen at all is not unknown: without a visit the first part has no value, the second is false.
"""
_LIVE = Birth.where(Birth.state == "registered", Birth.birth_outcome == "1")
_FOUND = HighRiskPregnancy.where(HighRiskPregnancy.state == "registered")


class PregnantWomen(Count):
    """孕产妇数."""

    name, office, source, unit = "孕产妇数", _OFFICE, _FORMS, "人"
    definition = "期内分娩或引产的孕产妇人数，按现住址。"
    of = WOMEN


class WomenBooked(Count):
    """孕产妇建册数."""

    name, office, source, unit = "孕产妇建册数", _OFFICE, _FORMS, "人"
    definition = "期内分娩或引产的孕产妇中建立保健手册（卡）的人数。"
    of = WOMEN.where(Pregnancy.booked_date.is_known())


class BookingRate(Ratio):
    """孕产妇建册率."""

    name, office, source = "孕产妇建册率", _OFFICE, _FORMS
    definition = "孕产妇建册数÷同期孕产妇数×100%；分母为孕产妇数（现行国家报表以活产数为分母）。"
    numerator = WomenBooked.of
    denominator = WOMEN


class LocalBookingRate(Ratio):
    """常住户籍孕妇建卡率."""

    name, office, source = "常住户籍孕妇建卡率", _OFFICE, _FORMS
    definition = "本地户籍孕产妇建册数÷同期本地户籍孕产妇数×100%。"
    numerator = LOCAL.where(Pregnancy.booked_date.is_known())
    denominator = LOCAL


class WomenManaged(Count):
    """孕产妇系统管理数."""

    name, office, source, unit = "孕产妇系统管理数", _OFFICE, _FORMS, "人"
    definition = (
        "期内分娩或引产的孕产妇中，孕13周前首次检查、产前检查5次及以上、"
        "在医疗保健机构分娩、产后28天内接受访视的人数。"
    )
    of = WOMEN.where(SYSTEMATIC)


class SystematicRate(Ratio):
    """孕产妇系统管理率."""

    name, office, source = "孕产妇系统管理率", _OFFICE, _FORMS
    definition = "孕产妇系统管理数÷同期孕产妇数×100%。"
    numerator = WomenManaged.of
    denominator = WOMEN


class LocalSystematicRate(Ratio):
    """常住户籍孕产妇系统管理率."""

    name, office, source = "常住户籍孕产妇系统管理率", _OFFICE, _FORMS
    definition = "本地户籍孕产妇系统管理数÷同期本地户籍孕产妇数×100%。"
    numerator = LOCAL.where(SYSTEMATIC)
    denominator = LOCAL


class HighRiskFound(Count):
    """高危孕产妇筛出数."""

    name, office, source = "高危孕产妇筛出数", _OFFICE, HighRiskPregnancy.source
    definition = "期内筛出的高危孕产妇例数，按筛出日期、孕产妇现住址。"
    of = _FOUND


class HighRiskManagedRate(Ratio):
    """高危孕产妇管理率."""

    name, office, source = "高危孕产妇管理率", _OFFICE, HighRiskPregnancy.source
    definition = "已纳入专案管理的高危孕产妇数÷同期筛出数×100%。"
    decimals = 0
    numerator = _FOUND.where(HighRiskPregnancy.managed_at.is_known())
    denominator = _FOUND


class HospitalDeliveryRate(Ratio):
    """住院分娩率."""

    name, office, source = "住院分娩率", _OFFICE, _FORMS
    definition = "在医疗保健机构分娩的活产数÷同期活产数×100%，按母亲现住址。"
    decimals = 0
    numerator = _LIVE.where(
        Birth.delivered_at_place.attribute("in_institution", on=Birth.birth_date) == True  # noqa: E712
    )
    denominator = _LIVE


class LiveBirths(Count):
    """活产数."""

    name, office, source, unit = "活产数", _OFFICE, _FORMS, "人"
    definition = "期内出生的活产数，按母亲现住址；双胎计两人。"
    of = _LIVE


class InducedTerminations(Count):
    """引产人数."""

    name, office, source, unit = "引产人数", _OFFICE, _FORMS, "人"
    definition = "期内引产的人数，按现住址。"
    of = WOMEN.where(Pregnancy.outcome == "3")
