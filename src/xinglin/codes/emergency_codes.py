"""Kinds and levels of public-health emergencies (突发公共卫生事件)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

EmergencyKind = read_code_set(
    "emergency_kind.csv",
    name="EmergencyKind",
    label="事件类型",
    source="《突发公共卫生事件应急条例》第二条",
)
EmergencyLevel = read_code_set(
    "emergency_level.csv",
    name="EmergencyLevel",
    label="事件级别",
    source="国家突发公共卫生事件应急预案",
)
