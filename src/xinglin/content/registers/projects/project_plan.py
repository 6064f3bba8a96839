"""What a year is to bring for a project."""

from __future__ import annotations

from xinglin.codes.project_codes import PlanCategory
from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.language.checks import Check
from xinglin.language.fields import Code, Date, Money, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ProjectPlan(Register):
    """A project's part in one year's investment plan (年度投资计划)."""

    label, office = "年度投资计划", "规划财务科"
    source = "《政府投资条例》第十六条、第十七条（年度计划的内容和列入条件）"

    project = Reference("项目编号", to=ConstructionProject, required="always")
    year_date = Date("年度", required="always", help="填该年的 1月1日。")
    category = Code("计划类别", codes=PlanCategory, required="always", help="一年只属一类。")
    planned_fen = Money("年度计划投资")
    funds = Text("资金来源", max_length=100)
    assignment = Text("下达文件", max_length=200)

    lifecycle = REGISTERED
    key = (project, year_date)
    parent = project
    counting_dates = {"year": CountingDate(year_date, "年度")}
    counting_places = {"division": CountingPlace(Register.place, "建设地点")}
    list_columns = (year_date, project, category, planned_fen, Register.state)
    filters = (year_date, category, Register.state)
    checks = [
        Check(
            "PP01",
            planned_fen <= project.of(ConstructionProject.total_fen),
            "年度计划投资大于该项目的总投资，请核对。",
        ),
    ]
