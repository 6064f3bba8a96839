"""The window's door: one claim, with the person's year so far; every yuan of it explained.

The rules stand in `rules`. `batch` does the same for millions of claims; a generative test holds
the two equal.
"""

from __future__ import annotations

from dataclasses import dataclass

from xinglin.claims.claim import Claim, PersonYear, Status
from xinglin.claims.policy import Policy
from xinglin.claims.reasons import not_payable
from xinglin.claims.rules import (
    E8,
    RULES,
    Reckoning,
    Step,
    capped,
    exact_yuan,
    from_account,
    rounded,
    sharing,
)
from xinglin.codes.money import yuan


@dataclass(frozen=True)
class Adjudication:
    """What becomes of a claim (审核结算). Fen; own: what the patient pays himself.

    hospital: what the institution bears (a fixed price below the cost), negative where it gains.
    own_parts: why the patient pays, reason → E8; paid + account + own + hospital = total.
    deducted: what was taken off as deductible, in ten-thousandths of a fen.
    """

    claim: Claim
    paid: int
    account: int
    own: int
    hospital: int
    used_before: int
    used_after: int
    status: Status
    reason: str
    steps: tuple[Step, ...]
    own_parts: dict[str, int]
    year: PersonYear
    balance: int
    deducted: int


def steps_told(done: Adjudication) -> list[dict[str, str]]:
    """The steps as they are printed and sent: amounts in yuan, to the last digit they have."""
    return [
        {
            "rule": step.rule,
            "clause": step.clause,
            "version": step.version,
            "amount_in": exact_yuan(step.amount_in),
            "amount_out": exact_yuan(step.amount_out),
            "sentence": step.sentence,
        }
        for step in done.steps
    ]


def own_parts_told(done: Adjudication) -> dict[str, str]:
    """Why the patient pays, in yuan."""
    return {reason: exact_yuan(amount) for reason, amount in done.own_parts.items()}


def adjudicate(claim: Claim, year: PersonYear, policy: Policy, *, balance: int = 0) -> Adjudication:
    """What the policy pays for a claim. balance: the household account's, in fen.

    Raises ValueError where the claim is none the policy can judge (`fault_of` says why).
    """
    if fault := fault_of(claim, policy):
        raise ValueError(fault)
    r = Reckoning(policy, claim, year, amount=claim.total_fen * E8)
    fixed = policy.fixed_price(claim.disease_code, claim.level) if _is_stay(claim) else None
    clause, why = not_payable(policy, claim.kind, claim.level, claim.disease_code)
    hospital = 0
    if why:
        fixed = None
        r.to(0, "不予补偿", clause, "统筹基金不予补偿", why)
        r.said.append(why)
    elif fixed is not None:
        hospital = claim.total_fen - fixed.fund_yuan - fixed.patient_yuan
        r.amount = fixed.fund_yuan * E8
        r.own["单病种定额中病人支付部分"] = fixed.patient_yuan * E8
        r.steps.append(
            Step(
                "单病种定额",
                fixed.clause,
                policy.version,
                claim.total_fen * E8,
                r.amount,
                f"{fixed.name}按定额付费：基金付 {yuan(fixed.fund_yuan)} 元，"
                f"病人付 {yuan(fixed.patient_yuan)} 元，{_hospital(hospital)}。",
            )
        )
    else:
        RULES[claim.kind](r)
    paid = capped(r, r.amount // E8 if fixed is not None else rounded(r))
    used_before = year.used_by(sharing(policy, claim))
    rest = claim.total_fen - paid - hospital
    account = from_account(r, rest, balance)
    status: Status = "capped" if r.is_capped else "not_payable" if why else "settled"
    return Adjudication(
        claim, paid, account, rest - account, hospital, used_before, used_before + paid, status,
        "".join(r.said), tuple(r.steps), {k: v for k, v in r.own.items() if v},
        year.after(claim.kind, paid, r.deducted), balance - account, r.deducted,
    )  # fmt: skip


def fault_of(claim: Claim, policy: Policy) -> str:
    """Why a claim cannot be judged at all, in one sentence; empty where it can."""
    amounts = (claim.total_fen, claim.class_a_fen, claim.class_b_fen, claim.excluded_fen)
    if min(amounts) < 0:
        return "金额不能为负，请核对。"
    if claim.total_fen > LARGEST:
        return "总费用超过一亿元，请核对单位是否为分。"
    if claim.total_fen != sum(amounts[1:]):
        return "总费用不等于甲类、乙类、目录外费用之和，请核对各项金额。"
    if claim.discharged_on < claim.admitted_on:
        return "出院日期早于入院日期，请核对。"
    if not policy.is_valid_on(claim.discharged_on):
        return f"出院日期不在方案“{policy.label}”的有效期内，请选用当时的方案。"
    return ""


LARGEST = 10_000_000_000
"""Fen of one claim: exact products stay within 64 bits."""


def _is_stay(claim: Claim) -> bool:
    return claim.kind == "inpatient"


def _hospital(borne: int) -> str:
    if borne == 0:
        return "费用正好等于定额"
    return f"超出的 {yuan(borne)} 元由医院承担" if borne > 0 else f"结余 {yuan(-borne)} 元归医院"
