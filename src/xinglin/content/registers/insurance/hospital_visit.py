"""Members who are in hospital, or came to a clinic, and have not been settled yet."""

from __future__ import annotations

from xinglin.codes import Sex
from xinglin.codes.insurance_codes import ClaimKind
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    Flag,
    IdNumber,
    Institution,
    PersonName,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register

_TODAY = LocalDate(Column("recorded_at"))


class HospitalVisit(Register):
    """One stay or visit of a member, from its registration to its settlement (就诊登记)."""

    label, office = "就诊登记", "合作医疗办公室"
    source = "新型农村合作医疗即时结报流程（本地）；同一人同时只能有一次在院"

    visit_no = Text(
        "就诊号", free=False, max_length=40, required="always", help="机构代码＋住院号＋年度。"
    )
    hospital = Institution("就诊机构", required="always")
    card_no = Text("合作医疗证号", max_length=30, required="always", identifying=True)
    patient_name = PersonName("患者姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex)
    birth_date = Date("出生日期")
    residence = Division("参合地", required=True, level="township")
    kind = Code("补偿类别", codes=ClaimKind, required="always")
    admitted_date = Date("入院日期", required="always", help="门诊填就诊日期。")
    told_date = Date("告知合管办日期", help="入院登记报合管办的日期。")
    disease_code = Text("病种代码", max_length=20)
    referred = Flag("转诊")
    consented_date = Date("转诊同意日期")
    emergency = Flag("急诊")
    discharged_date = Date("出院日期", help="门诊填就诊日期。")

    lifecycle = Lifecycle(
        admitted="在院",
        leaving="出院待结",
        settled="已结算",
        cancelled="已取消",
        editable=("admitted", "leaving"),
        ended=("settled", "cancelled"),
        by_action=("settled",),
    )
    leave = lifecycle.step("admitted", "leaving", "出院待结")
    cancel = lifecycle.step(("admitted", "leaving"), "cancelled", "取消登记", reason_required=True)

    provides = "insured_visit"
    key = (visit_no,)
    title_field = patient_name
    place_field = residence
    reporter_field = hospital
    person = PersonFields(patient_name, id_number, sex, birth_date, None)
    once_at_a_time = (card_no, kind)
    counting_dates = {
        "admitted": CountingDate(admitted_date, "入院日期"),
        "discharged": CountingDate(discharged_date, "出院日期"),
    }
    counting_places = {"residence": CountingPlace(residence, "参合地")}
    list_columns = (
        visit_no, patient_name, hospital, kind, admitted_date, discharged_date, disease_code,
        Register.state,
    )  # fmt: skip
    filters = (hospital, kind, admitted_date, discharged_date, Register.state)
    checks = [
        Check("HV01", admitted_date <= _TODAY, "入院日期在今天之后，请核对。"),
        Check("HV02", discharged_date >= admitted_date, "出院日期早于入院日期，请核对。"),
        Check("HV03", discharged_date <= _TODAY, "出院日期在今天之后，请核对。"),
        Check("HV04", birth_date <= admitted_date, "出生日期晚于入院日期，请核对。"),
    ]
