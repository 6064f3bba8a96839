"""A list of claims through both doors: paid in the batch, explained at the window."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from xinglin.claims.batch import adjudicate_all
from xinglin.claims.claim import Claim, PersonYear, Status
from xinglin.claims.columns import (
    CAPPED,
    KIND_CODES,
    LATE_CONSENT,
    LEVEL_CODES,
    NEVER,
    NO_CONSENT,
    NOT_PAYABLE,
    UNKNOWN_AID,
    Claims,
    Ints,
)
from xinglin.claims.policy import Policy
from xinglin.claims.reasons import (
    LATE_CONSENT_SAID,
    NO_CONSENT_SAID,
    not_payable,
    over_cap,
    unknown_aid,
)
from xinglin.claims.window import Adjudication, adjudicate

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Outcome:
    """What becomes of one claim of a list; fen."""

    paid: int
    account: int
    own: int
    used_before: int
    used_after: int
    status: Status
    reason: str


def outcomes(
    claims: Sequence[Claim], balances: Sequence[int | None], policy: Policy
) -> list[Outcome]:
    """What the policy pays for each claim of whole person-years, in the list's order.

    balances: what each row says of its household's account; the first known one, in the order
    of settlement, is the account before the household's first claim here.
    """
    if not claims:
        return []
    found = adjudicate_all(columns_of(claims, balances), policy)
    return [
        Outcome(
            int(found.paid[i]), int(found.account[i]), int(found.own[i]),
            int(found.used_before[i]), int(found.used_after[i]), _status(int(found.note[i])),
            _reason(claim, policy, int(found.note[i]), int(found.over_cap[i])),
        )
        for i, claim in enumerate(claims)
    ]  # fmt: skip


def explained(
    claims: Sequence[Claim], balances: Sequence[int | None], policy: Policy
) -> Iterator[tuple[int, Adjudication]]:
    """Each claim at the window, in the order of settlement, with its position in the list."""
    years: dict[tuple[str, int], PersonYear] = {}
    accounts = _opening(claims, balances)
    for position in in_settlement_order(claims):
        claim = claims[position]
        key = (claim.person_id, claim.year)
        made = adjudicate(
            claim, years.get(key, PersonYear()), policy, balance=accounts[claim.household_id]
        )
        years[key], accounts[claim.household_id] = made.year, made.balance
        yield position, made


def in_settlement_order(claims: Sequence[Claim]) -> list[int]:
    """Positions by day of discharge, then by claim number (as numbers, where all are digits)."""
    rank = _ranks([claim.claim_id for claim in claims])
    return sorted(range(len(claims)), key=lambda i: (claims[i].discharged_on, rank[i]))


def columns_of(claims: Sequence[Claim], balances: Sequence[int | None]) -> Claims:
    """The claims as columns."""

    def ints(values: Any) -> Ints:
        return np.fromiter(values, np.int64, len(claims))

    institutions, institution = _coded([c.institution_id for c in claims])
    diseases, disease = _coded([c.disease_code for c in claims])
    aid_classes, aid = _coded([c.aid_class for c in claims])
    return Claims(
        person=_coded([c.person_id for c in claims])[1],
        household=_coded([c.household_id for c in claims])[1],
        kind=ints(KIND_CODES[c.kind] for c in claims),
        level=ints(LEVEL_CODES[c.level] for c in claims),
        admitted=ints(_days(c.admitted_on) for c in claims),
        discharged=ints(_days(c.discharged_on) for c in claims),
        class_a=ints(c.class_a_fen for c in claims),
        class_b=ints(c.class_b_fen for c in claims),
        excluded=ints(c.excluded_fen for c in claims),
        referred=ints(c.referred for c in claims).astype(bool),
        consented=ints(
            int(NEVER) if c.consented_on is None else _days(c.consented_on) for c in claims
        ),
        emergency=ints(c.emergency for c in claims).astype(bool),
        institution=institution, institutions=institutions, disease=disease, diseases=diseases,
        aid=aid, aid_classes=aid_classes,
        balance=ints(-1 if said is None else said for said in balances),
        order=ints(_ranks([c.claim_id for c in claims])),
    )  # fmt: skip


def _days(day: date) -> int:
    return (day - _EPOCH).days


def _coded(words: Sequence[str]) -> tuple[tuple[str, ...], Ints]:
    """The different words, and each word's position among them; -1 for an empty one."""
    positions: dict[str, int] = {}
    for word in words:
        if word:
            positions.setdefault(word, len(positions))
    codes = np.fromiter((positions.get(word, -1) for word in words), np.int64, len(words))
    return tuple(positions), codes


def _ranks(claim_ids: Sequence[str]) -> list[int]:
    numeric = all(one.isascii() and one.isdigit() for one in claim_ids)
    keys: Any = [(int(one), one) for one in claim_ids] if numeric else claim_ids
    ranks = [0] * len(claim_ids)
    for rank, position in enumerate(sorted(range(len(claim_ids)), key=keys.__getitem__)):
        ranks[position] = rank
    return ranks


def _opening(claims: Sequence[Claim], balances: Sequence[int | None]) -> dict[str, int]:
    accounts = {claim.household_id: 0 for claim in claims}
    known: set[str] = set()
    for position in in_settlement_order(claims):
        household, said = claims[position].household_id, balances[position]
        if said is not None and household not in known:
            known.add(household)
            accounts[household] = said
    return accounts


def _status(note: int) -> Status:
    if note & CAPPED:
        return "capped"
    return "not_payable" if note & NOT_PAYABLE else "settled"


def _reason(claim: Claim, policy: Policy, note: int, over: int) -> str:
    if not note:
        return ""
    if note & NOT_PAYABLE:
        return not_payable(policy, claim.kind, claim.level, claim.disease_code)[1]
    said = unknown_aid(claim.aid_class) if note & UNKNOWN_AID else ""
    said += LATE_CONSENT_SAID if note & LATE_CONSENT else ""
    said += NO_CONSENT_SAID if note & NO_CONSENT else ""
    return said + (over_cap(over) if note & CAPPED else "")
