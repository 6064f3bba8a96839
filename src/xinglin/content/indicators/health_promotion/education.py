"""Health education: materials by what was done with them, messages by channel, lectures."""

from __future__ import annotations

from xinglin.content.registers.health_promotion.health_lecture import HealthLecture as Lecture
from xinglin.content.registers.health_promotion.health_material import HealthMaterial as Material
from xinglin.content.registers.health_promotion.health_message import HealthMessage as Message
from xinglin.language.indicators import Count, Distinct, Total

_OFFICE, _SOURCE = "爱卫办", "国家基本公共卫生服务规范·健康教育（未核）"
_MATERIALS = Material.where(Material.state == "registered")
_SHEETS = _MATERIALS.where(
    Material.material_kind.attribute("counted_in", on=Material.month_date) == "份"
)
_MESSAGES = Message.where(Message.state == "registered")
_LECTURES = Lecture.where(Lecture.state == "registered")


class LeafletsHandedOut(Total):
    """健康教育宣传资料发放份数."""

    name, office, source, unit = "健康教育宣传资料发放份数", _OFFICE, _SOURCE, "份"
    definition = "期内发放的宣传单等以份计的资料份数之和，不含以册、幅、套、件计的，按月份。"
    of, amount = _SHEETS, Material.handed_count


class LeafletsPrinted(Total):
    """宣传单印制份数."""

    name, office, source, unit = "宣传单印制份数", _OFFICE, _SOURCE, "份"
    definition = "期内印制的宣传单等以份计的资料份数之和，按月份。"
    of, amount = _SHEETS, Material.printed_count


class BookletsPrinted(Total):
    """宣传册印制册数."""

    name, office, source, unit = "宣传册印制册数", _OFFICE, _SOURCE, "册"
    definition = "期内印制的宣传册册数之和，按月份。"
    of = _MATERIALS.where(Material.material_kind == "booklet")
    amount = Material.printed_count


class PostersPutUp(Total):
    """宣传画张贴幅数."""

    name, office, source, unit = "宣传画张贴幅数", _OFFICE, _SOURCE, "幅"
    definition = "期内张贴的宣传画幅数之和，按月份；印制而未张贴的不计。"
    of = _MATERIALS.where(Material.material_kind == "poster")
    amount = Material.posted_count


class TrainingSetsHandedOut(Total):
    """培训教材发放套数."""

    name, office, source, unit = "培训教材发放套数", _OFFICE, _SOURCE, "套"
    definition = "期内发放的培训教材套数之和，按月份。"
    of = _MATERIALS.where(Material.material_kind == "training_set")
    amount = Material.handed_count


class MaterialTitles(Distinct):
    """健康教育资料种数."""

    name, office, source, unit = "健康教育资料种数", _OFFICE, _SOURCE, "种"
    definition = "期内印制、发放或张贴的资料按名称计的种数，同名的计一种，按月份。"
    of, by = _MATERIALS, Material.title


class HealthTexts(Total):
    """健康短信发送条数."""

    name, office, source, unit = "健康短信发送条数", _OFFICE, _SOURCE, "条"
    definition = "期内发送的健康短信条数之和，一条发给百人计百条，按月份。"
    of = _MESSAGES.where(Message.message_channel == "sms")
    amount = Message.messages_count


class HealthPosts(Total):
    """微博健康信息发布条数."""

    name, office, source, unit = "微博健康信息发布条数", _OFFICE, _SOURCE, "条"
    definition = "期内在微博上发布的健康信息条数之和，转发和阅读不计，按月份。"
    of = _MESSAGES.where(Message.message_channel == "microblog")
    amount = Message.messages_count


class HealthLectures(Count):
    """健康知识讲座次数."""

    name, office, source, unit = "健康知识讲座次数", _OFFICE, _SOURCE, "次"
    definition = "期内举办的健康知识讲座次数，不含宣讲团、咨询和义诊，按开展日期。"
    of = _LECTURES.where(Lecture.lecture_kind == "lecture")


class LectureTeamRounds(Count):
    """宣讲团下乡期数."""

    name, office, source, unit = "宣讲团下乡期数", _OFFICE, _SOURCE, "期"
    definition = "期内宣讲团下乡的期数，一期走多个村的计一期，按一期第一天的日期。"
    of = _LECTURES.where(Lecture.lecture_kind == "rural_team")


class HealthConsultations(Count):
    """公众健康咨询和义诊次数."""

    name, office, source, unit = "公众健康咨询和义诊次数", _OFFICE, _SOURCE, "次"
    definition = "期内开展的公众健康咨询、义诊和主题日宣传次数，按开展日期。"
    of = _LECTURES.where(Lecture.lecture_kind.in_("consultation", "free_clinic", "theme_day"))


class LectureAttendance(Total):
    """健康教育活动参加人次."""

    name, office, source, unit = "健康教育活动参加人次", _OFFICE, _SOURCE, "人次"
    definition = "期内各类讲座、宣讲、咨询和义诊的参加人次之和，按开展日期。"
    of = _LECTURES.where(Lecture.attendance_count.is_known())
    amount = Lecture.attendance_count
