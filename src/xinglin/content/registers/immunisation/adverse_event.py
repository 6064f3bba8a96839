"""One suspected reaction after a dose."""

from __future__ import annotations

from xinglin.codes.vaccines import AefiClass, AefiSeverity, Vaccine
from xinglin.content.registers.immunisation.vaccination_child import VaccinationChild
from xinglin.language.checks import Check, Deadline
from xinglin.language.fields import Code, Date, DocumentNumber, Moment, Reference, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class AdverseEvent(Register):
    """A suspected adverse event after a dose, from report to class (疑似预防接种异常反应)."""

    label, office = "疑似预防接种异常反应", "疾控科"
    source = "《疫苗管理法》第五十四条、第五十五条；全国疑似预防接种异常反应监测方案（未核）"

    event_no = DocumentNumber("编号", required="always", pattern="{place}YF{year}{serial:04d}")
    child = Reference("儿童编码", to=VaccinationChild, required="always")
    vaccine = Code("可疑疫苗", codes=Vaccine, required="always")
    dose_date = Date("接种日期", required="always")
    onset_at = Moment("反应发生时间", required="always")
    found_at = Moment("发现（就诊）时间", required="always")
    severity = Code("严重程度", codes=AefiSeverity, default="ordinary")
    symptoms = Text("主要症状", max_length=200, required=True)
    reported_at = Moment("报告时间")
    investigated_at = Moment("开始调查时间")
    reaction_class = Code("反应分类", codes=AefiClass)
    classed_at = Moment("作出分类时间")
    outcome_text = Text("转归", max_length=60)

    lifecycle = Lifecycle(
        found="已发现",
        reported="已报告",
        classed="已分类",
        removed="已删除",
        editable=("found", "reported"),
        ended=("removed",),
    )
    report = lifecycle.step("found", "reported", "报告", sets=reported_at)
    classify = lifecycle.step("reported", "classed", "分类", needs="review", sets=classed_at)
    reopen = lifecycle.step("classed", "reported", "重新分类", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("found", "reported", "classed"), "removed", "删除", needs="remove", reason_required=True
    )

    report_limit = Deadline(
        "报告", starts=found_at, done=reported_at,
        hours=severity.attribute("hours", on=found_at.date),
        clause="全国疑似预防接种异常反应监测方案：48小时；死亡、严重残疾、群体性的2小时（未核）",
    )  # fmt: skip
    investigation_limit = Deadline(
        "调查", starts=reported_at, done=investigated_at, hours=48,
        clause="全国疑似预防接种异常反应监测方案：接报后48小时内调查（未核）",
    )  # fmt: skip
    class_limit = Deadline(
        "分类", starts=reported_at, done=classed_at, calendar_days=30,
        clause="预防接种异常反应鉴定办法：30日内作出诊断（未核）",
    )  # fmt: skip

    key = (event_no,)
    parent = child
    counting_dates = {
        "found": CountingDate(found_at.date, "发现日期"),
        "dose": CountingDate(dose_date, "接种日期"),
    }
    counting_places = {"residence": CountingPlace(Register.place, "现住址")}
    list_columns = (
        event_no, child, vaccine, dose_date, onset_at, severity, reaction_class, Register.state,
    )  # fmt: skip
    filters = (vaccine, found_at, severity, reaction_class, Register.state)
    checks = [
        Check("AE01", onset_at.date >= dose_date, "反应发生早于接种，请核对。"),
        Check("AE02", found_at >= onset_at, "发现时间早于反应发生时间，请核对。"),
        Check("AE03", reported_at >= found_at, "报告时间早于发现时间，请核对。"),
        Check(
            "AE04",
            classed_at.is_unknown() | reaction_class.is_known(),
            "已分类的须选反应分类。",
        ),
    ]
