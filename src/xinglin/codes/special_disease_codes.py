"""Short code lists of tuberculosis, leprosy, schistosomiasis, vectors, avian influenza, plague."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_TB, _LEPROSY = "《结核病防治管理办法》", "麻风病防治工作规范（未核）"
_SNAILS, _VECTORS = "《血吸虫病防治条例》", "登革热媒介伊蚊监测指南（未核）"
_AVIAN, _PLAGUE = "人感染禽流感疫情防控方案（未核）", "全国鼠疫监测方案（未核）"

TbRegistration = read_code_set(
    "tb_registration.csv", name="TbRegistration", label="结核病登记分类", source=_TB
)
TbBacteriology = read_code_set(
    "tb_bacteriology.csv", name="TbBacteriology", label="结核病病原学分类", source=_TB
)
TbTreatmentHistory = read_code_set(
    "tb_treatment_history.csv", name="TbTreatmentHistory", label="治疗史", source=_TB
)
TbSmear = read_code_set("tb_smear.csv", name="TbSmear", label="痰涂片结果", source=_TB)
TbOutcome = read_code_set("tb_outcome.csv", name="TbOutcome", label="结核病治疗转归", source=_TB)
TbSupervision = read_code_set(
    "tb_supervision.csv", name="TbSupervision", label="服药管理方式", source=_TB
)
LeprosyType = read_code_set(
    "leprosy_type.csv", name="LeprosyType", label="麻风病型别", source=_LEPROSY
)
LeprosyOutcome = read_code_set(
    "leprosy_outcome.csv", name="LeprosyOutcome", label="麻风病转归", source=_LEPROSY
)
LeprosyDiscovery = read_code_set(
    "leprosy_discovery.csv", name="LeprosyDiscovery", label="发现方式", source=_LEPROSY
)
SnailHabitatKind = read_code_set(
    "snail_habitat_kind.csv", name="SnailHabitatKind", label="环境类型", source=_SNAILS
)
SnailVegetation = read_code_set(
    "snail_vegetation.csv", name="SnailVegetation", label="植被", source=_SNAILS
)
SnailState = read_code_set("snail_state.csv", name="SnailState", label="有螺状况", source=_SNAILS)
VectorSiteKind = read_code_set(
    "vector_site_kind.csv", name="VectorSiteKind", label="监测点类型", source=_VECTORS
)
AvianSite = read_code_set("avian_site.csv", name="AvianSite", label="采样场所", source=_AVIAN)
AvianSampleKind = read_code_set(
    "avian_sample_kind.csv", name="AvianSampleKind", label="标本种类", source=_AVIAN
)
TestResult = read_code_set(
    "test_result.csv", name="TestResult", label="检测结果", source="规则书3.10"
)
PlagueSpecies = read_code_set(
    "plague_species.csv", name="PlagueSpecies", label="宿主种类", source=_PLAGUE
)
PlagueMaterial = read_code_set(
    "plague_material.csv", name="PlagueMaterial", label="标本材料", source=_PLAGUE
)
VectorBand = read_code_set(
    "vector_band.csv", name="VectorBand", label="伊蚊密度分级", source=_VECTORS
)


def vector_band(index: str, numerator: int, denominator: int) -> str:
    """The band of an index (bi, moi: both per hundred) in words; '' without a denominator.

    A bound itself is still in the band below it: 5 meets control, more than 5 does not.
    """
    if not denominator:
        return ""
    found = ""
    for row in VectorBand.rows:
        above = row.attributes["above"]
        if row.attributes["index"] != index:
            continue
        if above is None or numerator * 100 > int(above) * denominator:
            found = row.label
    return found
