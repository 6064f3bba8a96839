"""One application for a permit, from the window to the certificate."""

from __future__ import annotations

from xinglin.codes.permit_codes import PermitDoor, PermitItem, PermitKind
from xinglin.content.rulebooks.permits.permit_rules import PermitRules
from xinglin.language.checks import Check, Deadline, Extendable
from xinglin.language.fields import (
    NEW_RECORDS,
    Code,
    Date,
    Division,
    DocumentNumber,
    Integer,
    Moment,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

_LAW = "《行政许可法》"
_STOPPED = f"{_LAW}第四十五条：听证、招标、拍卖、检验、检测、检疫、鉴定和专家评审所需时间不计算"


class PermitCase(Register):
    """One application for one permit and how it was handled (行政许可办件)."""

    label, office, source = "行政许可办件", "行政审批窗口", "《中华人民共和国行政许可法》第四章"

    case_no = DocumentNumber("办件编号", required="always", pattern="{place}XK{year}{serial:06d}")
    item = Code("许可事项", codes=PermitItem, required="always")
    case_kind = Code("办理情形", codes=PermitKind, required=True)
    applicant = Text("申请人", max_length=100, required=True)
    credit_code = Text("统一社会信用代码", free=False, max_length=18)
    division = Division("所在地", required=True)
    door = Code("申请渠道", codes=PermitDoor, required=True)
    received_at = Moment("收件时间", required=True)
    correction_told_at = Moment("一次性告知补正时间", help="只能告知一次；逾期不告知的视为受理。")
    accepted_at = Moment("受理时间")
    promised_days = Integer(
        "承诺时限", minimum=1, maximum=60, required=True, unit="个工作日", help="不长于法定时限。"
    )
    decided_at = Moment("决定时间")
    certificate_no = Text("证件编号", free=False, max_length=60)
    valid_to_date = Date("有效期至")
    delivered_at = Moment("送达时间")

    lifecycle = Lifecycle(
        received="收件",
        correcting="待补正",
        accepted="已受理",
        granted="准予许可",
        denied="不予许可",
        delivered="已办结",
        declined="不予受理",
        withdrawn="申请人撤回",
        removed="已删除",
        editable=("received", "correcting", "accepted"),
        ended=("declined", "withdrawn", "removed"),
        entry={"batch": "received", "historical": "delivered"},
    )
    tell = lifecycle.step(
        "received", "correcting", "一次性告知补正", sets=correction_told_at, reason_required=True
    )
    accept = lifecycle.step(("received", "correcting"), "accepted", "受理", sets=accepted_at)
    decline = lifecycle.step(
        ("received", "correcting"), "declined", "不予受理", reason_required=True
    )
    grant = lifecycle.step(
        "accepted",
        "granted",
        "准予许可",
        needs="review",
        sets=decided_at,
        other_person_than="accept",
    )
    deny = lifecycle.step(
        "accepted",
        "denied",
        "不予许可",
        needs="review",
        sets=decided_at,
        reason_required=True,
        other_person_than="accept",
    )
    deliver = lifecycle.step(("granted", "denied"), "delivered", "送达办结", sets=delivered_at)
    withdraw = lifecycle.step(
        ("received", "correcting", "accepted"), "withdrawn", "申请人撤回", reason_required=True
    )
    remove = lifecycle.step(
        ("received", "correcting", "accepted", "declined"),
        "removed",
        "删除",
        needs="remove",
        reason_required=True,
    )

    accept_limit = Deadline(
        "受理",
        starts=received_at,
        done=accepted_at,
        working_days=PermitRules.tell_within_days.on(received_at.date),
        clause=f"{_LAW}第三十二条：五日内一次告知补正，逾期不告知的自收到申请材料之日起即为受理",
    )
    decide_limit = Deadline(
        "法定决定",
        starts=accepted_at,
        done=decided_at,
        working_days=PermitRules.decide_within_days.on(accepted_at.date),
        clause=f"{_LAW}第四十二条：自受理之日起二十日内作出决定",
        stopped_by=_STOPPED,
        extension=Extendable(10, f"{_LAW}第四十二条：经本行政机关负责人批准，可以延长十日"),
    )
    promise_limit = Deadline(
        "承诺决定",
        starts=accepted_at,
        done=decided_at,
        working_days=promised_days,
        clause="本单位公布的承诺时限（本地，可配置）",
        stopped_by=_STOPPED,
    )
    deliver_limit = Deadline(
        "送达",
        starts=decided_at,
        done=delivered_at,
        working_days=PermitRules.deliver_within_days.on(decided_at.date),
        clause=f"{_LAW}第四十四条：自作出决定之日起十日内颁发、送达",
    )

    key = (case_no,)
    title_field = applicant
    place_field = division
    counting_dates = {
        "decided": CountingDate(decided_at.date, "决定日期"),
        "received": CountingDate(received_at.date, "收件日期"),
    }
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (
        case_no,
        item,
        case_kind,
        applicant,
        division,
        received_at,
        accepted_at,
        decided_at,
        Register.state,
    )
    filters = (item, case_kind, division, door, received_at, decided_at, Register.state)
    checks = [
        Check("PC01", accepted_at >= received_at, "受理时间不能早于收件时间，请核对。"),
        Check("PC02", decided_at >= accepted_at, "决定时间不能早于受理时间，请核对。"),
        Check("PC03", delivered_at >= decided_at, "送达时间不能早于决定时间，请核对。"),
        Check(
            "PC04",
            promised_days <= PermitRules.decide_within_days.on(received_at.date),
            "承诺时限不能长于法定时限，请核对。",
        ),
        Check(
            "PC05",
            decided_at.is_unknown() | accepted_at.is_known(),
            "已作决定的须填受理时间。",
            channels=NEW_RECORDS,
        ),
        Check("PC06", valid_to_date > decided_at.date, "有效期应在决定日期之后，请核对。"),
    ]
