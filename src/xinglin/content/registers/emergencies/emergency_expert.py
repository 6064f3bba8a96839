"""One expert who may be asked."""

from __future__ import annotations

from xinglin.codes.emergency_codes import EmergencySkill
from xinglin.language.checks import Check
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Flag,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class EmergencyExpert(Register):
    """One member of the committee of experts (应急专家)."""

    label, office = "应急专家", "应急办"
    source = "规则书2.9：专家委员会"

    expert_no = DocumentNumber("专家编号", required="always", pattern="{place}ZJ{year}{serial:03d}")
    expert_name = PersonName("姓名", required=True)
    speciality = Code("专业", codes=EmergencySkill, required="always")
    job_title = Text("职称", max_length=30, free=False)
    division = Division("所在地", required="always")
    unit_name = Text("工作单位", max_length=60, free=False, required=True)
    phone = Phone("联系电话", required=True)
    on_call = Flag("全天待命")
    appointed_date = Date("聘任日期", required="always")
    until_date = Date("聘期至")

    lifecycle = Lifecycle(
        registered="在聘",
        left="已解聘",
        removed="已删除",
        editable=("registered",),
        ended=("removed",),
    )
    leave = lifecycle.step("registered", "left", "解聘", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("registered", "left"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (expert_no,)
    title_field = expert_name
    place_field = division
    counting_dates = {"appointed": CountingDate(appointed_date, "聘任日期")}
    counting_places = {"division": CountingPlace(division, "所在地")}
    list_columns = (
        expert_no, expert_name, speciality, unit_name, phone, on_call, until_date, Register.state,
    )  # fmt: skip
    filters = (division, speciality, on_call, until_date, Register.state)
    checks = [Check("EX01", until_date > appointed_date, "聘期至不晚于聘任日期，请核对。")]
