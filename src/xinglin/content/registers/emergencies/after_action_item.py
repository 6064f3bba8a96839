"""One thing to mend after an event or a drill."""

from __future__ import annotations

from xinglin.content.registers.emergencies.emergency_drill import EmergencyDrill
from xinglin.content.registers.emergencies.health_emergency import HealthEmergency
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import Date, Division, DocumentNumber, Moment, Reference, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class AfterActionItem(Register):
    """One finding, who mends it, by when, and whether somebody looked again (评估整改)."""

    label, office = "评估整改", "应急办"
    source = "规则书2.9：演练评估；事件总结（本地）"
    provides = "after_action_item"

    item_no = DocumentNumber("整改编号", required="always", pattern="{place}ZG{year}{serial:04d}")
    event = Reference("事件编号", to=HealthEmergency, help="来自事件的填事件编号。")
    drill = Reference("演练编号", to=EmergencyDrill, help="来自演练的填演练编号。")
    division = Division("地区", required="always")
    finding = Text("发现的问题", max_length=500, long=True, required="always")
    owner_office = Text("责任科室或单位", max_length=60, free=False, required="always")
    found_at = Moment("提出时间", required="always")
    due_date = Date("整改期限", required="always")
    done_at = Moment("完成时间", help="由系统记录；退回重改的请清空。")
    done_text = Text("整改结果", max_length=500, long=True)
    rechecked_at = Moment("复查时间", help="由系统记录。")

    lifecycle = Lifecycle(
        registered="整改中",
        done="已整改待复查",
        rechecked="已复查",
        removed="已删除",
        editable=("registered", "done"),
        ended=("removed",),
    )
    finish = lifecycle.step("registered", "done", "整改完成", needs="review", sets=done_at)
    recheck = lifecycle.step(
        "done", "rechecked", "复查通过", needs="review", sets=rechecked_at,
        other_person_than="finish",
    )  # fmt: skip
    send_back = lifecycle.step(
        "done", "registered", "复查不通过，退回重改", needs="review", reason_required=True
    )
    remove = lifecycle.step(
        ("registered", "done"), "removed", "删除", needs="remove", reason_required=True
    )

    mending = Deadline(
        "整改", starts=found_at, done=done_at,
        calendar_days=days_between(found_at.date, due_date),
        clause="评估时定的整改期限（本地）",
    )  # fmt: skip

    key = (item_no,)
    place_field = division
    counting_dates = {
        "found": CountingDate(found_at.date, "提出日期"),
        "due": CountingDate(due_date, "整改期限"),
    }
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (
        item_no, event, drill, division, owner_office, found_at, due_date, done_at, Register.state,
    )  # fmt: skip
    filters = (division, due_date, Register.state)
    checks = [
        Check(
            "EA01",
            (event.is_known() & drill.is_unknown()) | (event.is_unknown() & drill.is_known()),
            "整改来自一个事件或一次演练，事件编号和演练编号须填其中一个。",
        ),
        Check("EA02", due_date >= found_at.date, "整改期限早于提出时间，请核对。"),
        Check("EA03", done_at >= found_at, "完成时间早于提出时间，请核对。"),
        Check("EA04", rechecked_at >= done_at, "复查时间早于完成时间，请核对。"),
        Check(
            "EA05",
            found_at.date <= LocalDate(Column("recorded_at")),
            "提出时间在今天之后，请核对。",
        ),
        Check(
            "EA06",
            found_at >= event.of(HealthEmergency.occurred_at),
            "提出时间早于事件发生，请核对。",
        ),
    ]
