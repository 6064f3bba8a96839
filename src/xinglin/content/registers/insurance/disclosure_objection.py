"""What people say against a published list."""

from __future__ import annotations

from xinglin.content.rulebooks.insurance.fund_rules import FundRules
from xinglin.language.checks import Deadline
from xinglin.language.fields import (
    Division,
    DocumentNumber,
    Integer,
    Moment,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, Register


class DisclosureObjection(Register):
    """One objection to a published list, and the answer to it (公示异议)."""

    label, office = "公示异议", "合作医疗办公室"
    source = "《医疗保障基金使用监督管理条例》（2021）第二十六条、第三十五条：社会监督与举报"

    objection_no = DocumentNumber(
        "异议编号", required="always", pattern="{place}YY{year}{serial:05d}"
    )
    disclosure_id = Integer("公示号", minimum=1, required="always")
    disclosure_title = Text("公示标题", free=False, max_length=200, required="always")
    area = Division("统筹地区", required="always")
    told = Text("异议内容", max_length=500, long=True, required="always")
    contact_name = PersonName("联系人")
    contact_phone = Phone("联系电话")
    received_at = Moment("收到时间", required="always")
    answer = Text("答复", max_length=500, long=True)
    answered_at = Moment("答复时间")

    lifecycle = Lifecycle(
        received="待核实", answered="已答复", editable=("received",), ended=("answered",)
    )
    reply = lifecycle.step(
        "received", "answered", "答复", needs="review", sets=answered_at, reason_required=True
    )
    answer_limit = Deadline(
        "答复异议",
        starts=received_at,
        done=answered_at,
        working_days=FundRules.answer_within_days.on(received_at.date),
        clause="公示异议的答复期限（本地，可配置）",
    )
    provides = "disclosure_objection"
    key = (objection_no,)
    title_field = disclosure_title
    place_field = area
    counting_dates = {"received": CountingDate(received_at.date, "收到日期")}
    counting_places = {"area": CountingPlace(area, "统筹地区")}
    list_columns = (
        objection_no, disclosure_title, area, received_at, told, answered_at, Register.state,
    )  # fmt: skip
    filters = (area, received_at, Register.state)
