"""The report card of a notifiable disease."""

from __future__ import annotations

from xinglin.codes.card_codes import (
    AcuteChronic,
    CaseClassification,
    IdentityType,
    Occupation,
    Outcome,
    PatientOrigin,
    ReportKind,
    Sex,
)
from xinglin.codes.diseases import NotifiableDisease
from xinglin.codes.infection_source import InfectionSource
from xinglin.content.rulebooks.infectious.report_rules import ReportRules
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import (
    Column,
    LocalDate,
    days_between,
    first_known,
    when,
    years_between,
)
from xinglin.language.fields import (
    NEW_RECORDS,
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


class NotifiableCase(Register):
    """One case of a notifiable disease, as reported by one institution (传染病报告卡)."""

    label, office = "传染病报告卡", "疾控科"
    source = "《传染病信息报告管理规范（2015年版）》附件《中华人民共和国传染病报告卡》"

    card_no = DocumentNumber(
        "卡片编号",
        required="always",
        on_form="1",
        pattern="{place}{year}{serial:06d}",
        help="留空则由系统按地区、年份连续编号；导入的历史资料用原编号。",
    )
    report_kind = Code("报卡类别", codes=ReportKind, required=True, on_form="2")
    patient_name = PersonName("患者姓名", required=True, on_form="3")
    guardian_name = PersonName("患儿家长姓名", on_form="4", help="14岁及以下儿童必填。")
    id_type = Code("有效证件类型", codes=IdentityType, on_form="5")
    id_number = IdNumber(
        "有效证件号",
        required=True,
        type_field="id_type",
        on_form="5",
        help="居民身份证18位（旧证15位自动换算）；其他证件先选证件类型。",
    )
    sex = Code("性别", codes=Sex, required=True, on_form="6")
    birth_date = Date("出生日期", on_form="7", help="与实足年龄至少填一项。")
    age_years = Integer("实足年龄", minimum=0, maximum=120, unit="岁", on_form="7")
    employer = Text(
        "工作单位（学校）",
        max_length=100,
        on_form="8",
        help="学生、幼托儿童须写明学校（幼儿园）全称和班级。",
    )
    phone = Phone("联系电话", required=True, on_form="9")
    patient_origin = Code("病人属于", codes=PatientOrigin, required=True, on_form="10")
    residence = Division(
        "现住址国标码",
        required=True,
        level="township",
        on_form="11",
        help="至少到乡镇（街道）；历史资料可只到省、市、县。",
    )
    address = Address("现住详细地址", on_form="11")
    occupation = Code("人群分类", codes=Occupation, required=True, on_form="12")
    classification = Code("病例分类", codes=CaseClassification, required=True, on_form="13")
    acute_chronic = Code(
        "急慢性分类", codes=AcuteChronic, on_form="14", help="乙型肝炎、丙型肝炎、血吸虫病须填。"
    )
    onset_date = Date("发病日期", required=True, on_form="15", help="病原携带者填初检或就诊日期。")
    diagnosed_at = Moment("诊断时间", required=True, on_form="16")
    hospitalised_date = Date("住院日期")
    death_date = Date("死亡日期", on_form="17")
    outcome = Code(
        "转归",
        codes=Outcome,
        default="3",
        help="死亡仅指因本病死亡。新卡空白视为未愈（在治）；历史资料空白为未采集。",
    )
    disease = Code("疾病名称", codes=NotifiableDisease, required="always", on_form="18")
    infection_source = Code("感染来源", codes=InfectionSource)
    doctor = Text("填卡医生", max_length=50, required=True, identifying=True, on_form="21")
    filled_date = Date("填卡日期", required=True, on_form="22")
    reported_at = Moment(
        "报告时间", help="提交审核的时间，由系统记录；批量导入时填原系统的录入时间。"
    )
    reviewed_at = Moment("审核时间", help="终审时间；公布的统计按审核日期、现住址。")
    remark = Text("备注", max_length=500, long=True, identifying=True, on_form="23")

    lifecycle = Lifecycle(
        draft="草稿",
        submitted="待审核",
        returned="已退回",
        reviewed="已审核",
        correcting="订正待审",
        removed="已删除",
        editable=("draft", "returned"),
        ended=("removed",),
        entry={"batch": "submitted", "historical": "reviewed"},
    )
    submit = lifecycle.step(("draft", "returned"), "submitted", "提交审核", sets=reported_at)
    review = lifecycle.step(
        ("submitted", "correcting"),
        "reviewed",
        "审核通过",
        needs="review",
        sets=reviewed_at,
        other_person_than="submit",
    )
    send_back = lifecycle.step(
        ("submitted", "correcting"), "returned", "退回订正", needs="review", reason_required=True
    )
    correct = lifecycle.step("reviewed", "correcting", "订正", reason_required=True, corrects=True)
    remove = lifecycle.step(
        ("draft", "submitted", "returned", "reviewed", "correcting"),
        "removed",
        "删除（排除或重卡）",
        needs="remove",
        reason_required=True,
    )

    report_limit = Deadline(
        "网络报告",
        starts=diagnosed_at,
        done=reported_at,
        hours=disease.attribute("report_within_hours", on=diagnosed_at.date),
        clause="《传染病防治法》关于疫情报告的规定及《传染病信息报告管理规范》规定的报告时限",
    )
    review_limit = Deadline(
        "疾控审核",
        starts=reported_at,
        done=reviewed_at,
        hours=when(
            (disease.attribute("class", on=reported_at.date) == "甲")
            | (disease.attribute("handled_as_a", on=reported_at.date) == True),  # noqa: E712
            ReportRules.review_class_a_within_hours.on(reported_at.date),
            ReportRules.review_within_hours.on(reported_at.date),
        ),
        clause="《传染病信息报告管理规范》关于县级疾控机构审核时限的规定",
    )

    provides = "notifiable_case"
    key = (card_no,)
    place_field = residence
    title_field = patient_name
    person = PersonFields(patient_name, id_number, sex, birth_date, phone)
    judged_on = first_known(reported_at.date, diagnosed_at.date, onset_date)
    counting_dates = {
        "review": CountingDate(reviewed_at.date, "审核日期"),
        "onset": CountingDate(onset_date, "发病日期"),
        "report": CountingDate(reported_at.date, "报告日期"),
    }
    counting_places = {
        "residence": CountingPlace(residence, "现住址"),
        "unit": CountingPlace(Register.reporter_place, "报告单位"),
    }
    list_columns = (
        card_no,
        disease,
        patient_name,
        sex,
        age_years,
        residence,
        onset_date,
        diagnosed_at,
        Register.reporter,
        Register.state,
    )
    filters = (
        disease,
        classification,
        residence,
        Register.reporter,
        onset_date,
        diagnosed_at,
        Register.state,
    )

    # A card gives the age or the birth date; either tells whether a child is meant.
    age = first_known(
        age_years, when(birth_date <= onset_date, years_between(birth_date, onset_date))
    )

    checks = [
        Check(
            "NC01", onset_date <= diagnosed_at.date, "发病日期不能晚于诊断时间，请核对两处日期。"
        ),
        Check(
            "NC02",
            diagnosed_at.date <= filled_date,
            "诊断时间不能晚于填卡日期，请核对两处日期。",
            channels=NEW_RECORDS,
        ),
        Check("NC03", death_date >= onset_date, "死亡日期不能早于发病日期，请核对两处日期。"),
        Check(
            "NC04",
            birth_date.is_known() | age_years.is_known(),
            "出生日期与实足年龄至少填一项。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC05",
            (age > 14) | age.is_unknown() | guardian_name.is_known(),
            "14岁及以下儿童须填写患儿家长姓名。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC06",
            ~occupation.in_("01", "03") | employer.is_known(),
            "幼托儿童、学生须填写学校（幼儿园）全称和班级。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC07",
            (disease != "neonatal_tetanus") | (days_between(birth_date, onset_date) <= 28),
            "新生儿破伤风的发病日龄不超过28天，请核对出生日期、发病日期和病名。",
        ),
        Check(
            "NC08",
            (disease != "hand_foot_and_mouth_disease") | (age <= 15),
            "手足口病患者年龄超过15岁，请核对；确实如此请说明理由。",
            level="warning",
        ),
        Check(
            "NC09",
            (classification != "4")
            | (disease.attribute("carriers_reportable", on=diagnosed_at.date) == True),  # noqa: E712
            "该病不报告病原携带者，请核对病例分类。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC10",
            disease.attribute("subtype_required", on=diagnosed_at.date) == False,  # noqa: E712
            "该病须报到分型，请选择具体的型别。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC11",
            (disease.attribute("acute_chronic_required", on=diagnosed_at.date) == False)  # noqa: E712
            | acute_chronic.is_known(),
            "乙型肝炎、丙型肝炎、血吸虫病须填急性或慢性。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC12",
            (outcome != "4") | death_date.is_known(),
            "转归为死亡的须填写死亡日期。",
            channels=NEW_RECORDS,
        ),
        Check(
            "NC13",
            death_date.is_unknown() | (outcome == "4"),
            "已填死亡日期而转归不是死亡；死亡非因本病的请在备注说明并注明理由。",
            level="warning",
        ),
        Check(
            "NC14", onset_date <= LocalDate(Column("recorded_at")), "发病日期在今天之后，请核对。"
        ),
        Check(
            "NC15",
            diagnosed_at.date <= LocalDate(Column("recorded_at")),
            "诊断时间在今天之后，请核对。",
        ),
        Check("NC16", birth_date <= onset_date, "出生日期不能晚于发病日期，请核对两处日期。"),
        Check(
            "NC17",
            reported_at >= diagnosed_at,
            "报告时间早于诊断时间，请核对；如为补录请说明理由。",
            level="warning",
        ),
        Check("NC18", reviewed_at >= reported_at, "审核时间不能早于报告时间，请核对。"),
    ]
