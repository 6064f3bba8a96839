"""One person living with HIV, from confirmation on."""

from __future__ import annotations

from xinglin.codes.card_codes import Sex
from xinglin.codes.hiv_codes import ArtStatus, HivRoute, HivStage
from xinglin.language.checks import Check, Deadline
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import (
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


class HivCase(Register):
    """One person living with HIV: confirmation, treatment, community care (感染者和病人个案)."""

    label, office = "艾滋病感染者和病人个案", "疾控科"
    source = "《艾滋病防治条例》第三十四条、第三十九条（保密）"

    case_no = DocumentNumber("个案编号", required="always", pattern="{place}HIV{year}{serial:04d}")
    person_name = PersonName("姓名", required=True)
    id_number = IdNumber("身份证号")
    sex = Code("性别", codes=Sex, required=True)
    birth_date = Date("出生日期", required=True)
    phone = Phone("联系电话")
    residence = Division("现住址", required=True)
    route = Code("感染途径", codes=HivRoute, required=True)
    confirmed_at = Moment("确证时间", required="always")
    stage = Code("病程阶段", codes=HivStage, required=True)
    first_cd4_at = Moment("首次CD4检测时间")
    first_cd4 = Integer("首次CD4计数", minimum=0, maximum=3000, unit="个/μL")
    spouse_tested = Text("配偶检测情况", max_length=40)
    art_date = Date("开始抗病毒治疗日期")
    art_status = Code("抗病毒治疗状态", codes=ArtStatus)
    regimen = Text("治疗方案", max_length=60, free=False)
    community_date = Date("转入社区管理日期")
    community_unit = Text("社区管理机构", max_length=60)
    died_date = Date("死亡日期")

    lifecycle = Lifecycle(
        active="随访中",
        moved="已转出",
        closed="已结案",
        removed="已删除",
        editable=("active", "moved"),
        ended=("removed",),
    )
    move = lifecycle.step("active", "moved", "转出", needs="review", reason_required=True)
    take_back = lifecycle.step("moved", "active", "转回", needs="review")
    close = lifecycle.step(("active", "moved"), "closed", "结案", needs="review")
    remove = lifecycle.step(
        ("active", "moved", "closed"), "removed", "删除", needs="remove", reason_required=True
    )

    cd4_limit = Deadline(
        "首次CD4检测", starts=confirmed_at, done=first_cd4_at, calendar_days=30,
        clause="地方规定：确证后30日内首次CD4检测（本地，可配置）",
    )  # fmt: skip

    key = (case_no,)
    title_field = person_name
    place_field = residence
    person = PersonFields(person_name, id_number, sex, birth_date, phone)
    counting_dates = {
        "confirmed": CountingDate(confirmed_at.date, "确证日期"),
        "art": CountingDate(art_date, "开始治疗日期"),
        "community": CountingDate(community_date, "转入社区管理日期"),
    }
    counting_places = {"residence": CountingPlace(residence, "现住址")}
    list_columns = (
        case_no, person_name, residence, confirmed_at, stage, art_status, community_date,
        Register.state,
    )  # fmt: skip
    filters = (residence, confirmed_at, stage, art_status, Register.state)
    checks = [
        Check("HC01", art_date >= confirmed_at.date, "开始治疗日期早于确证日期，请核对。"),
        Check(
            "HC02",
            art_date.is_unknown() | art_status.is_known(),
            "已开始抗病毒治疗的须选治疗状态。",
        ),
        Check(
            "HC03",
            community_date.is_unknown() | art_date.is_known(),
            "转入社区管理的应是治疗对象，请补填开始治疗日期。",
        ),
        Check("HC04", community_date >= art_date, "转入社区管理早于开始治疗，请核对。"),
        Check("HC05", first_cd4_at >= confirmed_at, "首次CD4检测早于确证时间，请核对。"),
        Check(
            "HC06",
            first_cd4.is_unknown() | first_cd4_at.is_known(),
            "已填CD4计数的须填检测时间。",
        ),
        Check(
            "HC07",
            ~(first_cd4 < 200) | (stage == "aids"),
            "CD4低于200个/μL，病程阶段应为艾滋病病人，请核对。",
            level="warning",
        ),
        Check("HC08", died_date >= confirmed_at.date, "死亡日期早于确证日期，请核对。"),
        Check(
            "HC09", community_date <= LocalDate(Column("recorded_at")), "日期在今天之后，请核对。"
        ),
    ]
