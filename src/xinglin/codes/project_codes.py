"""Short code lists of construction projects (重点建设项目)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

ProjectKind = read_code_set(
    "project_kind.csv", name="ProjectKind", label="项目类别", source="自编代码（本地）"
)
ProjectNature = read_code_set(
    "project_nature.csv", name="ProjectNature", label="建设性质", source="自编代码（本地）"
)
PlanCategory = read_code_set(
    "plan_category.csv", name="PlanCategory", label="年度计划类别", source="自编代码（本地）"
)
ProjectStageCode = read_code_set(
    "project_stage.csv",
    name="ProjectStageCode",
    label="建设阶段",
    source="《政府投资条例》等，见表",
)
