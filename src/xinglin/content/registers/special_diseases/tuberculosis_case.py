"""One registered episode of tuberculosis."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.special_disease_codes import (
    TbBacteriology,
    TbOutcome,
    TbRegistration,
    TbSmear,
    TbSupervision,
    TbTreatmentHistory,
)
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import (
    NEW_RECORDS,
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


class TuberculosisCase(Register):
    """One episode: registration, treatment, sputum, outcome (结核病患者登记).

    A transfer is registered where it came from and counted there.
    """

    label, office = "结核病患者登记", "疾控科"
    source = "《结核病防治管理办法》；WS 196-2017、WS 288-2017（未核）"

    register_no = DocumentNumber("登记号", required="always", pattern="{place}JH{year}{serial:05d}")
    person_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    residence = Division("现住址", required="always")
    registered_date = Date("登记日期", required="always")
    registration = Code("登记分类", codes=TbRegistration, required="always")
    bacteriology = Code("病原学分类", codes=TbBacteriology, required="always")
    history = Code("治疗史", codes=TbTreatmentHistory, required="always")
    started_date = Date("开始治疗日期")
    regimen = Text("治疗方案", max_length=60, free=False)
    supervision = Code("服药管理方式", codes=TbSupervision)
    notified_at = Moment("通知基层管理时间", help="通知患者居住地基层机构的时间。")
    first_visit_at = Moment("首次入户随访时间")
    smear_month_2 = Code("2月末痰涂片", codes=TbSmear)
    smear_month_5 = Code("5月末痰涂片", codes=TbSmear)
    smear_end = Code("疗程末痰涂片", codes=TbSmear)
    outcome = Code("治疗转归", codes=TbOutcome)
    outcome_date = Date("转归日期")

    lifecycle = Lifecycle(
        active="管理中",
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

    first_visit = Deadline(
        "首次入户随访", starts=notified_at, done=first_visit_at, hours=72,
        clause="国家基本公共卫生服务规范·肺结核患者健康管理：接到通知后72小时内（未核）",
    )  # fmt: skip

    key = (register_no,)
    title_field = person_name
    place_field = residence
    person = PersonFields(person_name, id_number, sex, birth_date, phone)
    counting_dates = {
        "registered": CountingDate(registered_date, "登记日期"),
        "outcome": CountingDate(outcome_date, "转归日期"),
    }
    counting_places = {
        "residence": CountingPlace(residence, "现住址"),
        "unit": CountingPlace(Register.reporter_place, "登记单位"),
    }
    list_columns = (
        register_no, person_name, residence, registered_date, registration, bacteriology,
        history, outcome, Register.state,
    )  # fmt: skip
    filters = (residence, registered_date, registration, bacteriology, outcome, Register.state)
    checks = [
        Check("TB01", started_date >= registered_date, "开始治疗早于登记，请核对。", "warning"),
        Check("TB02", outcome_date >= started_date, "转归日期早于开始治疗，请核对。"),
        Check(
            "TB03",
            outcome.is_unknown() | outcome_date.is_known(),
            "已填治疗转归的须填转归日期。",
        ),
        Check(
            "TB04",
            ~(outcome == "cured") | ((smear_end == "negative") & (smear_month_5 == "negative")),
            "治愈须疗程末和此前至少一次痰涂片阴性，请核对痰检结果。",
            channels=NEW_RECORDS,
        ),
        Check(
            "TB05",
            ~outcome.in_("cured", "completed") | (days_between(started_date, outcome_date) >= 165),
            "疗程不足六个月而填治愈或完成疗程，请核对日期。",
            level="warning",
        ),
        Check(
            "TB06",
            ~(registration == "new") | (history == "first"),
            "登记分类为新患者的，治疗史应为初治，请核对。",
        ),
        Check("TB07", first_visit_at >= notified_at, "首次入户随访早于通知时间，请核对。"),
        Check(
            "TB08",
            registered_date <= LocalDate(Column("recorded_at")),
            "登记日期在今天之后，请核对。",
        ),
    ]
