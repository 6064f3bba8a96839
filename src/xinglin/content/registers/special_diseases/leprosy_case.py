"""One person with leprosy, from discovery to the end of multidrug therapy."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.special_disease_codes import LeprosyDiscovery, LeprosyOutcome, LeprosyType
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import (
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


class LeprosyCase(Register):
    """One person on the register until multidrug therapy is completed (麻风病患者登记)."""

    label, office = "麻风病患者登记", "疾控科"
    source = "全国消除麻风病危害规划；麻风病防治工作规范（未核）"

    case_no = DocumentNumber("登记号", required="always", pattern="{place}MF{year}{serial:03d}")
    person_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    residence = Division("现住址", required="always")
    found_date = Date("确诊日期", required="always")
    leprosy_type = Code("型别", codes=LeprosyType, required="always")
    discovery = Code("发现方式", codes=LeprosyDiscovery)
    disability_grade = Integer("确诊时畸残级别", minimum=0, maximum=2, required=True, unit="级")
    mdt_start_date = Date("联合化疗开始日期")
    mdt_end_date = Date("联合化疗结束日期")
    outcome = Code("转归", codes=LeprosyOutcome)
    off_date = Date("注销日期", help="完成联合化疗、死亡或迁出而不再是现症病人的日期。")
    contacts_checked_date = Date("密切接触者检查日期")

    lifecycle = Lifecycle(
        active="现症",
        off="已注销",
        removed="已删除",
        editable=("active", "off"),
        ended=("removed",),
    )
    take_off = lifecycle.step("active", "off", "注销", needs="review")
    put_back = lifecycle.step("off", "active", "恢复登记", needs="review", reason_required=True)
    remove = lifecycle.step(
        ("active", "off"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (case_no,)
    title_field = person_name
    place_field = residence
    person = PersonFields(person_name, id_number, sex, birth_date, phone)
    counting_dates = {
        "found": CountingDate(found_date, "确诊日期"),
        "treated": CountingDate(mdt_start_date, "联合化疗开始日期"),
    }
    counting_places = {"residence": CountingPlace(residence, "现住址")}
    list_columns = (
        case_no, person_name, residence, found_date, leprosy_type, disability_grade,
        mdt_start_date, off_date, Register.state,
    )  # fmt: skip
    filters = (residence, found_date, leprosy_type, Register.state)
    checks = [
        Check("LP01", mdt_start_date >= found_date, "联合化疗开始早于确诊，请核对。"),
        Check("LP02", mdt_end_date >= mdt_start_date, "联合化疗结束早于开始，请核对。"),
        Check(
            "LP03",
            ~(leprosy_type == "MB")
            | (mdt_end_date < mdt_start_date)
            | (days_between(mdt_start_date, mdt_end_date) >= 360),
            "多菌型联合化疗应满12个月，请核对日期。",
            level="warning",
        ),
        Check(
            "LP04",
            ~(leprosy_type == "PB")
            | (mdt_end_date < mdt_start_date)
            | (days_between(mdt_start_date, mdt_end_date) >= 180),
            "少菌型联合化疗应满6个月，请核对日期。",
            level="warning",
        ),
        Check("LP05", off_date >= found_date, "注销日期早于确诊日期，请核对。"),
        Check("LP06", off_date.is_unknown() | outcome.is_known(), "已填注销日期的须选转归。"),
        Check(
            "LP07", found_date <= LocalDate(Column("recorded_at")), "确诊日期在今天之后，请核对。"
        ),
    ]
