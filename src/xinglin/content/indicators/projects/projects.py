"""What is planned, built and paid."""

from __future__ import annotations

from xinglin.content.registers.projects.construction_project import (
    ConstructionProject as Project,
)
from xinglin.content.registers.projects.project_plan import ProjectPlan as Plan
from xinglin.content.registers.projects.project_progress import ProjectProgress as Progress
from xinglin.content.registers.projects.project_stage import ProjectStage as Stage
from xinglin.language.indicators import CountOfYear, Ratio, ShareOfTarget, Stock, Total

_OFFICE = "规划财务科"
_LAW = "《政府投资条例》"
PROJECTS = Project.where(Project.state == "registered")
VILLAGE_CLINICS = PROJECTS.where(Project.kind == "village_clinic", Project.nature == "4")
PLANS = Plan.where(Plan.state == "registered")
STAGES = Stage.where(Stage.state == "registered")


class ContinuedProjects(CountOfYear):
    """续建基建项目数."""

    name, office, source, unit = "续建基建项目数", _OFFICE, f"{_LAW}第十六条", "个"
    definition = "本年度投资计划中列为续建的项目数；一个项目一年只属一类。"
    of = PLANS.where(Plan.category == "continued")


class NewProjects(CountOfYear):
    """新建基建项目数."""

    name, office, source, unit = "新建基建项目数", _OFFICE, f"{_LAW}第十六条", "个"
    definition = "本年度投资计划中列为新建的项目数；一个项目一年只属一类。"
    of = PLANS.where(Plan.category == "new")


class PreparatoryProjects(CountOfYear):
    """前期阶段基建项目数."""

    name, office, source, unit = "前期阶段基建项目数", _OFFICE, f"{_LAW}第十六条", "个"
    definition = "本年度投资计划中列为前期的项目数；一个项目一年只属一类。"
    of = PLANS.where(Plan.category == "preparatory")


class TownshipHospitalsPlanned(CountOfYear):
    """年度规划建设卫生院数."""

    name, office, source, unit = "年度规划建设卫生院数", _OFFICE, f"{_LAW}第十六条", "间"
    definition = "本年度投资计划中的乡镇卫生院项目数，不论续建、新建、前期。"
    of = PLANS.where(Plan.project.of(Project.kind) == "township_hospital")


class VillageClinicsCompleted(Stock):
    """村卫生站标准化建设完成数."""

    name, office, source, unit = "村卫生站标准化建设完成数", _OFFICE, f"{_LAW}第二十五条", "间"
    definition = "期末已竣工验收的村卫生站标准化建设项目数；没有验收日期的不算完成。"
    counted_on = "accepted"
    of = VILLAGE_CLINICS.where(Project.accepted_date.is_known())


class VillageClinicsUnderConstruction(Stock):
    """村卫生站标准化建设在建数."""

    name, office, source, unit = "村卫生站标准化建设在建数", _OFFICE, f"{_LAW}第二十条", "间"
    definition = "期末已开工而未竣工验收的村卫生站标准化建设项目数。"
    of = VILLAGE_CLINICS.where(Project.started_date.is_known())
    ceased_on = Project.accepted_date


class ProjectsUnderConstruction(Stock):
    """在建项目数."""

    name, office, source, unit = "在建项目数", _OFFICE, f"{_LAW}第二十条", "个"
    definition = "期末已开工而未竣工验收的建设项目数，村卫生站除外。"
    of = PROJECTS.where(Project.kind != "village_clinic", Project.started_date.is_known())
    ceased_on = Project.accepted_date


class CommunityStationsInUse(Stock):
    """投入使用社区卫生服务站数."""

    name, office, source, unit = "投入使用社区卫生服务站数", _OFFICE, f"{_LAW}第二十五条", "家"
    definition = "期末已投入使用的社区卫生服务站建设项目数。"
    counted_on = "opened"
    of = PROJECTS.where(Project.kind == "community_station", Project.opened_date.is_known())


class CommunityCentresRebuilt(Stock):
    """社区卫生服务中心改造完成数."""

    name, office, source, unit = "社区卫生服务中心改造完成数", _OFFICE, f"{_LAW}第二十五条", "家"
    definition = "期末已竣工验收的社区卫生服务中心改建、扩建项目数。"
    counted_on = "accepted"
    of = PROJECTS.where(
        Project.kind == "community_centre", Project.nature == "3", Project.accepted_date.is_known()
    )


class ProjectsOverEstimate(Stock):
    """累计完成投资超过概算的项目数."""

    name, office, unit = "累计完成投资超过概算的项目数", _OFFICE, "个"
    source = f"{_LAW}第二十三条"
    definition = "期末已开工的项目中，各月完成投资之和大于批准概算的项目数；没有批复概算的不判断。"
    of = PROJECTS.where(
        Project.started_date.is_known(),
        Project.estimate_fen.is_known(),
        Progress.project.those().total(Progress.done_fen) > Project.estimate_fen,
    )


class InvestmentDone(Total):
    """完成投资."""

    name, office, source, unit = "完成投资", _OFFICE, f"{_LAW}第二十六条", "万元"
    definition = "期内各月完成投资之和，不含只列入年度计划而未完成的部分。"
    decimals = 2
    of = Progress.where(Progress.state == "registered")
    amount = Progress.done_fen
    in_one = 1_000_000


class InvestmentOfYearPlan(ShareOfTarget):
    """完成投资占年度计划."""

    name, office, source = "完成投资占年度计划", _OFFICE, f"{_LAW}第十六条"
    definition = "期内完成投资÷本年度计划投资×100%。"
    of_indicator = InvestmentDone
    targets = PLANS
    target_amount = Plan.planned_fen
    indicator_column = ""


class StagesOnTimeRate(Ratio):
    """建设阶段按期完成率."""

    name, office, source = "建设阶段按期完成率", _OFFICE, "本单位项目计划（本地）"
    definition = "计划在期内完成的阶段中，在计划日期当日或以前完成的阶段数÷计划完成的阶段数×100%。"
    decimals = 1
    numerator = STAGES.where(Stage.actual_date <= Stage.planned_date)
    denominator = STAGES


class StagesOverdue(Stock):
    """逾期未完成的建设阶段数."""

    name, office, source, unit = "逾期未完成的建设阶段数", _OFFICE, "本单位项目计划（本地）", "个"
    definition = "计划完成日期在期末或以前、期末仍未完成的建设阶段数。"
    of = STAGES
    ceased_on = Stage.actual_date
