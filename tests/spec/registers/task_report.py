"""任务进展填报: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec
from tests.spec.registers.work_task import TASK

from xinglin.content.registers.tasks.task_report import TaskReport
from xinglin.content.registers.tasks.work_task import WorkTask

SPEC = RegisterSpec(
    TaskReport,
    {
        "任务编号": "998801RW20260001",
        "填报日期": "2026-03-31",
        "完成进度": "40",
        "已做工作": "已召开布置会",
    },
    (
        Example(
            "TR01",
            "填报日期不在今天（2026-11-23）之后",
            {"填报日期": "2026-11-23"},
            {"填报日期": "2026-11-24"},
        ),
        Example(
            "TR02",
            "填报日期不早于任务开始（2026-01-01）",
            {"填报日期": "2026-01-01"},
            {"填报日期": "2025-12-31"},
        ),
    ),
    ((WorkTask, TASK),),
)
