"""One child on a clinic's roll."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.special_disease_codes import TestResult
from xinglin.codes.vaccines import ResidenceKind
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    Flag,
    IdNumber,
    Moment,
    PersonName,
    Phone,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class VaccinationChild(Register):
    """One child and the clinic that manages it (预防接种个案).

    Managed where it lives, not where it is registered (疫苗管理法 art. 47).
    """

    label, office = "预防接种个案", "疾控科"
    source = "《疫苗管理法》第四十七条；预防接种工作规范（2023年版，未核）"
    provides = "vaccination_child"

    child_no = DocumentNumber("儿童编码", required="always", pattern="{place}ET{year}{serial:06d}")
    child_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required="always")
    birth_date = Date("出生日期", required="always")
    birth_at = Moment("出生时间", help="精确到时分的才能判断24小时内及时接种。")
    guardian_name = PersonName("监护人姓名")
    phone = Phone("联系电话")
    residence = Division("现住址", required="always", level="township")
    residence_kind = Code("居住属性", codes=ResidenceKind, default="resident")
    mother_hbsag = Code("母亲乙肝表面抗原", codes=TestResult)
    carded_date = Date("建卡日期", required=True)
    has_certificate = Flag("已发预防接种证")

    lifecycle = Lifecycle(
        active="在册",
        moved="已迁出",
        lost="失联",
        died="死亡",
        removed="已删除",
        editable=("active", "lost"),
        ended=("removed",),
    )
    move = lifecycle.step("active", "moved", "迁出", reason_required=True)
    lose = lifecycle.step("active", "lost", "失联")
    come_back = lifecycle.step(("moved", "lost"), "active", "恢复在册")
    die = lifecycle.step(("active", "lost"), "died", "死亡", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("active", "moved", "lost", "died"), "removed", "删除（重复建卡）",
        needs="remove", reason_required=True,
    )  # fmt: skip

    key = (child_no,)
    title_field = child_name
    place_field = residence
    person = PersonFields(child_name, id_number, sex, birth_date, phone)
    counting_dates = {
        "birth": CountingDate(birth_date, "出生日期"),
        "carded": CountingDate(carded_date, "建卡日期"),
    }
    counting_places = {
        "residence": CountingPlace(residence, "现住址"),
        "unit": CountingPlace(Register.reporter_place, "管理门诊"),
    }
    list_columns = (
        child_no, child_name, sex, birth_date, residence, residence_kind, carded_date,
        Register.reporter, Register.state,
    )  # fmt: skip
    filters = (residence, birth_date, residence_kind, Register.reporter, Register.state)
    checks = [
        Check("VC01", carded_date >= birth_date, "建卡日期早于出生日期，请核对。"),
        Check("VC02", birth_at.date == birth_date, "出生时间与出生日期不是同一天，请核对。"),
        Check(
            "VC03",
            birth_date <= LocalDate(Column("recorded_at")),
            "出生日期在今天之后，请核对。",
        ),
        Check(
            "VC04",
            days_between(birth_date, carded_date) <= 31,
            "出生后一个月内应办理预防接种证，请核对建卡日期；确实迟办的请说明理由。",
            level="warning",
        ),
    ]
