"""分解任务: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.tasks.work_task import WorkTask

TASK = {
    "任务编号": "998801RW20260001",
    "任务类别": "重点工作",
    "任务": "示例任务",
    "地区": "998801",
    "牵头科室": "疾控科",
    "开始日期": "2026-01-01",
    "完成期限": "2026-12-31",
    "考核指标": "class_bc_cases",
    "目标值": "96.5",
    "下达时间": "2026-01-10 09:00",
    "完成时间": "2026-06-30 17:00",
}

SPEC = RegisterSpec(
    WorkTask,
    TASK,
    (
        Example(
            "WT01", "完成期限不早于开始日期", {"完成期限": "2026-01-01"}, {"完成期限": "2025-12-31"}
        ),
        Example("WT02", "填了考核指标就要填目标值", {"考核指标": "", "目标值": ""}, {"目标值": ""}),
        Example(
            "WT03",
            "完成时间不早于下达时间",
            {"完成时间": "2026-01-10 09:00"},
            {"完成时间": "2026-01-10 08:59"},
        ),
    ),
)
