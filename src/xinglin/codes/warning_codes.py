"""What watches which disease, and how soon an alert is verified (预警)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

WarningKind = read_code_set(
    "warning_kind.csv", name="WarningKind", label="预警方法", source="国家传染病自动预警系统"
)
WarningRule = read_code_set(
    "warning_rule.csv", name="WarningRule", label="预警规则", source="国家传染病自动预警系统"
)
