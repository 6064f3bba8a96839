"""Short code lists of task decomposition (任务分解)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

TaskProgramme = read_code_set(
    "task_programme.csv", name="TaskProgramme", label="任务类别", source="自编代码（本地）"
)
TaskDirection = read_code_set(
    "task_direction.csv", name="TaskDirection", label="目标方向", source="自编代码（本地）"
)
