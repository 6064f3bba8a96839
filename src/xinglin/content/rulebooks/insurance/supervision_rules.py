"""From when on a claim is looked into."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack

_SOURCE = "项目规则，待本地核定"


def _limit(label: str, unit: str, value: int) -> Parameter:
    return Parameter(label, unit).since("2000-01-01", value, source=_SOURCE, status="local")


class SupervisionRules(RulePack):
    """Limits past which claims become findings (稽查筛查限值); a finding is never a penalty."""

    label = "稽查筛查限值"
    source = "参照《医疗保障基金使用监督管理条例》（2021）第三十八条至第四十一条，限值由本地核定"
    split_days = _limit("出院后再入院的天数", "天", 15)
    mass_admissions = _limit("一日住院人次至少", "人次", 8)
    mass_times = _limit("且为该机构日均的倍数", "倍", 5)
    fee_deviations = _limit("费用高于同级同月均值的标准差数", "倍", 3)
    fee_claims = _limit("比较费用所需的最少笔数", "笔", 20)
    frequency_deviations = _limit("项目使用高于同级均值的标准差数", "倍", 3)
    frequency_peers = _limit("比较项目所需的最少机构数", "家", 4)
    units_per_day = _limit("每日同一项目数量上限", "次", 24)
