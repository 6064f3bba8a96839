"""One stay or visit that the fund has paid for, or not."""

from __future__ import annotations

from xinglin.codes import Sex
from xinglin.codes.insurance_codes import AidClass, ClaimKind, HospitalLevel
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    Flag,
    IdNumber,
    Money,
    PersonName,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register

_TODAY = LocalDate(Column("recorded_at"))


class BenefitClaim(Register):
    """One settled claim: what it cost, and who paid what (补偿结算单).

    A stay belongs to the year of its discharge. Nothing is edited after settlement: a wrong claim
    is reversed by a record of its own.
    """

    label, office = "补偿结算单", "合作医疗办公室"
    source = (
        "新型农村合作医疗补偿方案（本地）；结算字段参照《医疗保障基金使用监督管理条例》（2021）"
    )

    claim_no = Text("结算单号", max_length=40, required="always", help="机构代码＋住院号＋年度。")
    card_no = Text("合作医疗证号", max_length=30, required=True, identifying=True)
    patient_name = PersonName("患者姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex)
    birth_date = Date("出生日期")
    kind = Code("补偿类别", codes=ClaimKind, required="always")
    level = Code("机构级别", codes=HospitalLevel, required="always")
    hospital_name = Text("就诊机构", max_length=60, required=True)
    residence = Division("参合地", required=True, level="township")
    aid_class = Code("救助类别", codes=AidClass)
    disease_code = Text("病种代码", max_length=20)
    admitted_date = Date("入院日期", required=True, help="门诊填就诊日期。")
    discharged_date = Date("出院日期", required="always", help="门诊填就诊日期。")
    settled_date = Date("结算日期", required=True)
    referred = Flag("转诊")
    emergency = Flag("急诊")
    total_fen = Money("总费用", required="always")
    class_a_fen = Money("甲类费用", required=True)
    class_b_fen = Money("乙类费用", required=True)
    excluded_fen = Money("目录外费用", required=True)
    paid_fen = Money("统筹基金支付", required="always")
    account_fen = Money("家庭账户支付", required=True)
    own_fen = Money("个人支付", required=True)
    policy_name = Text("补偿方案", max_length=60)
    policy_version = Text("方案版本", max_length=20)

    lifecycle = Lifecycle(
        settled="已结算",
        reviewed="审核通过",
        returned="已退回",
        removed="已删除",
        editable=("settled", "returned"),
        ended=("removed",),
    )
    review = lifecycle.step("settled", "reviewed", "审核通过", needs="review")
    send_back = lifecycle.step(
        ("settled", "reviewed"), "returned", "退回", needs="review", reason_required=True
    )
    submit = lifecycle.step("returned", "settled", "重新提交")
    remove = lifecycle.step(
        ("settled", "returned"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (claim_no,)
    title_field = patient_name
    place_field = residence
    person = PersonFields(patient_name, id_number, sex, birth_date, None)
    counting_dates = {
        "discharged": CountingDate(discharged_date, "出院日期"),
        "settled": CountingDate(settled_date, "结算日期"),
    }
    counting_places = {"residence": CountingPlace(residence, "参合地")}
    list_columns = (
        claim_no,
        patient_name,
        kind,
        level,
        hospital_name,
        discharged_date,
        total_fen,
        paid_fen,
        own_fen,
        Register.state,
    )
    filters = (kind, level, residence, aid_class, discharged_date, settled_date, Register.state)
    checks = [
        Check("BC01", discharged_date >= admitted_date, "出院日期早于入院日期，请核对。"),
        Check("BC02", settled_date >= discharged_date, "结算日期早于出院日期，请核对。"),
        Check("BC03", settled_date <= _TODAY, "结算日期在今天之后，请核对。"),
        Check(
            "BC04",
            total_fen == class_a_fen + class_b_fen + excluded_fen,
            "总费用不等于甲类、乙类、目录外费用之和，请核对各项金额。",
        ),
        Check(
            "BC05",
            total_fen == paid_fen + account_fen + own_fen,
            "总费用不等于基金、家庭账户、个人支付之和，请核对；单病种定额的差额请另附说明。",
            level="warning",
        ),
    ]
