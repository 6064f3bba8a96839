"""Cases, deaths and case fatality of notifiable diseases, and their change on the year."""

from __future__ import annotations

from xinglin.content.registers.foundation.institution import HealthInstitution
from xinglin.content.registers.infectious.notifiable_case import NotifiableCase as Card
from xinglin.content.registers.infectious.zero_report import ZeroReport
from xinglin.language.expressions import every
from xinglin.language.indicators import Change, Count, Ratio
from xinglin.language.plans import Side, ZeroReports

_SOURCE = "《传染病信息报告管理规范（2015年版）》；公布口径按审核日期、现住址"

CASES = Card.where(
    Card.state.in_("reviewed", "correcting"),
    Card.classification.in_("2", "3"),
    Card.disease != "hiv_infection",
)
"""Clinically diagnosed and confirmed after final review; no suspects, carriers, HIV infections."""

_CLASS = Card.disease.attribute("class", on=Card.judged_on)
_AS_A = (
    (_CLASS == "甲") | (Card.disease.attribute("handled_as_a", on=Card.judged_on) == True)  # noqa: E712
)
BC = CASES.where(_CLASS.in_("乙", "丙"))
DIED = Card.outcome == "4"

REPORTED_OR_ZERO = ZeroReports(
    reports=Side(
        "reports",
        ZeroReport.name,
        ZeroReport.table(),
        date="report_date",
        place="reporter_place",
        where=every(ZeroReport.state == "registered"),
    ),
    units=Side(
        "units",
        HealthInstitution.name,
        HealthInstitution.table(),
        date="direct_reporting_date",
        place="division",
        window="until_end",
        ends="direct_reporting_ended_date",
        where=HealthInstitution.state == "registered",
    ),
    unit_column="institution_code",
)
"""Zero cases is a number only where every unit reported 'nothing' each day; else 未报."""


class ClassBCCases(Count):
    """乙、丙类传染病报告发病数."""

    name, office, source = "乙、丙类传染病报告发病数", "疾控科", _SOURCE
    definition = "期内终审的乙类、丙类法定传染病临床诊断病例与确诊病例数；类别按报告当日的法律。"
    significance = "反映辖区法定传染病流行水平。"
    of = BC
    completeness = REPORTED_OR_ZERO


class ClassBCDeaths(Count):
    """乙、丙类传染病死亡数."""

    name, office, source = "乙、丙类传染病死亡数", "疾控科", _SOURCE
    definition = "期内终审的乙类、丙类法定传染病病例中因该病死亡的人数。"
    unit = "人"
    of = BC.where(DIED)
    completeness = REPORTED_OR_ZERO


class ClassBCFatality(Ratio):
    """乙、丙类传染病病死率."""

    name, office, source = "乙、丙类传染病病死率", "疾控科", _SOURCE
    definition = "乙、丙类传染病死亡数÷同期报告发病数×100%；转归不明的病例另行列出。"
    numerator = BC.where(DIED)
    denominator = BC
    completeness = REPORTED_OR_ZERO


class ClassBCCasesChange(Change):
    """乙、丙类传染病发病数同比."""

    name, source = "乙、丙类传染病发病数同比", _SOURCE
    definition = "（本期发病数－上年同期发病数）÷上年同期发病数×100%，由未修约的原始数计算。"
    of_indicator = ClassBCCases


class ClassBCDeathsChange(Change):
    """乙、丙类传染病死亡数同比."""

    name, source = "乙、丙类传染病死亡数同比", _SOURCE
    definition = "（本期死亡数－上年同期死亡数）÷上年同期死亡数×100%，由未修约的原始数计算。"
    decimals = 1
    of_indicator = ClassBCDeaths


class ClassBCFatalityChange(Change):
    """乙、丙类传染病病死率同比."""

    name, source = "乙、丙类传染病病死率同比", _SOURCE
    definition = (
        "（本期病死率－上年同期病死率）÷上年同期病死率×100%，由原始数计算，不用修约后的率。"
    )
    of_indicator = ClassBCFatality


class ClassACases(Count):
    """甲类传染病报告发病数."""

    name, office, source = "甲类传染病报告发病数", "疾控科", _SOURCE
    definition = "期内终审的甲类法定传染病（鼠疫、霍乱）临床诊断病例与确诊病例数。"
    of = CASES.where(_CLASS == "甲")
    completeness = REPORTED_OR_ZERO


class ManagedAsClassACases(Count):
    """甲类管理传染病报告发病数."""

    name, office, source = "按甲类管理的传染病报告发病数", "疾控科", _SOURCE
    definition = (
        "期内终审的甲类和按甲类管理的传染病临床诊断病例与确诊病例数；范围按报告当日的规定。"
    )
    of = CASES.where(_AS_A)
    completeness = REPORTED_OR_ZERO


class H7N9Cases(Count):
    """人感染H7N9禽流感病例数，按发病日期."""

    name, office = "人感染H7N9禽流感病例数", "疾控科"
    source = "国卫疾控发〔2013〕28号（2013-11-01起列入乙类；此前不属法定传染病，单独统计）"
    definition = (
        "期内发病的人感染H7N9禽流感临床诊断病例与确诊病例数，按发病日期；发病日期不详的另列。"
    )
    counted_on = "onset"
    of = CASES.where(Card.disease == "influenza_h7n9")
    completeness = REPORTED_OR_ZERO


class H7N9Deaths(Count):
    """人感染H7N9禽流感死亡数，按发病日期."""

    name, office, source = "人感染H7N9禽流感死亡数", "疾控科", H7N9Cases.source
    definition = "期内发病的人感染H7N9禽流感病例中死亡的人数。"
    unit = "人"
    counted_on = "onset"
    of = H7N9Cases.of.where(DIED)
    completeness = REPORTED_OR_ZERO


class H7N9Fatality(Ratio):
    """人感染H7N9禽流感病死率，按发病日期."""

    name, office, source = "人感染H7N9禽流感病死率", "疾控科", H7N9Cases.source
    definition = "已死亡病例÷全部病例×100%；转归不明的病例留在分母并另行列出。"
    counted_on = "onset"
    numerator = H7N9Deaths.of
    denominator = H7N9Cases.of
    completeness = REPORTED_OR_ZERO


class H7N9ClosedFatality(Ratio):
    """人感染H7N9禽流感已知转归病例病死率."""

    name, office, source = "人感染H7N9禽流感病死率（转归已知）", "疾控科", H7N9Cases.source
    definition = "已死亡病例÷转归已知病例（死亡或治愈）×100%。"
    counted_on = "onset"
    numerator = H7N9Deaths.of
    denominator = H7N9Cases.of.where(Card.outcome.in_("1", "4"))
    completeness = REPORTED_OR_ZERO


class LocalDengueCases(Count):
    """本地感染登革热病例数."""

    name, office, source = "本地感染登革热病例数", "疾控科", _SOURCE
    definition = "期内终审的登革热病例中感染来源为本地的病例数。"
    of = CASES.where(Card.disease == "dengue", Card.infection_source == "1")
    completeness = REPORTED_OR_ZERO


class ImportedDengueCases(Count):
    """输入性登革热病例数."""

    name, office, source = "输入性登革热病例数", "疾控科", _SOURCE
    definition = "期内终审的登革热病例中感染来源为输入的病例数。"
    of = CASES.where(Card.disease == "dengue", Card.infection_source == "2")
    completeness = REPORTED_OR_ZERO
