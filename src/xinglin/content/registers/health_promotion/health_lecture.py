"""A lecture, a round of the lecture team, a consultation."""

from __future__ import annotations

from xinglin.codes.promotion_codes import LectureKind
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate, days_between
from xinglin.language.fields import Code, Date, Division, DocumentNumber, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HealthLecture(Register):
    """One lecture or one round: when, where, on what, to how many (健康讲座与宣讲)."""

    label, office = "健康讲座与宣讲", "爱卫办"
    source = "国家基本公共卫生服务规范·健康教育（未核）"

    lecture_no = DocumentNumber(
        "活动编号", required="always", pattern="{place}XJ{year}{serial:05d}"
    )
    lecture_kind = Code("活动类别", codes=LectureKind, required="always")
    division = Division("地区", required="always")
    unit_name = Text("举办单位", max_length=60, free=False, required="always")
    site = Text("地点", max_length=60)
    topic = Text("主题", max_length=100, free=False, required="always")
    held_date = Date("开展日期", required="always", help="宣讲团一期多日的填第一天。")
    ended_date = Date("结束日期", help="当天结束的不填。")
    speaker = Text("主讲人", max_length=40)
    attendance_count = Integer("参加人数", minimum=0, required=True, unit="人次")
    materials_count = Integer(
        "现场发放资料", minimum=0, unit="份", help="已在资料发放中登记，这里只作说明。"
    )

    lifecycle = REGISTERED
    key = (lecture_no,)
    title_field = topic
    place_field = division
    counting_dates = {"held": CountingDate(held_date, "开展日期")}
    counting_places = {"division": CountingPlace(division, "开展地区")}
    list_columns = (
        lecture_no, held_date, lecture_kind, division, unit_name, topic, attendance_count,
    )  # fmt: skip
    filters = (division, held_date, lecture_kind)
    checks = [
        Check("HL01", ended_date >= held_date, "结束日期早于开展日期，请核对。"),
        Check(
            "HL02", held_date <= LocalDate(Column("recorded_at")), "开展日期在今天之后，请核对。"
        ),
        Check(
            "HL03",
            (lecture_kind == "rural_team") | (days_between(held_date, ended_date) <= 7),
            "一次活动长于七天，多次活动须分别登记，请核对。",
            level="warning",
        ),
    ]
