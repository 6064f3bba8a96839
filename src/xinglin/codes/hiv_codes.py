"""Short code lists of HIV work (艾滋病防治)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_LAW = "《艾滋病防治条例》"

HivTestGroup = read_code_set(
    "hiv_test_group.csv", name="HivTestGroup", label="检测对象类别", source=_LAW
)
HivInterventionGroup = read_code_set(
    "hiv_intervention_group.csv", name="HivInterventionGroup", label="干预人群", source=_LAW
)
HivRoute = read_code_set("hiv_route.csv", name="HivRoute", label="感染途径", source=_LAW)
HivStage = read_code_set("hiv_stage.csv", name="HivStage", label="病程阶段", source=_LAW)
ArtStatus = read_code_set("art_status.csv", name="ArtStatus", label="抗病毒治疗状态", source=_LAW)
