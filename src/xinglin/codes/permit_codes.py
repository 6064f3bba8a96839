"""Short code lists of permits (行政许可)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

PermitItem = read_code_set(
    "permit_item.csv", name="PermitItem", label="许可事项", source="各事项的设定依据，见表"
)
PermitKind = read_code_set(
    "permit_kind.csv", name="PermitKind", label="办理情形", source="《行政许可法》"
)
PermitDoor = read_code_set(
    "permit_door.csv", name="PermitDoor", label="申请渠道", source="《行政许可法》第二十九条"
)
