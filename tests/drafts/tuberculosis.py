"""TB patients and their treatment cohorts (结核病治疗队列), after rulebook 03.

Worked by hand: registered smear-positive in 2012H1: 1, 2, 3, 4; cured: 1 and 2; 5 is negative,
6 was registered in 2013 and is not of this cohort. 2 of 4 = 50 %; success (cured or completed)
among all five of 2012H1: 1, 2, 3, 5 = 80 %. Patient 3 has one sputum test, 1 has two.
"""

from __future__ import annotations

from datetime import date

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language.checks import Check, Deadline
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Flag,
    IdNumber,
    Integer,
    Moment,
    PersonName,
    Reference,
)
from xinglin.language.indicators import CohortRatio, Count
from xinglin.language.lifecycle import REGISTERED, Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register

OUTCOMES = CodeSet(
    name="TbOutcome",
    label="治疗转归",
    source="WS 288；《结核病防治管理办法》",
    rows=tuple(
        CodeRow(code, label)
        for code, label in (
            ("cured", "治愈"),
            ("completed", "完成疗程"),
            ("died", "死亡"),
            ("failed", "失败"),
            ("lost", "失访"),
            ("moved", "转入耐药治疗"),
            ("unevaluated", "未评估"),
        )
    ),
)


class TbPatient(Register):
    """One course of treatment of one patient (结核病患者登记)."""

    label, office, source = "结核病患者登记", "疾控科", "《结核病防治管理办法》"
    register_no = DocumentNumber("登记号", required="always")
    patient_name = PersonName("姓名", identifying=True, required="always")
    id_number = IdNumber("身份证号", identifying=True)
    residence = Division("现住址", required="always")
    smear_positive = Flag("痰涂片阳性", required="always")
    reported_at = Moment("报告时间")
    arrived_at = Moment("到位时间")
    registered_date = Date("登记日期", required="always")
    outcome = Code("治疗转归", codes=OUTCOMES)
    outcome_date = Date("停止治疗日期")
    lifecycle = Lifecycle(treated="在治", closed="已结案", removed="已删除", ended=("removed",))
    close = lifecycle.step("treated", "closed", "结案")
    trace_limit = Deadline(
        "追踪到位", starts=reported_at, done=arrived_at, hours=24, clause="追踪规范（本地，未核）"
    )
    key = (register_no,)
    place_field = residence
    person = PersonFields(name=patient_name, id_number=id_number)
    counting_dates = {"registered": CountingDate(registered_date, "登记日期")}
    counting_places = {"residence": CountingPlace(residence, "现住址")}
    checks = [
        Check(
            "TB01",
            outcome.is_unknown() | outcome_date.is_known(),
            "填了治疗转归的须填停止治疗日期。",
        ),
        Check("TB02", outcome_date >= registered_date, "停止治疗早于登记，请核对。"),
    ]


class SputumTest(Register):
    """One sputum examination of one patient (痰检)."""

    label, office, source = "痰检", "疾控科", TbPatient.source
    patient = Reference("登记号", to=TbPatient, required="always")
    tested_date = Date("痰检日期", required="always")
    month = Integer("治疗月序", minimum=0, maximum=24)
    positive = Flag("阳性")
    lifecycle = REGISTERED
    key = (patient, tested_date)
    parent = patient
    counting_dates = {"tested": CountingDate(tested_date, "痰检日期")}
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}


IN_COHORT = TbPatient.where(~TbPatient.state.in_("removed"))


class SmearPositiveCureRate(CohortRatio):
    """涂阳患者治愈率."""

    name, office, source = "涂阳患者治愈率", "疾控科", TbPatient.source
    definition = "上年同期登记的涂阳患者中治愈的人数÷上年同期登记的涂阳患者数×100%。"
    numerator = IN_COHORT.where(TbPatient.smear_positive == True, TbPatient.outcome == "cured")  # noqa: E712
    denominator = IN_COHORT.where(TbPatient.smear_positive == True)  # noqa: E712


class SuccessRate(CohortRatio):
    """患者治疗成功率."""

    name, office, source = "患者治疗成功率", "疾控科", TbPatient.source
    definition = "上年同期登记的患者中治愈、完成疗程的人数÷上年同期登记的患者数×100%。"
    numerator = IN_COHORT.where(TbPatient.outcome.in_("cured", "completed"))
    denominator = IN_COHORT


class TestedTwice(Count):
    """痰检两次以上的患者数."""

    name, office, source = "痰检两次以上的患者数", "疾控科", TbPatient.source
    definition = "期内登记的患者中痰检两次以上的人数。"
    of = IN_COHORT.where(SputumTest.patient.those().count() >= 2)


RECORDS = {
    TbPatient: """
      | register_no | place | residence | smear_positive | registered_date | outcome   | state
    --+-------------+-------+-----------+----------------+-----------------+-----------+--------
    1 | T1          | 11    | 11        | 是             | 2012-01-10      | cured     | closed
    2 | T2          | 12    | 12        | 是             | 2012-03-01      | cured     | closed
    3 | T3          | 11    | 11        | 是             | 2012-05-01      | completed | closed
    4 | T4          | 11    | 11        | 是             | 2012-06-30      |           | treated
    5 | T5          | 12    | 12        | 否             | 2012-02-01      | completed | closed
    6 | T6          | 12    | 12        | 是             | 2013-02-01      |           | treated
    """,
    SputumTest: """
      | patient | tested_date | month | positive | place | state
    --+---------+-------------+-------+----------+-------+-----------
    1 | T1      | 2012-03-10  | 2     | 否       | 11    | registered
    2 | T1      | 2012-06-10  | 5     | 否       | 11    | registered
    3 | T3      | 2012-07-01  | 2     | 是       | 11    | registered
    4 | T3      | 2012-07-02  | 2     | 是       | 11    | removed
    """,
}
EXPECTED = {
    (SmearPositiveCureRate, "2013H1"): "50",
    (SuccessRate, "2013H1"): "80",
    (TestedTwice, "2012H1"): "1",
}
DAY = date(2013, 7, 1)
