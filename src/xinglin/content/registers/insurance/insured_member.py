"""One person's year in the scheme."""

from __future__ import annotations

from xinglin.codes import Sex
from xinglin.codes.insurance_codes import AidClass, HouseholdRelation
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    IdNumber,
    Money,
    PersonName,
    Phone,
    Text,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register

_TODAY = LocalDate(Column("recorded_at"))


class InsuredMember(Register):
    """One member of one household for one year (参合登记).

    The household joins as a whole; the card number is the member's for all years.
    """

    label, office = "参合登记", "合作医疗办公室"
    source = "新型农村合作医疗制度（2003 年起；文号未核），参合以户为单位、按年缴费"

    year_date = Date("参合年度", required="always", help="填该年的 1月1日。")
    card_no = Text("合作医疗证号", max_length=30, required="always", identifying=True)
    household_no = Text("户编号", max_length=30, required=True)
    member_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号", help="尚未办证的新生儿可留空。")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    relation = Code("与户主关系", codes=HouseholdRelation, required=True)
    residence = Division("住址", required=True, level="township")
    village = Text("村（居）委会", max_length=40)
    aid_class = Code("救助类别", codes=AidClass, help="不是救助对象的留空。")
    fee_fen = Money("个人缴费", required=True)
    subsidised_fen = Money("他人代缴", help="民政、集体等代缴的部分，没有的留空。")
    paid_date = Date("缴费日期", required=True)
    receipt_no = Text("收据号", max_length=40)
    left_date = Date("退出日期", help="死亡、户口迁出、参加职工医保的日期；仍在保的留空。")

    lifecycle = Lifecycle(
        enrolled="已参合",
        left="已退出",
        removed="已删除",
        editable=("enrolled",),
        ended=("left", "removed"),
    )
    leave = lifecycle.step("enrolled", "left", "退出", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("enrolled", "left"), "removed", "删除", needs="remove", reason_required=True
    )

    provides = "insured_member"
    key = (year_date, card_no)
    title_field = member_name
    place_field = residence
    person = PersonFields(member_name, id_number, sex, birth_date, phone)
    counting_dates = {
        "year": CountingDate(year_date, "参合年度"),
        "paid": CountingDate(paid_date, "缴费日期"),
    }
    counting_places = {"residence": CountingPlace(residence, "住址")}
    list_columns = (
        year_date,
        household_no,
        card_no,
        member_name,
        relation,
        residence,
        aid_class,
        fee_fen,
        paid_date,
        Register.state,
    )
    filters = (year_date, residence, aid_class, relation, paid_date, Register.state)
    checks = [
        Check("IM01", paid_date <= _TODAY, "缴费日期在今天之后，请核对。"),
        Check("IM02", birth_date <= paid_date, "出生日期晚于缴费日期，请核对。", level="warning"),
        Check("IM03", left_date >= year_date, "退出日期早于参合年度，请核对。"),
        Check(
            "IM04",
            ~aid_class.is_unknown() | (fee_fen > 0),
            "不是救助对象而个人缴费为 0，请核对缴费或补填救助类别。",
            level="warning",
        ),
    ]
