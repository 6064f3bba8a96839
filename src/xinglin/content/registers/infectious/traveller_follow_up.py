"""A person come from an area with an infectious disease, followed up at home."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.follow_up_codes import Incubation
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, days_between
from xinglin.language.fields import (
    Address,
    Code,
    Date,
    Division,
    DocumentNumber,
    IdNumber,
    Moment,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class TravellerFollowUp(Register):
    """One traveller's follow-up for one disease after one entry (入境人员随访).

    Whoever falls ill gets a card whose source of infection is imported (输入).
    """

    label, office = "入境人员随访", "疾控科"
    source = "输入性传染病入境人员健康随访要求（未核）"

    follow_no = DocumentNumber("随访编号", required="always", pattern="{place}RJ{year}{serial:05d}")
    person_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号", help="护照等号码写在备注。")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期")
    phone = Phone("联系电话", required=True)
    residence = Division("现住址", required="always")
    address = Address("详细地址")
    came_from = Text("来自国家（地区）", max_length=60, free=False, required="always")
    entry_at = Moment("入境时间", required="always", help="随访期从次日起算，到最长潜伏期满结束。")
    disease = Code("随访病种", codes=Incubation, required="always")
    told_by = Text("通报单位", max_length=60, free=False, help="海关、外地疾控中心等。")
    ended_at = Moment(
        "结束随访时间", help="随访期满或转为病例的时间，由系统记录；恢复随访的须清空。"
    )
    own_card_no = Text("本人卡号", max_length=60, free=False, help="转为病例的填本人的报告卡编号。")
    remark = Text("备注", max_length=200)

    lifecycle = Lifecycle(
        watched="随访中",
        released="已结束",
        became_case="转为病例",
        removed="已删除",
        editable=("watched",),
        ended=("removed",),
    )
    release = lifecycle.step("watched", "released", "结束随访", sets=ended_at)
    fall_ill = lifecycle.step(
        "watched", "became_case", "转为病例", sets=ended_at, reason_required=True
    )
    resume = lifecycle.step(
        ("released", "became_case"), "watched", "恢复随访", reason_required=True, corrects=True
    )
    remove = lifecycle.step(
        ("watched", "released", "became_case"), "removed", "删除", needs="remove",
        reason_required=True,
    )  # fmt: skip

    observation = Deadline(
        "入境随访",
        starts=entry_at,
        done=ended_at,
        calendar_days=disease.attribute("days", on=entry_at.date),
        clause="入境人员自入境之日起每日随访到最长潜伏期满（各病种潜伏期未核）",
    )

    provides = "traveller_follow_up"
    key = (follow_no,)
    title_field = person_name
    place_field = residence
    person = PersonFields(person_name, id_number, sex, birth_date, phone)
    counting_dates = {"entry": CountingDate(entry_at.date, "入境日期")}
    counting_places = {"residence": CountingPlace(residence, "现住址")}
    list_columns = (
        follow_no, person_name, residence, came_from, entry_at, disease, Register.state,
    )  # fmt: skip
    filters = (disease, residence, came_from, Register.state)
    checks = [
        Check("EN01", entry_at <= Column("recorded_at"), "入境时间在现在之后，请核对。"),
        Check(
            "EN02",
            days_between(entry_at.date, ended_at.date)
            >= disease.attribute("days", on=entry_at.date),
            "随访期未满就结束随访，请说明理由（转为病例的写明报告卡编号）。",
            level="warning",
        ),
        Check("EN03", birth_date <= entry_at.date, "出生日期不能晚于入境时间，请核对两处日期。"),
    ]
