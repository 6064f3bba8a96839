"""How many tasks there are, done and overdue."""

from __future__ import annotations

from xinglin.content.registers.tasks.work_task import WorkTask as Task
from xinglin.language.indicators import Stock

_OFFICE, _SOURCE = "办公室", "本级任务分解表（本地）"
LISTED = Task.where(Task.state.in_("published", "finished"))


class EqualisationTasks(Stock):
    """均等化任务指标项数."""

    name, office, source, unit = "均等化任务指标项数", _OFFICE, _SOURCE, "项"
    definition = "期末已下达的基本公共卫生服务均等化任务指标项数，含已完成的，不含取消的。"
    of = LISTED.where(Task.programme == "equalisation")


class KeyWorkTasks(Stock):
    """列入梳理落实的重点工作项数."""

    name, office, source, unit = "列入梳理落实的重点工作项数", _OFFICE, _SOURCE, "项"
    definition = "期末已下达的重点工作任务项数，含已完成的，不含取消的。"
    of = LISTED.where(Task.programme == "key_work")


class TasksFinished(Stock):
    """确认完成任务数."""

    name, office, source, unit = "已确认完成的任务数", _OFFICE, _SOURCE, "项"
    definition = "期末或以前下达、已确认完成的任务数，不含取消的。"
    of = LISTED.where(Task.state == "finished")


class TasksOverdue(Stock):
    """逾期未完成的任务数."""

    name, office, source, unit = "逾期未完成的任务数", _OFFICE, _SOURCE, "项"
    definition = "完成期限在期末或以前、期末仍未确认完成的任务数。"
    counted_on = "due"
    of = LISTED
    ceased_on = Task.finished_at.date
