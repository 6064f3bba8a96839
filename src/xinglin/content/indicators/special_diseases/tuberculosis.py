"""Tuberculosis: registered, managed, smear-positive, the year's task, how treatment ended."""

from __future__ import annotations

from xinglin.content.registers.foundation.annual_target import AnnualTarget
from xinglin.content.registers.special_diseases.tuberculosis_case import TuberculosisCase as Case
from xinglin.content.registers.special_diseases.tuberculosis_visit import TuberculosisVisit as Visit
from xinglin.language.indicators import CohortRatio, Count, Ratio, ShareOfTarget

_OFFICE, _LAW = "疾控科", "《结核病防治管理办法》"
_NORM = "国家基本公共卫生服务规范·肺结核患者健康管理（未核）"
_CASES = Case.where(
    Case.state != "removed",
    Case.registration.attribute("counted", on=Case.registered_date) == True,  # noqa: E712
)
_PULMONARY = _CASES.where(
    Case.bacteriology.attribute("pulmonary", on=Case.registered_date) == True,  # noqa: E712
)
SMEAR_POSITIVE = _CASES.where(Case.bacteriology == "smear_positive")
_TAKEN, _DUE = Visit.taken_doses, Visit.due_doses


class TuberculosisManaged(Count):
    """肺结核患者管治例数."""

    name, office, source = "肺结核患者管治例数", _OFFICE, _LAW
    definition = (
        "期内登记并纳入治疗管理的肺结核患者例数（含结核性胸膜炎、复治），按登记日期、现住址，"
        "不含转入。"
    )
    of = _CASES


class ActiveTuberculosis(Count):
    """新登记活动性肺结核患者数."""

    name, office, source = "新登记活动性肺结核患者数", _OFFICE, _LAW
    definition = "期内登记的活动性肺结核患者例数，不含结核性胸膜炎、不含转入，按登记日期、现住址。"
    of = _PULMONARY


class NewSmearPositive(Count):
    """初治涂阳肺结核患者数."""

    name, office, source = "初治涂阳肺结核患者数", _OFFICE, _LAW
    definition = "期内登记的肺结核患者中痰涂片阳性且为初治的例数，按登记日期、现住址。"
    of = SMEAR_POSITIVE.where(Case.history == "first")


class NewSmearPositiveOfTask(ShareOfTarget):
    """初治涂阳发现任务完成比例."""

    name, office, source = "初治涂阳肺结核发现任务完成比例", _OFFICE, "年度目标任务"
    definition = "期内登记的初治涂阳肺结核患者数÷该年度下达的初治涂阳发现任务数×100%。"
    decimals = 1
    of_indicator = NewSmearPositive
    targets = AnnualTarget.where(AnnualTarget.state == "registered")
    target_amount = AnnualTarget.target_count


class PathogenPositiveShare(Ratio):
    """肺结核病原学阳性率."""

    name, office, source = "肺结核病原学阳性率", _OFFICE, _LAW
    definition = "期内登记的活动性肺结核中病原学阳性的例数÷期内登记的活动性肺结核例数×100%。"
    numerator = _PULMONARY.where(
        Case.bacteriology.attribute("positive", on=Case.registered_date) == True,  # noqa: E712
    )
    denominator = _PULMONARY


class SmearPositiveCured(CohortRatio):
    """涂阳肺结核治愈率（上年同期登记队列）."""

    name, office, source = "涂阳肺结核治愈率", _OFFICE, _LAW
    definition = "上年同期登记的涂阳患者中转归为治愈的例数÷上年同期登记的涂阳患者例数×100%。"
    numerator = SMEAR_POSITIVE.where(Case.outcome == "cured")
    denominator = SMEAR_POSITIVE


class TreatmentSuccess(CohortRatio):
    """涂阳肺结核成功治疗率（上年同期登记队列）."""

    name, office, source = "涂阳肺结核成功治疗率", _OFFICE, _LAW
    definition = "上年同期登记的涂阳患者中治愈和完成疗程的例数÷上年同期登记的涂阳患者例数×100%。"
    numerator = SMEAR_POSITIVE.where(Case.outcome.in_("cured", "completed"))
    denominator = SMEAR_POSITIVE


class FirstVisitsInTime(Ratio):
    """结核病首次入户随访及时率."""

    name, office, source = "结核病首次入户随访及时率", _OFFICE, _NORM
    definition = "期内登记并通知基层的患者中72小时内首次入户随访的例数÷期内通知基层的例数×100%。"
    numerator = _CASES.where(
        Case.notified_at.is_known(),
        Case.first_visit_at.is_known(),
        ~Case.first_visit.is_late,
    )
    denominator = _CASES.where(Case.notified_at.is_known())


class DosesTaken(Ratio):
    """结核病规则服药率."""

    name, office, source = "结核病服药率", _OFFICE, _NORM
    definition = "期内随访记录的实际服药次数之和÷应服药次数之和×100%。"
    numerator = Visit.where(Visit.state == "registered")
    denominator = Visit.where(Visit.state == "registered")
    numerator_amount, denominator_amount = _TAKEN, _DUE
