"""A public-health emergency, from the first word of it to its closing."""

from __future__ import annotations

from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.emergency_codes import EmergencyKind, EmergencyLevel, EmergencyReportKind
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Attribute, Expression, Literal, when
from xinglin.language.fields import (
    Code,
    Division,
    DocumentNumber,
    Integer,
    Moment,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

_GRADING = "国家突发公共卫生事件应急预案（2006）分级标准（Ⅱ级部分未核）"


def of_report(kind: str, name: str, on: Expression) -> Attribute:
    """What the rules of a day say of a kind of report."""
    return Attribute(Literal(kind), EmergencyReportKind.name, name, on)


def hours_for(kind: str, level: Expression, on: Expression) -> Expression:
    """Within how many hours a report of a kind is due, by the event's level."""
    limit: Expression = of_report(kind, "hours_0", on)
    for grade in ("4", "3", "2", "1"):
        limit = when(level == grade, of_report(kind, f"hours_{grade}", on), limit)
    return limit


class HealthEmergency(Register):
    """One event: what, where, how many, of which level, and how dealt with (突发公共卫生事件).

    Work without illness is no event: a flood without it is an emergency response, a drill a drill.
    """

    label, office = "突发公共卫生事件", "应急办"
    source = "《突发公共卫生事件应急法》（2025年11月1日起施行）及国家突发公共卫生事件应急预案"

    event_no = DocumentNumber("事件编号", required="always", pattern="{place}TF{year}{serial:03d}")
    title = Text("事件名称", max_length=100, required="always")
    kind = Code("事件类型", codes=EmergencyKind, required="always")
    disease = Code("病种", codes=NotifiableDisease, help="传染病疫情须填。")
    level = Code("级别", codes=EmergencyLevel, default="0")
    division = Division("发生地", required="always")
    site = Text("发生单位或地点", max_length=100)
    signal_key = Text("来源信号", free=False, max_length=120, help="由预警信号而来的填信号号。")
    occurred_at = Moment("发生时间", required="always")
    learned_at = Moment("接报时间", required="always")
    reported_at = Moment("初次报告时间")
    concluded_at = Moment("事态终止时间")
    closed_at = Moment("结案报告时间")
    exposed_count = Integer("波及人数", minimum=0, unit="人")
    case_count = Integer("发病人数", minimum=0, required="always", unit="人")
    hospital_count = Integer("住院人数", minimum=0, unit="人")
    death_count = Integer("死亡人数", minimum=0, required="always", unit="人")
    measures = Text("采取的措施", max_length=1000, long=True)
    conclusion = Text("原因和结论", max_length=1000, long=True)

    lifecycle = Lifecycle(
        open="处置中",
        reported="已初次报告",
        concluded="事态已终止",
        closed="已结案",
        removed="已删除",
        editable=("open", "reported", "concluded"),
        ended=("removed",),  # what is learned of an event is filed after its closing
    )
    report = lifecycle.step("open", "reported", "初次报告", sets=reported_at)
    conclude = lifecycle.step("reported", "concluded", "事态终止", sets=concluded_at)
    close = lifecycle.step("concluded", "closed", "结案", needs="review", sets=closed_at)
    reopen = lifecycle.step(
        ("concluded", "closed"), "reported", "续报（事态再起）", needs="review",
        reason_required=True,
    )  # fmt: skip
    remove = lifecycle.step(
        ("open", "reported", "concluded", "closed"), "removed", "删除（不实或重复）",
        needs="remove", reason_required=True,
    )  # fmt: skip

    first_report = Deadline(
        "初次报告", starts=learned_at, done=reported_at,
        hours=hours_for("initial", level, learned_at.date),
        clause=of_report("initial", "clause", learned_at.date),
    )  # fmt: skip
    closing_report = Deadline(
        "结案报告", starts=concluded_at, done=closed_at,
        calendar_days=of_report("closing", "days", concluded_at.date),
        clause=of_report("closing", "clause", concluded_at.date),
    )  # fmt: skip

    provides = "health_emergency"
    key = (event_no,)
    title_field = title
    place_field = division
    counting_dates = {
        "learned": CountingDate(learned_at.date, "接报日期"),
        "occurred": CountingDate(occurred_at.date, "发生日期"),
    }
    counting_places = {"division": CountingPlace(division, "发生地")}
    list_columns = (
        event_no, title, kind, level, division, learned_at, reported_at, case_count, death_count,
        Register.state,
    )  # fmt: skip
    filters = (kind, level, division, learned_at, Register.state)

    # What makes an event grave is the grading of the day it was learned of.
    _third = (case_count >= kind.attribute("cases_3", on=learned_at.date)) | (
        death_count >= kind.attribute("deaths_3", on=learned_at.date)
    )
    _second = (
        (case_count >= kind.attribute("cases_2", on=learned_at.date))
        | (death_count >= kind.attribute("deaths_2", on=learned_at.date))
        | (
            (case_count >= kind.attribute("cases_with_death_2", on=learned_at.date))
            & (death_count >= 1)
        )
    )
    _fourth = case_count >= kind.attribute("cases_4", on=learned_at.date)
    _is_third, _is_second = level.in_("1", "2", "3"), level.in_("1", "2")
    checks = [
        Check("HE01", occurred_at <= learned_at, "接报时间早于发生时间，请核对。"),
        Check("HE02", learned_at <= reported_at, "初次报告时间早于接报时间，请核对。"),
        Check("HE03", death_count <= case_count, "死亡人数多于发病人数，请核对。"),
        Check("HE04", hospital_count <= case_count, "住院人数多于发病人数，请核对。"),
        Check("HE05", ~(kind == "infectious") | disease.is_known(), "传染病疫情须填病种，请补填。"),
        Check(
            "HE06",
            ~((kind == "food") & _third) | _is_third,
            "食物中毒的发病或死亡人数已到较大（Ⅲ级）的标准，请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE07",
            ~((kind == "food") & _second) | _is_second,
            "食物中毒的发病或死亡人数已到重大（Ⅱ级）的标准，请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE08",
            ~((kind == "occupational") & _third) | _is_third,
            "职业中毒的发病或死亡人数已到较大（Ⅲ级）的标准，请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE09",
            ~((kind == "occupational") & _second) | _is_second,
            "职业中毒的发病或死亡人数已到重大（Ⅱ级）的标准，请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE10",
            kind.in_("food", "occupational") | ~_third | _is_third,
            "这类事件按分级标准至少是较大（Ⅲ级），请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE11",
            kind.in_("food", "occupational") | ~_second | _is_second,
            "这类事件有死亡的按分级标准至少是重大（Ⅱ级），请核对级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE12",
            ~_fourth | ~(level == "0"),
            "发病人数已到一般（Ⅳ级）的标准而未分级，请核定级别。",
            level="warning",
            source=_GRADING,
        ),
        Check(
            "HE13",
            ~(kind == "disaster") | (case_count >= 1),
            "没有人发病的救灾防病不是突发公共卫生事件，请登记为应急处置。",
        ),
    ]
