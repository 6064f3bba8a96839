"""One emergency plan."""

from __future__ import annotations

from xinglin.codes.emergency_codes import EmergencyKind, EmergencyPlanTier
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Moment, Text
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencyPlan(Register):
    """One plan as issued; its next version is another plan (应急预案)."""

    label, office = "应急预案", "应急办"
    source = "《突发公共卫生事件应急条例》第二章；国家突发公共卫生事件应急预案"

    plan_no = DocumentNumber("预案编号", required="always", pattern="{place}YA{year}{serial:03d}")
    title = Text("预案名称", max_length=100, free=False, required="always")
    kind = Code("事件类型", codes=EmergencyKind, help="总体预案留空。")
    tier = Code("预案层级", codes=EmergencyPlanTier, required="always")
    division = Division("适用地区", required="always")
    paper_no = Text("发文字号", max_length=60, free=False)
    issued_at = Moment("发布时间", required="always")
    revise_date = Date("修订期限", required=True, help="预案自己规定的下次评估修订到期日。")
    ceased_at = Moment("失效时间", help="修订为新版或废止的时间，由系统记录。")

    lifecycle = Lifecycle(
        registered="现行",
        revised="已有新版",
        abolished="已废止",
        removed="已删除",
        editable=("registered",),
        ended=("removed",),
    )
    revise = lifecycle.step(
        "registered", "revised", "修订为新版", needs="review", sets=ceased_at, reason_required=True
    )
    abolish = lifecycle.step(
        "registered", "abolished", "废止", needs="review", sets=ceased_at, reason_required=True
    )
    remove = lifecycle.step("registered", "removed", "删除", needs="remove", reason_required=True)

    revision = Deadline(
        "评估修订", starts=issued_at, done=ceased_at,
        calendar_days=days_between(issued_at.date, revise_date),
        clause="预案自己规定的修订期限（本地）",
    )  # fmt: skip

    key = (plan_no,)
    title_field = title
    place_field = division
    counting_dates = {"issued": CountingDate(issued_at.date, "发布日期")}
    counting_places = {"division": CountingPlace(division, "适用地区")}
    list_columns = (
        plan_no, title, kind, tier, division, issued_at, revise_date, Register.state,
    )  # fmt: skip
    filters = (division, kind, tier, revise_date, Register.state)
    checks = [
        Check(
            "EP01",
            issued_at.date <= LocalDate(Column("recorded_at")),
            "发布时间在今天之后，请核对。",
        ),
        Check("EP02", revise_date > issued_at.date, "修订期限不晚于发布时间，请核对。"),
        Check("EP03", ceased_at >= issued_at, "失效时间早于发布时间，请核对。"),
    ]
