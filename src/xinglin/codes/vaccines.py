"""Vaccines and the series they belong to (免疫规划疫苗).

`series` of a vaccine names every series in which a dose of it counts, parted by |: a combined
vaccine counts in several. `tracks` of a series: product → the way on from a first dose of it.
"""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_SOURCE = "国家免疫规划疫苗儿童免疫程序及说明（2021年版）"

Vaccine = read_code_set("vaccine.csv", name="Vaccine", label="疫苗", source=_SOURCE)
ImmunisationSeries = read_code_set(
    "immunisation_series.csv", name="ImmunisationSeries", label="免疫程序系列", source=_SOURCE
)

ScheduleDose = read_code_set(
    "schedule_dose.csv", name="ScheduleDose", label="程序剂次", source=_SOURCE
)
ResidenceKind = read_code_set(
    "residence_kind.csv", name="ResidenceKind", label="居住属性", source="预防接种工作规范"
)
DoseKind = read_code_set("dose_kind.csv", name="DoseKind", label="接种类型", source=_SOURCE)
InjectionSite = read_code_set(
    "injection_site.csv", name="InjectionSite", label="接种部位", source=_SOURCE
)
ExemptionReason = read_code_set(
    "exemption_reason.csv", name="ExemptionReason", label="未种原因", source=_SOURCE
)
MovementKind = read_code_set(
    "movement_kind.csv", name="MovementKind", label="出入库类型", source="疫苗储存和运输管理规范"
)
ColdStore = read_code_set(
    "cold_store.csv", name="ColdStore", label="冷链设备类型", source="疫苗储存和运输管理规范"
)
AefiClass = read_code_set(
    "aefi_class.csv", name="AefiClass", label="反应分类", source="全国疑似预防接种异常反应监测方案"
)
AefiSeverity = read_code_set(
    "aefi_severity.csv",
    name="AefiSeverity",
    label="严重程度",
    source="全国疑似预防接种异常反应监测方案",
)
QueuePrefix = read_code_set(
    "queue_prefix.csv", name="QueuePrefix", label="号别", source="规则书4.6（本地）"
)
