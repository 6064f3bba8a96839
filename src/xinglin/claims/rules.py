"""The rules of a policy, one by one, as one claim passes through them; each leaves a step in words.

Amounts are exact: ten-thousandths of a fen after the catalogue's own shares (E4), times
ten-thousandths again after the rate (E8). They are rounded once, where the policy says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from xinglin.claims.amounts import WHOLE, percent
from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy import KINDS, Aid, Band, Cap, InpatientLevel, Kind, Policy, flat
from xinglin.claims.reasons import LATE_CONSENT_SAID, NO_CONSENT_SAID, over_cap, unknown_aid
from xinglin.codes.money import yuan

E4 = WHOLE
E8 = WHOLE * WHOLE


@dataclass(frozen=True)
class Step:
    """One step of the reckoning: amounts before and after, in E8, and a sentence in Chinese."""

    rule: str
    clause: str
    version: str
    amount_in: int
    amount_out: int
    sentence: str


@dataclass
class Reckoning:
    """A claim on its way through the rules."""

    policy: Policy
    claim: Claim
    year: PersonYear
    amount: int = 0
    steps: list[Step] = field(default_factory=list)
    own: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    deducted: int = 0
    is_capped: bool = False

    def to(self, amount: int, rule: str, clause: str, reason: str, sentence: str) -> None:
        """Go on with another amount; what falls away is the patient's, for that reason."""
        before, self.amount = self.amount, amount
        if before != amount:
            self.own[reason] = self.own.get(reason, 0) + before - amount
        self.steps.append(Step(rule, clause, self.policy.version, before, amount, sentence))


# --- the kinds of claim -------------------------------------------------------------------------


def _inpatient(r: Reckoning) -> None:
    level = r.policy.level_of(r.claim.level)
    assert level is not None  # noqa: S101 `not_payable` has seen to it
    aid = _aid(r)
    _eligible(r)
    _deduct_stay(r, level, aid)
    _share(r, _bands(r, level), aid, level.clause)
    _at_least(r)


def _chronic(r: Reckoning) -> None:
    rules, disease = r.policy.chronic, r.policy.chronic_disease(r.claim.disease_code)
    assert rules is not None and disease is not None  # noqa: S101 as above
    aid = _aid(r)
    _eligible(r)
    left = max(0, rules.deductible_yuan * E4 - r.year.chronic_met)
    _deduct(r, 0 if aid and aid.no_deductible else left, rules.clause, "年度起付线")
    rate = disease.rate if disease.rate is not None else rules.rate
    _share(r, (flat(rate),), aid, rules.clause)


def _outpatient(r: Reckoning) -> None:
    rules = r.policy.outpatient
    assert rules is not None  # noqa: S101 as above
    _eligible(r)
    rate = next(one.rate for one in rules.levels if one.level == r.claim.level)
    _share(r, (flat(rate),), None, rules.clause)
    if rules.per_visit_yuan is not None and r.amount > rules.per_visit_yuan * E8:
        said = f"每次门诊最多补偿 {yuan(rules.per_visit_yuan)} 元。"
        r.to(rules.per_visit_yuan * E8, "单次封顶", rules.clause, "超过单次封顶", said)


def _delivery(r: Reckoning) -> None:
    rules = r.policy.delivery
    assert rules is not None  # noqa: S101 as above
    fund = min(rules.fund_yuan * E8, r.amount)
    said = f"正常分娩定额补偿 {yuan(rules.fund_yuan)} 元，不超过总费用。"
    r.to(fund, "分娩定额", rules.clause, "分娩定额以外", said)


RULES = {
    "inpatient": _inpatient,
    "chronic": _chronic,
    "outpatient": _outpatient,
    "delivery": _delivery,
}


# --- the rules one by one -----------------------------------------------------------------------


def _aid(r: Reckoning) -> Aid | None:
    if not r.claim.aid_class:
        return None
    aid = r.policy.aid_of(r.claim.aid_class)
    if aid is None:
        r.said.append(unknown_aid(r.claim.aid_class))
    return aid


def _eligible(r: Reckoning) -> None:
    """Out of the catalogue first, then the own shares: what is payable, in E8 of whole rate."""
    c, rules = r.claim, r.policy.catalogue
    if c.excluded_fen:
        said = f"目录外（含超限价）费用 {yuan(c.excluded_fen)} 元不计入补偿。"
        r.to(r.amount - c.excluded_fen * E8, "目录外费用", rules.clause, "目录外费用", said)
    own = (c.class_a_fen * rules.own_share_a + c.class_b_fen * rules.own_share_b) * E4
    if own:
        said = f"乙类费用先自付 {percent(rules.own_share_b)}"
        said += f"，甲类先自付 {percent(rules.own_share_a)}。" if rules.own_share_a else "。"
        r.to(r.amount - own, "目录自付", rules.clause, "目录内先自付", said)


def _deduct_stay(r: Reckoning, level: InpatientLevel, aid: Aid | None) -> None:
    rules = r.policy.inpatient
    full, said = level.deductible_yuan, "起付线"
    if rules.deductible_per == "year":
        left = max(0, full * E4 - r.year.deductible_met)
        said = "年度起付线"
    elif r.year.stays and level.second_stay_yuan is not None:
        left, said = level.second_stay_yuan * E4, "第二次及以后住院的起付线"
    else:
        left = full * E4
    if aid is not None and aid.no_deductible:
        if left:
            r.steps.append(
                Step("救助对象", aid.clause, r.policy.version, r.amount, r.amount,
                     f"{aid.name}免起付线。")
            )  # fmt: skip
        left = 0
    _deduct(r, left, level.clause, said)


def _deduct(r: Reckoning, left: int, clause: str, what: str) -> None:
    """Take a deductible off, as far as the amount goes."""
    taken = min(left * E4, r.amount)
    r.deducted = taken // E4
    if left:
        said = f"扣除{what} {exact_yuan(left * E4)} 元（本次扣 {exact_yuan(taken)} 元）。"
        r.to(r.amount - taken, "起付线", clause, "起付线以下", said)


def _bands(r: Reckoning, level: InpatientLevel) -> Sequence[Band]:
    """The bands of the level: referred, the institution's own, or the common ones."""
    if level.referred_bands and _is_referred(r):
        return level.referred_bands
    own = level.institutions.get(r.claim.institution_id)
    if own is None:
        return level.bands
    return (flat(own),)


def _is_referred(r: Reckoning) -> bool:
    """Whether the referral counts; where it does not, the claim carries a note that says why."""
    c, rules = r.claim, r.policy.inpatient.referral
    if rules is None:
        return False
    if c.emergency and rules.emergency == "instead_of_referral":
        return True
    if not c.referred:
        return False
    if rules.consent == "not_needed":
        return True
    if c.consented_on is not None and c.consented_on < c.admitted_on:
        return True
    if c.emergency and rules.emergency == "instead_of_consent":
        return True
    r.said.append(NO_CONSENT_SAID if c.consented_on is None else LATE_CONSENT_SAID)
    return False


def _share(r: Reckoning, bands: Sequence[Band], aid: Aid | None, clause: str) -> None:
    """The fund's share of what is left, band by band."""
    base, added = r.amount // E4, aid.rate_added if aid else 0
    share, said = 0, []
    for number, band in enumerate(bands):
        end = bands[number + 1].from_yuan * E4 if number + 1 < len(bands) else base
        part = max(0, min(base, end) - band.from_yuan * E4)
        rate = min(band.rate + added, WHOLE)
        share += part * rate
        if part:
            said.append(f"{exact_yuan(part * E4)} 元 × {percent(rate)}")
    more = f"（含{aid.name}提高 {percent(added)}）" if aid and added else ""
    sentence = f"按比例补偿{more}：{' + '.join(said) or '0 元'} = {exact_yuan(share)} 元。"
    r.to(share, "补偿比例", clause, "比例以外", sentence)


def _at_least(r: Reckoning) -> None:
    minimum = r.policy.inpatient.minimum
    if minimum is None:
        return
    least = r.claim.total_fen * minimum.rate * E4
    if least > r.amount:
        said = f"不低于总费用的 {percent(minimum.rate)}，补足到 {exact_yuan(least)} 元。"
        r.to(least, "保底补偿", minimum.clause, "保底补足", said)


def rounded(r: Reckoning) -> int:
    """The amount in fen, rounded as the policy says."""
    rules = r.policy.rounding
    step = rules.unit * E8
    units = (r.amount * 2 + step) // (step * 2) if rules.way == "half_up" else r.amount // step
    amount = units * step
    amount = min(amount, r.claim.total_fen // rules.unit * step)  # never more than there is
    if amount != r.amount:
        said = f"取整为 {exact_yuan(amount)} 元。"
        r.to(amount, "取整", rules.clause, "取整", said)
    return amount // E8


def sharing(policy: Policy, claim: Claim) -> tuple[Kind, ...]:
    """The kinds that share an annual cap with a claim's; its own alone where there is no cap."""
    cap = policy.cap_of(claim.kind)
    return cap.kinds if cap is not None else (claim.kind,)


def capped(r: Reckoning, amount: int) -> int:
    cap = r.policy.cap_of(r.claim.kind)
    if cap is None:
        return amount
    left = max(0, cap.yuan - r.year.used_by(cap.kinds))
    if amount <= left:
        return amount
    r.is_capped = True
    r.said.append(over_cap(amount - left))
    r.to(left * E8, "年度封顶线", cap.clause, "超过年度封顶线", _cap_words(cap, left))
    return left


def _cap_words(cap: Cap, left: int) -> str:
    kinds = "、".join(KINDS[kind] for kind in cap.kinds)
    return f"{kinds}每人每年最多 {yuan(cap.yuan)} 元，本次还可补偿 {yuan(left)} 元。"


def from_account(r: Reckoning, rest: int, balance: int) -> int:
    """What the household account pays of what is left to the patient."""
    rules = r.policy.account
    if rules is None or r.claim.kind not in rules.kinds or balance <= 0:
        return 0
    wanted = rest if rules.covers == "all" else max(0, rest - r.claim.excluded_fen)
    account = min(wanted, balance)
    if account:
        said = f"家庭账户支付 {yuan(account)} 元，余额 {yuan(balance - account)} 元。"
        r.steps.append(
            Step("家庭账户", rules.clause, r.policy.version, rest * E8, (rest - account) * E8, said)
        )
        r.own["家庭账户支付"] = -account * E8
    return account


def exact_yuan(amount: int) -> str:
    """An amount in E8 in yuan, to the last digit it has."""
    whole, rest = divmod(abs(amount), 100 * E8)
    digits = f"{rest:010d}".rstrip("0").ljust(2, "0")
    return f"{'-' if amount < 0 else ''}{whole}.{digits}"
