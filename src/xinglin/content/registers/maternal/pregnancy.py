"""One pregnancy, from the booklet to its outcome."""

from __future__ import annotations

from xinglin.codes.maternal_codes import DeliveryPlace, HouseholdKind, PregnancyOutcome
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import (
    NEW_RECORDS,
    Code,
    Date,
    Division,
    DocumentNumber,
    IdNumber,
    Integer,
    PersonName,
    Phone,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class Pregnancy(Register):
    """One pregnancy of one woman, with its booklet and its outcome (孕产妇保健登记)."""

    label, office = "孕产妇保健登记", "妇社科"
    source = "《国家基本公共卫生服务规范（2011年版）》孕产妇健康管理；《母婴保健法实施办法》"

    booklet_no = DocumentNumber(
        "保健手册编号",
        required="always",
        pattern="{place}Y{year}{serial:06d}",
        help="未建册而分娩的也登记，编号由系统给出。",
    )
    woman_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号", required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    household = Code("户籍性质", codes=HouseholdKind, required=True)
    residence = Division("现住址", required=True, level="township")
    last_period_date = Date("末次月经日期", required=True)
    due_date = Date("预产期日期", help="末次月经日期加280天；经超声校正的填校正后的日期。")
    gravidity_count = Integer("孕次", minimum=1, maximum=20)
    parity_count = Integer("产次", minimum=0, maximum=20)
    booked_date = Date("建卡（册）日期", help="没有建卡（册）的留空。")
    booked_week = Integer("建卡（册）孕周", minimum=4, maximum=42, unit="周")
    outcome = Code("妊娠结局", codes=PregnancyOutcome, help="尚未结束的留空。")
    outcome_date = Date("结局日期")
    delivery_place = Code("分娩地点", codes=DeliveryPlace)

    lifecycle = Lifecycle(
        active="在册",
        closed="已结案",
        removed="已删除",
        editable=("active",),
        ended=("removed",),
    )
    close = lifecycle.step("active", "closed", "结案", needs="review")
    reopen = lifecycle.step("closed", "active", "重新管理", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("active", "closed"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (booklet_no,)
    title_field = woman_name
    place_field = residence
    person = PersonFields(woman_name, id_number, None, birth_date, phone)
    counting_dates = {
        "outcome": CountingDate(outcome_date, "结局日期"),
        "booked": CountingDate(booked_date, "建卡（册）日期"),
    }
    counting_places = {
        "residence": CountingPlace(residence, "现住址"),
        "unit": CountingPlace(Register.reporter_place, "管理单位"),
    }
    list_columns = (
        booklet_no,
        woman_name,
        residence,
        household,
        booked_date,
        due_date,
        outcome,
        outcome_date,
        Register.reporter,
        Register.state,
    )
    filters = (
        residence,
        household,
        outcome,
        booked_date,
        due_date,
        outcome_date,
        Register.reporter,
        Register.state,
    )
    checks = [
        Check(
            "MP01",
            days_between(last_period_date, due_date) <= 301,
            "预产期应在末次月经后280天前后（超声校正不超过三周），请核对两处日期。",
        ),
        Check(
            "MP02",
            booked_date >= last_period_date,
            "建卡（册）日期不能早于末次月经日期，请核对两处日期。",
        ),
        Check(
            "MP03",
            outcome_date >= last_period_date,
            "结局日期不能早于末次月经日期，请核对两处日期。",
        ),
        Check(
            "MP04",
            outcome.is_unknown() | outcome_date.is_known(),
            "已填妊娠结局的须填结局日期。",
            channels=NEW_RECORDS,
        ),
        Check(
            "MP05",
            outcome_date.is_unknown() | outcome.is_known(),
            "已填结局日期的须选妊娠结局。",
            channels=NEW_RECORDS,
        ),
        Check(
            "MP06",
            (outcome != "1") | delivery_place.is_known(),
            "结局为分娩的须填分娩地点。",
            channels=NEW_RECORDS,
        ),
        Check(
            "MP07",
            (outcome != "1") | (days_between(last_period_date, outcome_date) >= 196),
            "分娩应在孕满28周以后（不满28周的是流产或引产），请核对日期和结局。",
        ),
        Check(
            "MP08",
            booked_date.is_unknown() | booked_week.is_known(),
            "已建卡（册）的须填建卡（册）孕周。",
            channels=NEW_RECORDS,
        ),
        Check(
            "MP09",
            outcome_date <= LocalDate(Column("recorded_at")),
            "结局日期在今天之后，请核对。",
        ),
        Check(
            "MP10",
            days_between(last_period_date, outcome_date) <= 315,
            "末次月经到结局超过45周，请核对两处日期；确实如此请说明理由。",
            level="warning",
        ),
    ]
