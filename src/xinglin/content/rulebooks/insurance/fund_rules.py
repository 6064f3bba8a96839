"""From when on the state of the fund is a warning."""

from __future__ import annotations

from xinglin.codes.rows import Status
from xinglin.language.rules import Parameter, RulePack

_SURPLUS = "卫农发〔2009〕68号（文号及条文未核）"
_LOCAL = "项目规则，待本地核定"


def _line(label: str, unit: str, value: int, source: str, status: Status) -> Parameter:
    return Parameter(label, unit).since("2000-01-01", value, source=source, status=status)


class FundRules(RulePack):
    """Warning lines of the fund (基金风险预警)."""

    label = "基金预警线"
    source = "新型农村合作医疗基金财务制度及结余管理规定（文号未核）"
    year_surplus_at_most = _line("当年结余率上限", "%", 15, _SURPLUS, "unverified")
    total_surplus_at_most = _line("累计结余率上限", "%", 25, _SURPLUS, "unverified")
    risk_fund_at_most = _line("风险基金占当年统筹基金上限", "%", 10, _SURPLUS, "unverified")
    burn_at_most = _line(
        "单月支出占全年收入的预警倍数（百分之，以月均为 100）", "%", 115, _LOCAL, "local"
    )
    burn_months = _line("连续超过预警倍数的月数", "个月", 3, _LOCAL, "local")
    answer_within_days = _line("公示异议答复期限", "个工作日", 15, _LOCAL, "local")
    publish_days = _line("公示天数", "天", 7, _LOCAL, "local")
