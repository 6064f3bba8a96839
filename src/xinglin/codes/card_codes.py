"""The short code lists of cards and person records.

Codes that the paper card does not number are our own two-digit order (status `unverified` or
`local` in the table); the labels are the card's.
"""

from __future__ import annotations

from xinglin.codes.rows import GroupRule
from xinglin.codes.tables import read_code_set

_CARD = "《传染病信息报告管理规范（2015年版）》"

Sex = read_code_set("sex.csv", name="Sex", label="性别", source="GB/T 2261.1-2003")
IdentityType = read_code_set(
    "identity_type.csv", name="IdentityType", label="证件类型", source="WS 364.3"
)
Occupation = read_code_set("occupation.csv", name="Occupation", label="人群分类", source=_CARD)
CaseClassification = read_code_set(
    "case_classification.csv",
    name="CaseClassification",
    label="病例分类",
    source=_CARD,
    groups={"计入发病": GroupRule("临床诊断病例和确诊病例", (("counts_as_case", (True,)),))},
)
AcuteChronic = read_code_set(
    "acute_chronic.csv", name="AcuteChronic", label="病例分类（急性、慢性）", source=_CARD
)
PatientOrigin = read_code_set(
    "patient_origin.csv", name="PatientOrigin", label="病人属于", source=_CARD
)
ReportKind = read_code_set("report_kind.csv", name="ReportKind", label="报卡类别", source=_CARD)
Outcome = read_code_set("outcome.csv", name="Outcome", label="转归", source="自编代码")
