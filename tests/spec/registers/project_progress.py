"""月度完成投资: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.construction_project import PROJECT
from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.content.registers.projects.project_progress import ProjectProgress

SPEC = RegisterSpec(
    ProjectProgress,
    {"项目编号": "998801JS20250001", "月份": "2026-03-01", "本月完成投资": "500000"},
    (
        Example(
            "PG01",
            "本月完成投资不大于批准概算（900 万元）",
            {"本月完成投资": "9000000"},
            {"本月完成投资": "9000000.01"},
        ),
        Example(
            "PG02",
            "月份不在今天（2026-11-23）之后",
            {"月份": "2026-11-01"},
            {"月份": "2026-12-01"},
        ),
    ),
    ((ConstructionProject, PROJECT),),
)
