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
    """One claim: what it cost, and who paid what (补偿结算单).

    Settled at a window it is reckoned by the policy (已结算); typed in or brought in from a file it
    is taken as it stands (已登记). A stay belongs to the year of its discharge. Nothing is edited
    after settlement: a wrong claim is reversed by a record of its own.
    """

    label, office = "补偿结算单", "合作医疗办公室"
    source = (
        "新型农村合作医疗补偿方案（本地）；结算字段参照《医疗保障基金使用监督管理条例》（2021）"
    )

    claim_no = Text("结算单号", max_length=40, required="always", help="机构代码＋住院号＋年度。")
    request_no = Text("请求号", free=False, max_length=60, help="窗口结算时自动填写。")
    reverses_no = Text("冲正单号", free=False, max_length=60, help="冲正单所冲的结算单号。")
    card_no = Text("合作医疗证号", max_length=30, required=True, identifying=True)
    household_no = Text("户编号", max_length=30)
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
    consented_date = Date("转诊同意日期", help="须早于入院日期，急诊按方案。")
    emergency = Flag("急诊")
    total_fen = Money("总费用", required="always")
    class_a_fen = Money("甲类费用", required=True)
    class_b_fen = Money("乙类费用", required=True)
    excluded_fen = Money("目录外费用", required=True)
    paid_fen = Money("统筹基金支付", required="always")
    account_fen = Money("家庭账户支付", required=True)
    own_fen = Money("个人支付", required=True)
    hospital_fen = Money("机构承担", minimum=None, help="单病种定额与费用的差额，结余为负。")
    used_before_fen = Money("本年已付", help="本次之前同一封顶线内基金已付。")
    used_after_fen = Money("本年累计", help="连同本次，同一封顶线内基金已付。")
    policy_name = Text("补偿方案", max_length=60)
    policy_version = Text("方案版本", max_length=20)

    lifecycle = Lifecycle(
        recorded="已登记",
        settled="已结算",
        reviewed="审核通过",
        paid="已拨付",
        returned="已退回",
        reversed="已冲正",
        reversal="冲正单",
        removed="已删除",
        editable=("recorded", "returned"),
        ended=("reversed", "reversal", "removed"),
        by_action=("settled", "reversed", "reversal"),
    )
    review = lifecycle.step(("recorded", "settled"), "reviewed", "审核通过", needs="review")
    send_back = lifecycle.step("recorded", "returned", "退回", needs="review", reason_required=True)
    submit = lifecycle.step("returned", "recorded", "重新提交")
    pay = lifecycle.step("reviewed", "paid", "拨付", needs="review", other_person_than="review")
    remove = lifecycle.step(
        ("recorded", "returned"), "removed", "删除", needs="remove", reason_required=True
    )

    provides = "benefit_claim"
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
            total_fen == paid_fen + account_fen + own_fen + hospital_fen,
            "总费用不等于基金、家庭账户、个人、机构承担之和，请核对。",
            level="warning",
        ),
    ]
