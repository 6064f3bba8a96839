"""Short code lists of cooperative medical insurance (新型农村合作医疗)."""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_SOURCE = "自编代码（本地）"
ClaimKind = read_code_set("claim_kind.csv", name="ClaimKind", label="补偿类别", source=_SOURCE)
HospitalLevel = read_code_set(
    "hospital_level.csv", name="HospitalLevel", label="定点机构级别", source=_SOURCE
)
AidClass = read_code_set("aid_class.csv", name="AidClass", label="救助类别", source=_SOURCE)
HouseholdRelation = read_code_set(
    "household_relation.csv", name="HouseholdRelation", label="与户主关系", source=_SOURCE
)
CatalogueClass = read_code_set(
    "catalogue_class.csv", name="CatalogueClass", label="目录类别", source=_SOURCE
)
ItemSort = read_code_set("item_sort.csv", name="ItemSort", label="项目种类", source=_SOURCE)
FundSource = read_code_set(
    "fund_source.csv", name="FundSource", label="基金来源", source="新农合基金财务制度（未核）"
)
FundAccount = read_code_set(
    "fund_account.csv", name="FundAccount", label="会计科目", source=_SOURCE
)
FundCompartment = read_code_set(
    "fund_compartment.csv", name="FundCompartment", label="基金分项", source=_SOURCE
)
SupervisionRule = read_code_set(
    "supervision_rule.csv",
    name="SupervisionRule",
    label="稽查规则",
    source="《医疗保障基金使用监督管理条例》（2021）",
)
DiseaseLimits = read_code_set(
    "disease_limits.csv", name="DiseaseLimits", label="病种的性别年龄限制", source="ICD-10"
)
