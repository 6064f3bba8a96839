"""Health messages sent or published by one unit in a month."""

from __future__ import annotations

from xinglin.codes.promotion_codes import MessageChannel
from xinglin.language.checks import Check
from xinglin.language.expressions import Column, LocalDate
from xinglin.language.fields import Code, Date, Division, Integer, Text
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class HealthMessage(Register):
    """What one unit sent through one channel in one month (健康信息发布).

    Texts are counted as received, posts as published, so that channels are never added up.
    """

    label, office = "健康信息发布", "爱卫办"
    source = "国家基本公共卫生服务规范·健康教育（未核）"

    division = Division("地区", required="always")
    unit_name = Text("发布单位", max_length=60, free=False, required="always")
    month_date = Date("月份", required="always", help="填该月的 1 日。")
    message_channel = Code("发布渠道", codes=MessageChannel, required="always")
    messages_count = Integer(
        "发布条数",
        minimum=0,
        required="always",
        unit="条",
        help="按条填，不按万条；短信按发送条数，一条发给百人计百条。",
    )
    readers_count = Integer("阅读（收听、收看）人次", minimum=0, unit="人次")
    theme = Text("主要内容", max_length=200)

    lifecycle = REGISTERED
    key = (division, unit_name, month_date, message_channel)
    place_field = division
    counting_dates = {"month": CountingDate(month_date, "月份")}
    counting_places = {"division": CountingPlace(division, "发布地区")}
    list_columns = (month_date, division, unit_name, message_channel, messages_count, readers_count)
    filters = (division, month_date, message_channel)
    checks = [
        Check(
            "HG01",
            messages_count <= message_channel.attribute("month_most", on=month_date),
            "发布条数超过该渠道一个月的合理上限，请核对是否把万条当作条。",
            level="warning",
            source="一月一单位的合理上限（本地，可配置）",
        ),
        Check("HG02", month_date <= LocalDate(Column("recorded_at")), "月份在今天之后，请核对。"),
    ]
