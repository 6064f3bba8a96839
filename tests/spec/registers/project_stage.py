"""建设阶段: what its checks let pass and what they stop."""

from __future__ import annotations

from tests.spec.registers.construction_project import PROJECT
from tests.spec.registers.examples import Example, RegisterSpec

from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.content.registers.projects.project_stage import ProjectStage

_NOT_BEGUN = {
    **PROJECT,
    "项目编号": "998801JS20250002",
    "开工日期": "",
    "主体结顶日期": "",
    "竣工验收日期": "",
    "投入使用日期": "",
}

SPEC = RegisterSpec(
    ProjectStage,
    {
        "项目编号": "998801JS20250001",
        "阶段": "竣工验收",
        "计划完成日期": "2026-04-30",
        "实际完成日期": "2026-05-08",
    },
    (
        Example(
            "ST01",
            "实际完成日期不在今天（2026-11-23）之后",
            {"实际完成日期": "2026-11-23"},
            {"实际完成日期": "2026-11-24"},
        ),
        Example(
            "ST02",
            "没有开工的项目不能已竣工验收",
            {"项目编号": "998801JS20250002", "实际完成日期": ""},
            {"项目编号": "998801JS20250002"},
        ),
    ),
    ((ConstructionProject, PROJECT), (ConstructionProject, _NOT_BEGUN)),
)
