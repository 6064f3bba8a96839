"""From when on the use of records is unusual, until the bureau sets its own limits."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack

_SOURCE = "项目规则，待本地核定"


def _limit(label: str, unit: str, value: int) -> Parameter:
    return Parameter(label, unit).since("2000-01-01", value, source=_SOURCE, status="local")


class AccessRules(RulePack):
    """Limits past which the use of records is looked into (重点岗位监控)."""

    label = "查阅异常的限值"
    source = "项目规则，参照《个人信息保护法》第五十一条、第五十四条（内部管理、合规审计）"
    openings_per_day = _limit("一日查阅上限", "次", 200)
    openings_per_hour = _limit("一小时查阅上限", "次", 60)
    office_from_hour = _limit("工作时间开始", "时", 8)
    office_until_hour = _limit("工作时间结束", "时", 18)
    after_hours_per_day = _limit("非工作时间一日查阅上限", "次", 20)
    foreign_per_day = _limit("一日查阅外县（区）记录上限", "次", 20)
    idle_per_day = _limit("一日查看原值而无后续办理上限", "次", 20)
    follow_up_days = _limit("查看原值后应有办理的期限", "天", 7)
