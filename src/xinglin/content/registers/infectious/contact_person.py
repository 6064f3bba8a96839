"""A close contact of a case, watched until the incubation period is over."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.follow_up_codes import ContactRelation, Incubation
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import (
    Address,
    Code,
    Date,
    Division,
    DocumentNumber,
    IdNumber,
    Integer,
    Moment,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class ContactPerson(Register):
    """One person who was in contact with a case or within an event (密切接触者)."""

    label, office = "密切接触者", "疾控科"
    source = "《传染病防治法》关于密切接触者医学观察的规定（条文未核）"

    contact_no = DocumentNumber(
        "接触者编号", required="always", pattern="{place}MJ{year}{serial:05d}"
    )
    event_no = Text("事件编号", max_length=60, free=False, help="与病例卡号至少填一项。")
    case_card_no = Text("病例卡号", max_length=60, free=False, help="所接触病例的报告卡编号。")
    disease = Code("观察病种", codes=Incubation, required="always")
    contact_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期")
    age_years = Integer("年龄", minimum=0, maximum=120, unit="岁")
    phone = Phone("联系电话", required=True)
    residence = Division("现住址", required="always")
    address = Address("详细地址")
    relation = Code("与病例的关系", codes=ContactRelation, required=True)
    last_contact_at = Moment(
        "末次接触时间", required="always", help="观察期从次日起算，到最长潜伏期满的那天结束。"
    )
    ended_at = Moment("结束观察时间", help="解除或转为病例的时间，由系统记录；恢复观察的须清空。")
    own_card_no = Text("本人卡号", max_length=60, free=False, help="转为病例的填本人的报告卡编号。")

    lifecycle = Lifecycle(
        watched="观察中",
        released="已解除",
        became_case="转为病例",
        removed="已删除",
        editable=("watched",),
        ended=("removed",),
    )
    release = lifecycle.step("watched", "released", "解除观察", sets=ended_at)
    fall_ill = lifecycle.step(
        "watched", "became_case", "转为病例", sets=ended_at, reason_required=True
    )
    resume = lifecycle.step(
        ("released", "became_case"), "watched", "恢复观察", reason_required=True, corrects=True
    )
    remove = lifecycle.step(
        ("watched", "released", "became_case"), "removed", "删除", needs="remove",
        reason_required=True,
    )  # fmt: skip

    observation = Deadline(
        "医学观察",
        starts=last_contact_at,
        done=ended_at,
        calendar_days=disease.attribute("days", on=last_contact_at.date),
        clause="密切接触者自末次接触之日起观察到最长潜伏期满（各病种潜伏期未核）",
    )

    provides = "contact_person"
    key = (contact_no,)
    title_field = contact_name
    place_field = residence
    person = PersonFields(contact_name, id_number, sex, birth_date, phone)
    counting_dates = {"contact": CountingDate(last_contact_at.date, "末次接触日期")}
    counting_places = {"residence": CountingPlace(residence, "现住址")}
    list_columns = (
        contact_no, event_no, disease, contact_name, residence, relation, last_contact_at,
        Register.state,
    )  # fmt: skip
    filters = (event_no, case_card_no, disease, residence, Register.state)
    checks = [
        Check(
            "MC01",
            event_no.is_known() | case_card_no.is_known(),
            "事件编号与病例卡号至少填一项。",
        ),
        Check(
            "MC02",
            last_contact_at <= Column("recorded_at"),
            "末次接触时间在现在之后，请核对。",
        ),
        Check(
            "MC03",
            days_between(last_contact_at.date, ended_at.date)
            >= disease.attribute("days", on=last_contact_at.date),
            "观察期未满就结束观察，请说明理由（转为病例的写明报告卡编号）。",
            level="warning",
        ),
        Check(
            "MC04",
            birth_date <= LocalDate(last_contact_at),
            "出生日期不能晚于末次接触时间，请核对两处日期。",
        ),
    ]
