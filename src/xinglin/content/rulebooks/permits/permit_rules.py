"""Limits of the law on permits."""

from __future__ import annotations

from xinglin.language.rules import Parameter, RulePack

_LAW = "《中华人民共和国行政许可法》"


class PermitRules(RulePack):
    """Limits of handling a permit, in working days (行政许可期限)."""

    label = "行政许可期限"
    source = _LAW
    tell_within_days = Parameter("受理或一次告知补正期限", "工作日").since(
        "2004-07-01", 5, source=f"{_LAW}第三十二条"
    )
    decide_within_days = Parameter("作出许可决定期限", "工作日").since(
        "2004-07-01", 20, source=f"{_LAW}第四十二条"
    )
    deliver_within_days = Parameter("颁发、送达证件期限", "工作日").since(
        "2004-07-01", 10, source=f"{_LAW}第四十四条"
    )
