"""One thing to be put right for the creation of a hygienic city."""

from __future__ import annotations

from xinglin.codes.promotion_codes import RectificationSource
from xinglin.content.registers.health_promotion.hygiene_check import HygieneCheck
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate, days_between, when
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Moment,
    PersonName,
    Reference,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register

_PHOTO = "写照片的编号或文件名；照片本身由经办科室另存，这里还不能上传附件。"


class RectificationItem(Register):
    """Issue, owner, demand, deadline, evidence and recheck (创卫整改事项); ordered, then timed.

    A failed recheck starts a second clock of its own; after a second failure the item stays on
    the list until its supervision ends.
    """

    label, office = "创卫整改事项", "爱卫办"
    source = "国家卫生城市评审管理办法（未核）；本级创卫整改方案（本地）"

    item_no = DocumentNumber("整改编号", required="always", pattern="{place}ZG{year}{serial:04d}")
    division = Division("地区", required="always")
    site = Text("问题地点", max_length=60, required="always")
    found_from = Code("问题来源", codes=RectificationSource, required="always")
    found_date = Date("发现日期", required="always")
    hygiene_check = Reference("检查编号", to=HygieneCheck, help="检查指导中发现的填检查编号。")
    standard = Text("对应标准条款", max_length=100, free=False)
    issue = Text("存在问题", max_length=300, long=True, required="always")
    owner_office = Text("责任单位", max_length=60, free=False, required="always", help="只填一个。")
    owner_person = PersonName("责任人")
    demand = Text("整改要求", max_length=300, long=True, required="always")
    ordered_at = Moment("交办时间", help="不填的，按“交办”时的时间。")
    due_date = Date("整改期限", required="always")
    photo_before = Text("整改前照片", max_length=100, help=_PHOTO)
    photo_after = Text("整改后照片", max_length=100, help=_PHOTO)
    mended_at = Moment("整改完成时间")
    returned_at = Moment("退回时间")
    again_due_date = Date("重改期限", help="复查退回时由复查人填写。")
    mended_again_at = Moment("重改完成时间")
    failed_at = Moment("再次复查不合格时间")
    passed_at = Moment("复查合格时间")
    recheck_note = Text("复查情况", max_length=300, long=True)

    lifecycle = Lifecycle(
        draft="草拟",
        pending="待整改",
        mended="已整改",
        returned="退回重改",
        mended_again="已重改",
        failed="再次复查不合格",
        passed="复查合格",
        removed="已删除",
        editable=("draft", "pending", "mended", "returned", "mended_again", "failed"),
        ended=("passed", "removed"),
        entry={"batch": "pending", "historical": "pending"},
    )
    order = lifecycle.step("draft", "pending", "交办", needs="review", sets=ordered_at)
    mend = lifecycle.step("pending", "mended", "报整改完成", sets=mended_at)
    pass_recheck = lifecycle.step(
        ("mended", "mended_again"), "passed", "复查合格", needs="review", sets=passed_at
    )
    send_back = lifecycle.step(
        "mended", "returned", "退回重改", needs="review", sets=returned_at, reason_required=True
    )
    mend_again = lifecycle.step("returned", "mended_again", "报重改完成", sets=mended_again_at)
    fail_again = lifecycle.step(
        "mended_again", "failed", "再次复查不合格", needs="review", sets=failed_at,
        reason_required=True,
    )  # fmt: skip
    pass_supervised = lifecycle.step(
        "failed", "passed", "督办后合格", needs="review", sets=passed_at, reason_required=True
    )
    remove = lifecycle.step(
        ("draft", "pending", "mended", "returned", "mended_again", "failed"), "removed", "删除",
        needs="remove", reason_required=True,
    )  # fmt: skip

    mending = Deadline(
        "整改", starts=ordered_at, done=mended_at,
        calendar_days=when(
            due_date >= ordered_at.date, days_between(ordered_at.date, due_date), 0
        ),
        clause="整改交办单规定的期限（本地）",
    )  # fmt: skip
    mending_again = Deadline(
        "重改", starts=returned_at, done=mended_again_at,
        calendar_days=when(
            again_due_date >= returned_at.date, days_between(returned_at.date, again_due_date), 0
        ),
        clause="复查退回时规定的重改期限（本地）",
    )  # fmt: skip

    key = (item_no,)
    place_field = division
    counting_dates = {
        "ordered": CountingDate(ordered_at.date, "交办日期"),
        "due": CountingDate(due_date, "整改期限"),
        "returned": CountingDate(returned_at.date, "退回日期"),
    }
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (
        item_no, division, site, found_from, owner_office, ordered_at, due_date, mended_at,
        passed_at, Register.state,
    )  # fmt: skip
    filters = (division, found_from, owner_office, due_date, Register.state)
    checks = [
        Check("RI01", ordered_at.date >= found_date, "交办时间早于发现日期，请核对。"),
        Check("RI02", due_date >= ordered_at.date, "整改期限早于交办时间，请核对。"),
        Check("RI03", mended_at >= ordered_at, "整改完成时间早于交办时间，请核对。"),
        Check(
            "RI04",
            mended_at.is_unknown() | photo_after.is_known(),
            "报整改完成须写明整改后照片的编号或文件名。",
        ),
        Check(
            "RI05",
            (passed_at.is_unknown() & returned_at.is_unknown()) | mended_at.is_known(),
            "还没有整改完成就填了复查，请核对。",
        ),
        Check("RI06", returned_at >= mended_at, "退回时间早于整改完成时间，请核对。"),
        Check(
            "RI07",
            returned_at.is_unknown() | again_due_date.is_known(),
            "退回重改须填重改期限。",
        ),
        Check("RI08", again_due_date >= returned_at.date, "重改期限早于退回时间，请核对。"),
        Check("RI09", mended_again_at >= returned_at, "重改完成时间早于退回时间，请核对。"),
        Check("RI10", passed_at >= mended_at, "复查合格时间早于整改完成时间，请核对。"),
        Check(
            "RI11",
            passed_at.is_unknown() | returned_at.is_unknown() | mended_again_at.is_known(),
            "退回重改的须先填重改完成时间，才能复查合格。",
        ),
        Check(
            "RI12",
            ordered_at.date <= LocalDate(Column("recorded_at")),
            "交办时间在今天之后，请核对。",
        ),
        Check(
            "RI13",
            ordered_at.is_known(),
            "导入的整改事项是已经交办的，须填交办时间。",
            channels=("batch", "historical"),
        ),
    ]
