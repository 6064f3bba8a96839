"""How far a task is, as the lead office reports it."""

from __future__ import annotations

from xinglin.content.registers.tasks.work_task import WorkTask
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Integer, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class TaskReport(Register):
    """What a lead office reports of a task on one day (任务进展填报)."""

    label, office, source = "任务进展填报", "办公室", WorkTask.source

    task = Reference("任务编号", to=WorkTask, required="always")
    report_date = Date("填报日期", required="always")
    percent = Integer("完成进度", minimum=0, maximum=100, required="always", unit="%")
    done_text = Text("已做工作", max_length=1000, long=True, required=True)
    problem_text = Text("问题和困难", max_length=1000, long=True)

    lifecycle = REGISTERED
    key = (task, report_date)
    parent = task
    counting_dates = {"report": CountingDate(report_date, "填报日期")}
    counting_places = {"division": CountingPlace(Register.place, "地区")}
    list_columns = (report_date, task, percent, done_text, Register.state)
    filters = (report_date, Register.state)
    checks = [
        Check(
            "TR01", report_date <= LocalDate(Column("recorded_at")), "填报日期在今天之后，请核对。"
        ),
        Check(
            "TR02",
            report_date >= task.of(WorkTask.start_date),
            "填报日期早于任务的开始日期，请核对。",
        ),
    ]
