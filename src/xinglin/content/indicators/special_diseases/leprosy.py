"""Leprosy: on the register, new, on multidrug therapy, prevalence."""

from __future__ import annotations

from xinglin.content.registers.foundation.population import Population
from xinglin.content.registers.special_diseases.leprosy_case import LeprosyCase as Case
from xinglin.language.indicators import Count, Ratio, Stock, StockRate

_OFFICE, _SOURCE = "疾控科", "全国消除麻风病危害规划；麻风病防治工作规范（未核）"
_CASES = Case.where(Case.state != "removed")


class LeprosyCurrent(Stock):
    """麻风病现症病例数."""

    name, office, source = "麻风病现症病例数", _OFFICE, _SOURCE
    definition = "期末在登记册上的麻风病例数：已确诊，未完成联合化疗、未死亡、未迁出，按现住址。"
    of = _CASES
    ceased_on = Case.off_date


class LeprosyNew(Count):
    """麻风病新发病例数."""

    name, office, source = "麻风病新发病例数", _OFFICE, _SOURCE
    definition = "期内确诊的麻风病例数，按确诊日期、现住址。"
    of = _CASES


class LeprosyTreated(Stock):
    """麻风病联合化疗管治例数."""

    name, office, source = "麻风病联合化疗管治例数", _OFFICE, _SOURCE
    definition = "期末现症病例中已开始联合化疗的例数。"
    counted_on = "treated"
    of = _CASES
    ceased_on = Case.off_date


class LeprosyPrevalence(StockRate):
    """麻风病患病率."""

    name, office, source = "麻风病患病率", _OFFICE, _SOURCE
    definition = "期末现症病例数÷上年末户籍人口×10万。"
    numerator = _CASES
    population = Population.where(Population.population_kind == "registered")
    population_amount = Population.persons_count
    ceased_on = Case.off_date


class LeprosyDisabled(Ratio):
    """麻风病新发病例2级畸残比."""

    name, office, source = "麻风病新发病例2级畸残比", _OFFICE, _SOURCE
    definition = "期内确诊的病例中确诊时2级畸残的例数÷期内确诊的病例数×100%。"
    numerator = _CASES.where(Case.disability_grade == 2)
    denominator = _CASES
