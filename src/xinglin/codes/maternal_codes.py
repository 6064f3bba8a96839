"""Short code lists of maternal care (孕产妇保健).

The forms print words, not numbers: the numbers are our own order (status `local` in the tables).
"""

from __future__ import annotations

from xinglin.codes.tables import read_code_set

_FORMS = "《国家基本公共卫生服务规范（2011年版）》孕产妇健康管理服务规范"

HouseholdKind = read_code_set(
    "household_kind.csv", name="HouseholdKind", label="户籍性质", source="全国妇幼卫生调查制度"
)
PregnancyOutcome = read_code_set(
    "pregnancy_outcome.csv", name="PregnancyOutcome", label="妊娠结局", source=_FORMS
)
DeliveryPlace = read_code_set(
    "delivery_place.csv", name="DeliveryPlace", label="分娩地点", source="全国妇幼卫生调查制度"
)
BirthOutcome = read_code_set(
    "birth_outcome.csv", name="BirthOutcome", label="出生结局", source="全国妇幼卫生调查制度"
)
RiskColour = read_code_set(
    "risk_colour.csv",
    name="RiskColour",
    label="妊娠风险分级",
    source="《孕产妇妊娠风险评估与管理工作规范》（2017）",
)
PostnatalKind = read_code_set(
    "postnatal_kind.csv", name="PostnatalKind", label="产后服务", source=_FORMS
)
