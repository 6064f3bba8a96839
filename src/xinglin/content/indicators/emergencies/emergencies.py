"""Public-health emergencies: how many, how grave, how soon reported, how many closed."""

from __future__ import annotations

from xinglin.content.registers.emergencies.health_emergency import HealthEmergency as Event
from xinglin.language.indicators import Count, Ratio

_OFFICE = "应急办"
_SOURCE = "国家突发公共卫生事件应急预案"
EVENTS = Event.where(Event.state != "removed")


class EmergencyEvents(Count):
    """突发公共卫生事件起数."""

    name, office, source, unit = "突发公共卫生事件起数", _OFFICE, _SOURCE, "起"
    definition = "期内接报的突发公共卫生事件起数，各级别和未分级的都计，按接报日期、发生地。"
    of = EVENTS


class MajorEmergencies(Count):
    """重大以上突发公共卫生事件起数."""

    name, office, source, unit = "重大以上突发公共卫生事件起数", _OFFICE, _SOURCE, "起"
    definition = "突发公共卫生事件中级别为重大（Ⅱ级）或特别重大（Ⅰ级）的起数。"
    of = EVENTS.where(Event.level.in_("1", "2"))


class EmergenciesClosed(Count):
    """已结案的突发公共卫生事件起数."""

    name, office, source, unit = "已结案的突发公共卫生事件起数", _OFFICE, _SOURCE, "起"
    definition = "期内接报的突发公共卫生事件中已经结案的起数，按接报日期。"
    of = EVENTS.where(Event.state == "closed")


class EmergencyReportsInTime(Ratio):
    """突发公共卫生事件及时报告率."""

    name, office = "突发公共卫生事件及时报告率", _OFFICE
    source = "《突发公共卫生事件应急条例》第十九条、第二十条"
    definition = "期内接报的事件中接报后 2 小时内作初次报告的起数÷期内接报的事件起数×100%。"
    numerator = EVENTS.where(~Event.first_report.is_late)
    denominator = EVENTS
