"""Coverage by dose, children on the roll, reactions, cold chain, school checks, supervision."""

from __future__ import annotations

from xinglin.content.registers.immunisation.adverse_event import AdverseEvent as Event
from xinglin.content.registers.immunisation.catch_up_campaign import CatchUpCampaign as Campaign
from xinglin.content.registers.immunisation.clinic_supervision import ClinicSupervision as Look
from xinglin.content.registers.immunisation.cold_chain_reading import ColdChainReading as Reading
from xinglin.content.registers.immunisation.coverage_report import CoverageReport as Report
from xinglin.content.registers.immunisation.school_entry_check import SchoolEntryCheck as Check
from xinglin.content.registers.immunisation.vaccination import Vaccination as Dose
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild as Child
from xinglin.language.expressions import days_between
from xinglin.language.indicators import Count, Distinct, LatestRatio, Ratio, Stock

_OFFICE = "疾控科"
_FORM, _LAW = "国家免疫规划疫苗常规接种情况报表（规则书4.4）", "《疫苗管理法》"
_COLD = "疫苗储存和运输管理规范（未核）"
_REPORTS = Report.where(Report.state == "registered")
_CHECKS = Check.where(Check.state == "registered")
_READINGS = Reading.where(Reading.state == "registered")
_EVENTS = Event.where(Event.state != "removed")


class ReportedCoverage(LatestRatio):
    """国家免疫规划疫苗报告接种率."""

    name, office, source = "国家免疫规划疫苗报告接种率", _OFFICE, _FORM
    definition = (
        "各门诊各剂次累计实种÷（此前累计实种＋最近一月应种）×100%，取期内最近一月的报表；"
        "每月应种含上月未种的，各月不相加。以出生数推算的估计接种率与此不同。"
    )
    numerator = denominator = _REPORTS
    numerator_amount = Report.before_count + Report.given_count
    denominator_amount = Report.before_count + Report.due_count
    subject = Report.line_key


class HepatitisBBirthDose(LatestRatio):
    """乙肝首针报告接种率."""

    name, office, source = "乙肝首针报告接种率", _OFFICE, _FORM
    definition = "乙肝疫苗第1剂的累计实种÷（此前累计实种＋最近一月应种）×100%，不论是否及时。"
    numerator = denominator = _REPORTS.where(Report.dose == "hepb_1")
    numerator_amount = Report.before_count + Report.given_count
    denominator_amount = Report.before_count + Report.due_count
    subject = Report.line_key


class MeaslesFirstDose(LatestRatio):
    """含麻疹成分疫苗第1剂报告接种率."""

    name, office, source = "含麻疹成分疫苗第1剂报告接种率", _OFFICE, _FORM
    definition = "含麻疹成分疫苗第1剂的累计实种÷（此前累计实种＋最近一月应种）×100%。"
    numerator = denominator = _REPORTS.where(Report.dose == "measles_1")
    numerator_amount = Report.before_count + Report.given_count
    denominator_amount = Report.before_count + Report.due_count
    subject = Report.line_key


class DosesGiven(Count):
    """接种剂次数."""

    name, office, source, unit = "疫苗接种剂次数", _OFFICE, _LAW, "剂次"
    definition = "期内登记的接种剂次数，不论是否有效，按接种日期、接种单位。"
    of = Dose.where(Dose.state == "registered")


class ChildrenOnRoll(Stock):
    """预防接种在册儿童数."""

    name, office, source, unit = "预防接种在册儿童数", _OFFICE, _LAW, "人"
    definition = "期末已出生、在册（含失联）的儿童数，按现住址，不含迁出、死亡的。"
    of = Child.where(Child.state.in_("active", "lost"))


class CardedInAMonth(Ratio):
    """预防接种证建证及时率."""

    name, office, source = "出生一个月内建卡率", _OFFICE, "《疫苗管理法》第四十七条"
    definition = "期内出生的在册儿童中出生后31天内建卡的人数÷期内出生的在册儿童数×100%。"
    numerator = Child.where(
        Child.state.in_("active", "lost"), days_between(Child.birth_date, Child.carded_date) <= 31
    )
    denominator = Child.where(Child.state.in_("active", "lost"))


class AdverseEvents(Count):
    """疑似预防接种异常反应报告数."""

    name, office, source = "疑似预防接种异常反应报告数", _OFFICE, "《疫苗管理法》第五十四条"
    definition = "期内发现的疑似预防接种异常反应例数，按发现日期、现住址。"
    of = _EVENTS


class AdverseReportsInTime(Ratio):
    """疑似预防接种异常反应及时报告率."""

    name, office = "疑似预防接种异常反应及时报告率", _OFFICE
    source = "全国疑似预防接种异常反应监测方案（未核）"
    definition = "期内发现的例数中在时限（48小时，严重的2小时）内报告的例数÷期内发现的例数×100%。"
    numerator = _EVENTS.where(~Event.report_limit.is_late)
    denominator = _EVENTS


class ColdChainInRange(Ratio):
    """冷链温度合格率."""

    name, office, source = "冷链温度合格率", _OFFICE, _COLD
    definition = "期内温度记录中在该类设备规定范围内的次数÷期内温度记录次数×100%。"
    numerator = _READINGS.where(Reading.in_range)
    denominator = _READINGS


class EntryChecked(Ratio):
    """入托入学查验率."""

    name, office, source = "入托入学预防接种证查验率", _OFFICE, "《疫苗管理法》第四十八条"
    definition = "期内查验的新生人数之和÷新生人数之和×100%。"
    numerator = denominator = _CHECKS
    numerator_amount, denominator_amount = Check.checked_count, Check.entrants_count


class EntryMadeUp(Ratio):
    """入托入学补种率."""

    name, office, source = "入托入学补种率", _OFFICE, "《疫苗管理法》第四十八条"
    definition = "期内查验出需补种的新生中已补种的人数之和÷需补种人数之和×100%。"
    numerator = denominator = _CHECKS
    numerator_amount, denominator_amount = Check.made_up_count, Check.missing_count


class CampaignCoverage(Ratio):
    """查漏补种完成率."""

    name, office, source = "查漏补种和强化免疫接种率", _OFFICE, "《疫苗管理法》第五十条"
    definition = "期内开始的活动实种人数之和÷应种人数之和×100%。"
    numerator = denominator = Campaign.where(Campaign.state == "registered")
    numerator_amount, denominator_amount = Campaign.given_count, Campaign.target_count


class ClinicsSupervised(Distinct):
    """预防接种门诊督导数."""

    name, office, unit = "预防接种门诊督导数", _OFFICE, "间"
    source = "《疫苗管理法》第四十四条"
    definition = "期内督导过的预防接种门诊间数，一间督导几次计一间，按督导日期。"
    of, by = Look.where(Look.state == "registered"), Look.clinic
