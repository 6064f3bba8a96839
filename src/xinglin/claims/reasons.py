"""Why a claim was not paid, or not wholly: the same sentences at both doors."""

from __future__ import annotations

from xinglin.claims.policy import KINDS, LEVELS, Kind, Level, Policy
from xinglin.codes.money import yuan

NO_CONSENT_SAID = "转诊没有同意日期的记录，又无急诊记录，按未转诊计算。"
LATE_CONSENT_SAID = "转诊同意日期不早于入院日期，又无急诊记录，按未转诊计算。"


def not_payable(policy: Policy, kind: Kind, level: Level, disease: str) -> tuple[str, str]:
    """The clause by which the pooled fund pays nothing for such a claim, and the sentence.

    Both empty where it does pay.
    """
    if exclusion := policy.excludes(disease):
        return exclusion.clause, "该病种列入不予补偿目录，统筹基金不付。"
    if kind == "inpatient" and policy.level_of(level) is None:
        if policy.fixed_price(disease, level):
            return "", ""
        return policy.inpatient.clause, f"方案没有规定{LEVELS[level]}住院的补偿。"
    if kind == "chronic" and policy.chronic_disease(disease) is None:
        clause = policy.chronic.clause if policy.chronic else policy.clause
        return clause, f"该病种不在慢性病目录内，统筹基金不付{_account(policy, kind)}。"
    if kind == "outpatient":
        rules = policy.outpatient
        if rules is None:
            return policy.clause, f"方案没有门诊统筹，统筹基金不付{_account(policy, kind)}。"
        if level not in [one.level for one in rules.levels]:
            return rules.clause, f"{LEVELS[level]}门诊不在门诊统筹范围内{_account(policy, kind)}。"
    if kind == "delivery" and policy.delivery is None:
        return policy.clause, f"方案没有规定{KINDS[kind]}的补偿。"
    return "", ""


def _account(policy: Policy, kind: Kind) -> str:
    is_covered = policy.account is not None and kind in policy.account.kinds
    return "，可用家庭账户支付" if is_covered else ""


def unknown_aid(aid_class: str) -> str:
    """Said of people on aid of a class the policy does not know."""
    return f"救助类别“{aid_class}”方案没有规定，按一般人员计算。"


def over_cap(over: int) -> str:
    """Said of a payment cut by the annual cap, with what it was cut by, in fen."""
    return f"超过年度封顶线 {yuan(over)} 元，由个人承担。"
