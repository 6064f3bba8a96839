"""One task of a programme: who leads, by when, measured by what."""

from __future__ import annotations

from xinglin.codes.task_codes import TaskDirection, TaskProgramme
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import days_between, when
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Moment,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Measured, Register


class WorkTask(Register):
    """One task of a decomposed programme (分解任务)."""

    label, office = "分解任务", "办公室"
    source = "本级政府和卫生行政部门下达的任务分解表（本地）"

    task_no = DocumentNumber("任务编号", required="always", pattern="{place}RW{year}{serial:04d}")
    programme = Code("任务类别", codes=TaskProgramme, required="always")
    title = Text("任务", max_length=100, required="always")
    division = Division("地区", required="always")
    leader = Text("分管领导", max_length=20)
    lead_office = Text("牵头科室", free=False, max_length=40, required="always", help="只填一个。")
    assist_offices = Text("协助科室", max_length=200, help="多个用顿号分开。")
    contact_division = Division("领导联系县（市、区）")
    start_date = Date("开始日期", required="always")
    due_date = Date("完成期限", required="always")
    indicator = Text(
        "考核指标", free=False, max_length=80, help="指标编号；填了就由登记数据算进度，不用另报。"
    )
    target_value = Text(
        "目标值", free=False, max_length=20, pattern=r"\d+(\.\d+)?", pattern_hint="请只填数字"
    )
    direction = Code("目标方向", codes=TaskDirection, default="at_least")
    measures = Text("措施和进度安排", max_length=1000, long=True)
    published_at = Moment("下达时间")
    finished_at = Moment("完成时间")

    lifecycle = Lifecycle(
        draft="草拟",
        published="已下达",
        finished="已完成",
        cancelled="已取消",
        removed="已删除",
        editable=("draft", "published"),
        ended=("cancelled", "removed"),
        entry={"batch": "published", "historical": "published"},
    )
    publish = lifecycle.step("draft", "published", "下达", needs="review", sets=published_at)
    finish = lifecycle.step("published", "finished", "确认完成", needs="review", sets=finished_at)
    cancel = lifecycle.step("published", "cancelled", "取消", needs="review", reason_required=True)
    remove = lifecycle.step("draft", "removed", "删除", needs="remove", reason_required=True)

    finish_limit = Deadline(
        "完成",
        starts=published_at,
        done=finished_at,
        calendar_days=when(
            due_date >= published_at.date, days_between(published_at.date, due_date), 0
        ),
        clause="任务分解表规定的完成期限（本地）",
    )
    measured = Measured(indicator, target_value, due_date, lead_office, direction)

    key = (task_no,)
    title_field = title
    place_field = division
    counting_dates = {
        "published": CountingDate(published_at.date, "下达日期"),
        "due": CountingDate(due_date, "完成期限"),
    }
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (
        task_no,
        programme,
        title,
        leader,
        lead_office,
        due_date,
        Register.state,
    )
    filters = (programme, division, lead_office, due_date, Register.state)
    checks = [
        Check("WT01", due_date >= start_date, "完成期限不能早于开始日期，请核对。"),
        Check(
            "WT02",
            indicator.is_unknown() | target_value.is_known(),
            "填了考核指标的须填目标值，否则算不出是否达到。",
        ),
        Check("WT03", finished_at >= published_at, "完成时间不能早于下达时间，请核对。"),
    ]
