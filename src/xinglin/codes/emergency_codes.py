"""Kinds, levels and reports of public-health emergencies (突发公共卫生事件); what is kept ready."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_PLAN = "国家突发公共卫生事件应急预案"
_NORM = "国家突发公共卫生事件相关信息报告管理工作规范（试行）（2005，未核）"
_READY = "规则书2.9"

EmergencyKind = read_code_set(
    "emergency_kind.csv",
    name="EmergencyKind",
    label="事件类型",
    source="《突发公共卫生事件应急条例》第二条",
)
EmergencyLevel = read_code_set(
    "emergency_level.csv", name="EmergencyLevel", label="事件级别", source=_PLAN
)
EmergencyReportKind = read_code_set(
    "emergency_report_kind.csv", name="EmergencyReportKind", label="报告类别", source=_NORM
)
EmergencyPlanTier = read_code_set(
    "emergency_plan_tier.csv", name="EmergencyPlanTier", label="预案层级", source=_READY
)
EmergencySkill = read_code_set(
    "emergency_skill.csv", name="EmergencySkill", label="应急专业", source=_READY
)
EmergencySupplyKind = read_code_set(
    "emergency_supply_kind.csv", name="EmergencySupplyKind", label="物资类别", source=_READY
)
SupplyMovementKind = read_code_set(
    "supply_movement_kind.csv", name="SupplyMovementKind", label="出入库类型", source=_READY
)
DrillKind = read_code_set("drill_kind.csv", name="DrillKind", label="演练形式", source=_READY)
