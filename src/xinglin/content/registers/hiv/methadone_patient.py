"""One person in methadone maintenance treatment."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.language.checks import Check
from xinglin.language.fields import (
    Code,
    Date,
    Division,
    DocumentNumber,
    IdNumber,
    PersonName,
    Phone,
)
from xinglin.language.lifecycle import Lifecycle
from xinglin.language.registers import CountingDate, CountingPlace, PersonFields, Register


class MethadonePatient(Register):
    """One person in treatment at one clinic (美沙酮维持治疗对象)."""

    label, office = "美沙酮维持治疗对象", "疾控科"
    source = "滥用阿片类物质成瘾者社区药物维持治疗工作管理办法（未核）"

    patient_no = DocumentNumber(
        "治疗编号", required="always", pattern="{place}MMT{year}{serial:04d}"
    )
    person_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    residence = Division("现住址", required=True)
    enrolled_date = Date("入组日期", required="always")
    left_date = Date("退出日期")

    lifecycle = Lifecycle(
        active="治疗中",
        left="已退出",
        removed="已删除",
        editable=("active",),
        ended=("removed",),
    )
    leave = lifecycle.step("active", "left", "退出治疗", needs="review", reason_required=True)
    come_back = lifecycle.step("left", "active", "重新入组", needs="review")
    remove = lifecycle.step(
        ("active", "left"), "removed", "删除", needs="remove", reason_required=True
    )

    key = (patient_no,)
    title_field = person_name
    place_field = residence
    person = PersonFields(person_name, id_number, sex, birth_date, phone)
    counting_dates = {"enrolled": CountingDate(enrolled_date, "入组日期")}
    counting_places = {
        "unit": CountingPlace(Register.reporter_place, "门诊"),
        "residence": CountingPlace(residence, "现住址"),
    }
    list_columns = (patient_no, person_name, enrolled_date, left_date, Register.state)
    filters = (enrolled_date, Register.reporter, Register.state)
    checks = [Check("MM01", left_date >= enrolled_date, "退出日期早于入组日期，请核对。")]
