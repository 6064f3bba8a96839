"""One thing that is built."""

from __future__ import annotations

from xinglin.codes.project_codes import ProjectKind, ProjectNature
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Integer,
    Money,
    Text,
)
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register

_TODAY = LocalDate(Column("recorded_at"))


class ConstructionProject(Register):
    """One construction project, from approval to use (建设项目)."""

    label, office = "建设项目", "规划财务科"
    source = "《政府投资条例》（2019-07-01 施行）第九条至第二十六条"

    project_no = DocumentNumber(
        "项目编号", required="always", pattern="{place}JS{year}{serial:04d}"
    )
    project_name = Text("项目名称", max_length=100, required="always")
    kind = Code("项目类别", codes=ProjectKind, required="always")
    nature = Code("建设性质", codes=ProjectNature, required=True)
    division = Division("建设地点", required="always")
    owner_unit = Text("项目单位", max_length=60, required=True)
    scale = Integer("建设规模", minimum=0, unit="平方米")
    total_fen = Money("总投资", required=True)
    estimate_fen = Money("批准概算", help="没有批复概算的留空；累计完成投资超过它的另行列出。")
    approved_date = Date("立项批复日期")
    started_date = Date("开工日期", help="实际开工的日期，计划日期写在建设阶段里。")
    topped_date = Date("主体结顶日期", help="最后一块主体结构浇筑完成的日期，不是竣工。")
    accepted_date = Date("竣工验收日期")
    opened_date = Date("投入使用日期")
    note = Text("备注", max_length=400)

    lifecycle = REGISTERED
    key = (project_no,)
    title_field = project_name
    place_field = division
    counting_dates = {
        "started": CountingDate(started_date, "开工日期"),
        "accepted": CountingDate(accepted_date, "竣工验收日期"),
        "opened": CountingDate(opened_date, "投入使用日期"),
    }
    counting_places = {"division": CountingPlace(division, "建设地点")}
    list_columns = (
        project_no,
        project_name,
        kind,
        division,
        total_fen,
        started_date,
        accepted_date,
        opened_date,
        Register.state,
    )
    filters = (kind, nature, division, started_date, accepted_date, Register.state)
    checks = [
        Check("CP01", accepted_date >= started_date, "竣工验收不能早于开工，请核对。"),
        Check("CP02", opened_date >= accepted_date, "投入使用不能早于竣工验收，请核对。"),
        Check("CP03", topped_date >= started_date, "结顶不能早于开工，请核对。"),
        Check("CP04", accepted_date >= topped_date, "竣工验收不能早于结顶，请核对。"),
        Check("CP05", accepted_date <= _TODAY, "竣工验收日期在今天之后，计划日期请填在建设阶段。"),
        Check("CP06", started_date <= _TODAY, "开工日期在今天之后，计划日期请填在建设阶段。"),
        Check(
            "CP07",
            estimate_fen <= total_fen,
            "批准概算大于总投资，请核对两项。",
            level="warning",
        ),
    ]
