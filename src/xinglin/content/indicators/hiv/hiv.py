"""HIV: tested, reached, treated, in community care; doses of methadone."""

from __future__ import annotations

from xinglin.content.registers.hiv.hiv_case import HivCase as Case
from xinglin.content.registers.hiv.hiv_follow_up import HivFollowUp as Visit
from xinglin.content.registers.hiv.hiv_intervention import HivIntervention as Intervention
from xinglin.content.registers.hiv.hiv_test_report import HivTestReport as Tests
from xinglin.content.registers.hiv.methadone_dose import MethadoneDose as Dose
from xinglin.content.registers.hiv.methadone_patient import MethadonePatient as Patient
from xinglin.language.indicators import Count, Ratio, Stock, StockShare, Total

_OFFICE = "疾控科"
_LAW = "《艾滋病防治条例》"
_TESTS = Tests.where(Tests.state == "registered")
_WORK = Intervention.where(Intervention.state == "registered")
_CASES = Case.where(Case.state != "removed")
_ALIVE = Case.where(Case.state == "active", Case.died_date.is_unknown())
_VISITS = Visit.case.those()


class HivTests(Total):
    """艾滋病初筛检测人次."""

    name, office, source, unit = "艾滋病初筛检测人次", _OFFICE, _LAW, "人次"
    definition = "期内各检测单位初筛检测人次之和，按检测月份；同一人检测几次计几次，不是人数。"
    of, amount = _TESTS, Tests.tested_count


class HivScreenedPositive(Total):
    """艾滋病初筛阳性人次."""

    name, office, source, unit = "艾滋病初筛阳性人次", _OFFICE, _LAW, "人次"
    definition = "期内初筛检测中结果阳性的人次，未经确证。"
    of, amount = _TESTS, Tests.screened_positive_count


class HivContacts(Total):
    """艾滋病行为干预人次."""

    name, office, source, unit = "艾滋病行为干预人次", _OFFICE, _LAW, "人次"
    definition = "期内对各重点人群和一般人群开展行为干预的人次之和，按干预月份。"
    of, amount = _WORK, Intervention.contacts_count


class HivLeaflets(Total):
    """防治艾滋病宣传资料发放份数."""

    name, office, source, unit = "防治艾滋病宣传资料发放份数", _OFFICE, _LAW, "份"
    definition = "期内干预活动发放宣传资料的份数之和，不是受益人数。"
    of, amount = _WORK, Intervention.leaflets_count


class CondomsGiven(Total):
    """安全套发放只数."""

    name, office, source, unit = "安全套发放只数", _OFFICE, _LAW, "只"
    definition = "期内干预活动发放安全套的只数之和，不是受益人数。"
    of, amount = _WORK, Intervention.condoms_count


class HivCommunityCare(Count):
    """抗病毒治疗对象转入社区管理人数."""

    name, office, source, unit = "抗病毒治疗对象转入社区管理人数", _OFFICE, _LAW, "人"
    definition = "期内由定点医院转入社区管理的抗病毒治疗对象人数，按转入日期、现住址。"
    counted_on = "community"
    of = _CASES.where(Case.art_date.is_known())


class HivConfirmed(Count):
    """新确证艾滋病感染者和病人数."""

    name, office, source, unit = "新确证艾滋病感染者和病人数", _OFFICE, _LAW, "人"
    definition = "期内确证并建立个案的感染者和病人数，按确证日期、现住址。"
    of = _CASES


class HivOnRegister(Stock):
    """存活在管艾滋病感染者和病人数."""

    name, office, source, unit = "存活在管艾滋病感染者和病人数", _OFFICE, _LAW, "人"
    definition = "期末在随访管理、未死亡的感染者和病人数。"
    of = _ALIVE


class ArtCoverage(StockShare):
    """抗病毒治疗覆盖率."""

    name, office, source = "抗病毒治疗覆盖率", _OFFICE, _LAW
    definition = "期末治疗中的人数÷期末存活在管的感染者和病人数×100%。"
    numerator = _ALIVE.where(Case.art_status == "on")
    denominator = _ALIVE


class Cd4Tested(Ratio):
    """首次CD4检测率."""

    name, office, source = "首次CD4检测率", _OFFICE, _LAW
    definition = "期内新确证者中已做首次CD4检测的人数÷期内新确证人数×100%。"
    numerator = _CASES.where(Case.first_cd4_at.is_known())
    denominator = _CASES


class HivFollowed(StockShare):
    """感染者和病人随访率."""

    name, office, source = "感染者和病人随访率", _OFFICE, _LAW
    definition = "期末存活在管者中有过随访记录的人数÷期末存活在管人数×100%。"
    numerator = _ALIVE.where(_VISITS.exist())
    denominator = _ALIVE


class MethadoneDoses(Count):
    """美沙酮维持治疗服药人次."""

    name, office, unit = "美沙酮维持治疗服药人次", _OFFICE, "人次"
    source = "滥用阿片类物质成瘾者社区药物维持治疗工作管理办法（未核）"
    definition = "期内在门诊服药的人次，一人一日计一次，按服药日期、门诊所在地。"
    of = Dose.where(Dose.state == "registered")


class MethadoneInTreatment(Stock):
    """美沙酮维持治疗在治人数."""

    name, office, source, unit = "美沙酮维持治疗在治人数", _OFFICE, MethadoneDoses.source, "人"
    definition = "期末已入组而未退出的人数，按门诊所在地。"
    of = Patient.where(Patient.state != "removed")
    ceased_on = Patient.left_date
