"""One drill."""

from __future__ import annotations

from xinglin.codes.emergency_codes import DrillKind, EmergencyKind
from xinglin.content.registers.emergencies.emergency_plan import EmergencyPlan
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Integer,
    Reference,
    Text,
)
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencyDrill(Register):
    """One drill at a table or in the field, and what it showed (应急演练)."""

    label, office = "应急演练", "应急办"
    source = "规则书2.5、2.9：演练记类型、日期、参加人数和评估"

    drill_no = DocumentNumber("演练编号", required="always", pattern="{place}YL{year}{serial:03d}")
    title = Text("演练名称", max_length=100, free=False, required="always")
    drill_date = Date("演练日期", required="always")
    drill_kind = Code("演练形式", codes=DrillKind, required="always")
    kind = Code("事件类型", codes=EmergencyKind)
    plan = Reference("预案编号", to=EmergencyPlan)
    division = Division("地区", required="always")
    participants_count = Integer("参加人数", minimum=1, required="always", unit="人")
    units_count = Integer("参加单位数", minimum=1, unit="个")
    findings = Text("发现的问题", max_length=1000, long=True)

    lifecycle = REGISTERED
    key = (drill_no,)
    title_field = title
    place_field = division
    counting_dates = {"drill": CountingDate(drill_date, "演练日期")}
    counting_places = {"division": CountingPlace(division, "地区")}
    list_columns = (
        drill_no, title, drill_date, drill_kind, kind, division, participants_count,
    )  # fmt: skip
    filters = (division, drill_date, drill_kind, kind)
    checks = [
        Check(
            "ED01", drill_date <= LocalDate(Column("recorded_at")), "演练日期在今天之后，请核对。"
        ),
        Check(
            "ED02",
            drill_date >= plan.of(EmergencyPlan.issued_at.date),
            "演练日期早于预案发布，请核对预案编号。",
        ),
        Check("ED03", units_count <= participants_count, "参加单位数多于参加人数，请核对。"),
    ]
