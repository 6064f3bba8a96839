"""One team that is called out."""

from __future__ import annotations

from xinglin.codes.emergency_codes import EmergencySkill
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Flag,
    Integer,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencyTeam(Register):
    """One team of a place with who leads it and how it is called (应急队伍)."""

    label, office = "应急队伍", "应急办"
    source = "《突发公共卫生事件应急条例》第十七条、第十八条（未核）"

    team_no = DocumentNumber("队伍编号", required="always", pattern="{place}DW{year}{serial:03d}")
    team_name = Text("队伍名称", max_length=60, free=False, required="always")
    skill = Code("专业", codes=EmergencySkill, required="always")
    division = Division("所在地", required="always")
    unit_name = Text("依托单位", max_length=60, free=False, required=True)
    leader_name = PersonName("队长")
    phone = Phone("值班电话")
    on_call = Flag("全天待命")
    members_count = Integer("队员人数", minimum=1, required="always", unit="人")
    formed_date = Date("组建日期", required="always")
    dissolved_date = Date("撤销日期")

    lifecycle = Lifecycle(
        registered="在编",
        dissolved="已撤销",
        removed="已删除",
        editable=("registered",),
        ended=("removed",),
    )
    dissolve = lifecycle.step(
        "registered", "dissolved", "撤销", needs="review", reason_required=True
    )
    remove = lifecycle.step(
        ("registered", "dissolved"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (team_no,)
    title_field = team_name
    place_field = division
    counting_dates = {"formed": CountingDate(formed_date, "组建日期")}
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (
        team_no, team_name, skill, division, members_count, on_call, phone, Register.state,
    )  # fmt: skip
    filters = (division, skill, on_call, Register.state)
    checks = [
        Check(
            "EM01", formed_date <= LocalDate(Column("recorded_at")), "组建日期在今天之后，请核对。"
        ),
        Check("EM02", dissolved_date >= formed_date, "撤销日期早于组建日期，请核对。"),
    ]
