"""What a month brought."""

from __future__ import annotations

from xinglin.content.registers.projects.construction_project import ConstructionProject
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Date, Money, Reference, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class ProjectProgress(Register):
    """A project's investment of one month (月度完成投资)."""

    label, office = "月度完成投资", "规划财务科"
    source = "《政府投资条例》第二十六条（项目信息报送；条号未核）"

    project = Reference("项目编号", to=ConstructionProject, required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    done_fen = Money("本月完成投资", required="always")
    paid_fen = Money("本月支付")
    progress_note = Text("进展", max_length=400)

    lifecycle = REGISTERED
    key = (project, month_date)
    parent = project
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(Register.place, "建设地点")}
    list_columns = (month_date, project, done_fen, paid_fen, progress_note, Register.state)
    filters = (month_date, Register.state)
    checks = [
        Check(
            "PG01",
            done_fen <= project.of(ConstructionProject.estimate_fen),
            "本月完成投资大于该项目的批准概算，请核对，或先补填调整后的概算。",
        ),
        Check("PG02", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
