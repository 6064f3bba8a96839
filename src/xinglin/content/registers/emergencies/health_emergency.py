"""A public-health emergency, from the first word of it to its closing."""

from __future__ import annotations

from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.emergency_codes import EmergencyKind, EmergencyLevel
from xinglin.language.checks import Check, Deadline
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

_RULES = "《突发公共卫生事件应急条例》（2003，2011年修订）第十九条、第二十条"
_NORM = "国家突发公共卫生事件相关信息报告管理工作规范（试行）（2005，未核）"


class HealthEmergency(Register):
    """One event: what, where, how many, of which level, and how dealt with (突发公共卫生事件).

    Work without illness (a flood, a drill) is no event.
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
        ended=("closed", "removed"),
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
        "初次报告", starts=learned_at, done=reported_at, hours=2, clause=_RULES + "：接报后2小时内"
    )
    closing_report = Deadline(
        "结案报告", starts=concluded_at, done=closed_at, calendar_days=14,
        clause=_NORM + "：事态终止后2周内",
    )  # fmt: skip

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
    checks = [
        Check("HE01", occurred_at <= learned_at, "接报时间早于发生时间，请核对。"),
        Check("HE02", learned_at <= reported_at, "初次报告时间早于接报时间，请核对。"),
        Check("HE03", death_count <= case_count, "死亡人数多于发病人数，请核对。"),
        Check("HE04", hospital_count <= case_count, "住院人数多于发病人数，请核对。"),
        Check("HE05", ~(kind == "infectious") | disease.is_known(), "传染病疫情须填病种，请补填。"),
        Check(
            "HE06",
            ~((kind == "food") & ((case_count >= 100) | (death_count >= 1)))
            | level.in_("1", "2", "3"),
            "食物中毒 100 人以上或有死亡，应定为较大（Ⅲ级）以上，请核对级别。",
            level="warning",
        ),
        Check(
            "HE07",
            ~((kind == "food") & (death_count >= 10)) | level.in_("1", "2"),
            "食物中毒死亡 10 人以上，应定为重大（Ⅱ级）以上，请核对级别。",
            level="warning",
        ),
        Check(
            "HE08",
            ~((kind == "occupational") & ((case_count >= 10) | (death_count >= 1)))
            | level.in_("1", "2", "3"),
            "职业中毒 10 人以上或有死亡，应定为较大（Ⅲ级）以上，请核对级别。",
            level="warning",
        ),
        Check(
            "HE09",
            ~((kind == "occupational") & ((case_count >= 50) | (death_count >= 5)))
            | level.in_("1", "2"),
            "职业中毒 50 人以上或死亡 5 人以上，应定为重大（Ⅱ级）以上，请核对级别。",
            level="warning",
        ),
    ]
