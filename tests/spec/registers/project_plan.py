"""年度投资计划: what its check lets pass and what it stops."""

from __future__ import annotations

from tests.spec.registers.construction_project import PROJECT
from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.content.registers.projects.project_plan import ProjectPlan

SPEC = RegisterSpec(
    ProjectPlan,
    {
        "项目编号": "998801JS20250001",
        "年度": "2026-01-01",
        "计划类别": "续建",
        "年度计划投资": "4000000",
    },
    (
        Example(
            "PP01",
            "年度计划投资不大于总投资（900 万元）",
            {"年度计划投资": "9000000"},
            {"年度计划投资": "9000000.01"},
        ),
    ),
    ((ConstructionProject, PROJECT),),
)
