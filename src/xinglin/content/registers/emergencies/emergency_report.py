"""One report of an event to the government and the superior bureau."""

from __future__ import annotations

from xinglin.codes.emergency_codes import EmergencyLevel, EmergencyReportKind
from xinglin.content.registers.emergencies.health_emergency import (
    HealthEmergency,
    hours_for,
    of_report,
)
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, Expression, LocalDate, when
from xinglin.language.fields import Code, DocumentNumber, Integer, Moment, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register
from xinglin.language.relations import Related


def _largest(event: Column, of: Column) -> Related:
    """The largest value among the live reports of the same event, this one's as it was saved."""
    live = ~Column("state").in_("removed")
    name, link = "emergency_report", "event"  # the class below has no name and no fields yet
    table = f"emergencies_{name}"
    return Related(event, name, "突发事件报告", table, link, "greatest", live, of)


class EmergencyReport(Register):
    """One initial, progress, stage or closing report: how it stood at that time (突发事件报告)."""

    label, office = "突发事件报告", "应急办"
    source = "国家突发公共卫生事件相关信息报告管理工作规范（试行）（2005，未核）"
    provides = "emergency_report"

    report_no = DocumentNumber("报告编号", required="always", pattern="{place}BG{year}{serial:04d}")
    event = Reference("事件编号", to=HealthEmergency, required="always")
    kind = Code("报告类别", codes=EmergencyReportKind, required="always")
    level = Code("报告时级别", codes=EmergencyLevel, default="0")
    reported_at = Moment("报告时间", required="always")
    reported_to = Text("报告对象", free=False, max_length=100, help="如 县人民政府、市卫生健康局。")
    case_count = Integer("累计发病人数", minimum=0, required="always", unit="人")
    hospital_count = Integer("当时住院人数", minimum=0, unit="人")
    death_count = Integer("累计死亡人数", minimum=0, required="always", unit="人")
    situation = Text("事件进展", max_length=1000, long=True, required=True)
    measures = Text("已采取的措施", max_length=1000, long=True)
    followed_at = Moment("续报时间", help="下一次报告或事态终止的时间，可在事件时间线页一并填。")

    lifecycle = REGISTERED
    next_report = Deadline(
        "下一次报告", starts=reported_at, done=followed_at,
        hours=when(kind != "closing", hours_for("progress", level, reported_at.date)),
        clause=of_report("progress", "clause", reported_at.date),
    )  # fmt: skip

    key = (report_no,)
    parent = event
    counting_dates = {"reported": CountingDate(reported_at.date, "报告日期")}
    counting_places = {"division": CountingPlace(Register.place, "发生地")}
    list_columns = (
        report_no, event, kind, level, reported_at, case_count, death_count, followed_at,
        Register.state,
    )  # fmt: skip
    filters = (kind, reported_at, Register.state)

    _is_newest: Expression = reported_at >= _largest(event, Column("reported_at"))
    checks = [
        Check(
            "ER01",
            reported_at >= event.of(HealthEmergency.learned_at),
            "报告时间早于事件的接报时间，请核对。",
        ),
        Check("ER02", death_count <= case_count, "累计死亡人数多于累计发病人数，请核对。"),
        Check("ER03", hospital_count <= case_count, "当时住院人数多于累计发病人数，请核对。"),
        Check(
            "ER04",
            reported_at.date <= LocalDate(Column("recorded_at")),
            "报告时间在今天之后，请核对。",
        ),
        Check("ER05", followed_at >= reported_at, "续报时间早于本次报告时间，请核对。"),
        Check(
            "ER06",
            ~(kind == "closing") | (reported_at >= event.of(HealthEmergency.concluded_at)),
            "结案报告早于事态终止时间，请核对。",
        ),
        Check(
            "ER07",
            ~_is_newest | (case_count >= _largest(event, Column("case_count"))),
            "累计发病人数比以前的报告少，请核对；确有更正的请说明理由。",
            level="warning",
        ),
        Check(
            "ER08",
            ~_is_newest | (death_count >= _largest(event, Column("death_count"))),
            "累计死亡人数比以前的报告少，请核对；确有更正的请说明理由。",
            level="warning",
        ),
        Check(
            "ER09",
            ~(level == "0") | (event.of(HealthEmergency.level) == "0"),
            "事件已经定级而报告时级别是未分级，续报时限无从算起，请核对。",
            level="warning",
        ),
    ]
