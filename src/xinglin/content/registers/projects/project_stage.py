"""A project's way from the first idea to the final account."""

from __future__ import annotations

from xinglin.codes.project_codes import ProjectStageCode
from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ProjectStage(Register):
    """One stage of one project, planned and done (建设阶段)."""

    label, office = "建设阶段", "规划财务科"
    source = "《政府投资条例》第九条、第十二条、第二十条"

    project = Reference("项目编号", to=ConstructionProject, required="always")
    stage = Code("阶段", codes=ProjectStageCode, required="always")
    planned_date = Date("计划完成日期", required="always")
    actual_date = Date("实际完成日期", help="还没有完成的留空，“力争”的日期不算完成。")
    document = Text("批文或依据", max_length=100)
    percent_note = Text("形象进度", max_length=200)

    lifecycle = REGISTERED
    key = (project, stage)
    parent = project
    counting_dates = {
        "planned": CountingDate(planned_date, "计划完成日期"),
        "actual": CountingDate(actual_date, "实际完成日期"),
    }
    counting_places = {"division": CountingPlace(Register.place, "建设地点")}
    list_columns = (project, stage, planned_date, actual_date, percent_note, Register.state)
    filters = (stage, planned_date, actual_date, Register.state)
    checks = [
        Check(
            "ST01",
            actual_date <= LocalDate(Column("recorded_at")),
            "实际完成日期在今天之后，请改填在计划完成日期里。",
        ),
        Check(
            "ST02",
            ~((stage == "11") & actual_date.is_known())
            | project.of(ConstructionProject.started_date).is_known(),
            "竣工验收已完成而项目还没有开工日期，请先补填项目的开工日期。",
        ),
    ]
