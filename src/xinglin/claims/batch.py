"""The batch's door: millions of claims by the same rules as `window`, column by column.

Claims are put in the order of settlement
within a person's year. What runs through a year in one accumulator is a running sum; a deductible
that is met once a year runs claim by claim, all persons at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from xinglin.claims.batch_shares import Shares, earlier_in_group, plus, starts_of
from xinglin.claims.columns import CAPPED, KIND_CODES, Array, Claims, Ints, Results
from xinglin.claims.policy import Kind, Policy
from xinglin.claims.rules import E8


def adjudicate_all(claims: Claims, policy: Policy) -> Results:
    """What the policy pays for each claim, all of them a person's whole years.

    Every claim of a person (with household accounts: of a household) must be among them.
    """
    order = settlement_order(claims.person, claims)
    batch = _Payments(Shares(claims.take(order), policy))
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    account, rest = _accounts(batch, claims, back)
    return Results(
        batch.paid[back], account, rest, batch.shares.hospital[back],
        batch.used_before[back], (batch.used_before + batch.paid)[back], batch.over[back],
        batch.shares.note[back],
    )  # fmt: skip


def settlement_order(group: Array, claims: Claims) -> Array:
    """The rows by group, then in the order of settlement: day of discharge, then `order`."""
    count = len(claims)
    if claims.order is None and count:
        bits = max(1, int(count - 1).bit_length())
        days = claims.discharged - claims.discharged.min()
        spans = int(group.max()).bit_length() + int(days.max()).bit_length() + bits
        if spans < 63 and int(group.min()) >= 0:  # one number that sorts: twice as fast
            width = max(1, int(days.max()).bit_length())
            key = (group.astype(np.int64) << (width + bits)) | (days.astype(np.int64) << bits)
            key |= np.arange(count)
            key.sort()
            return key & ((1 << bits) - 1)
    ties = np.arange(count) if claims.order is None else claims.order
    return np.lexsort((ties, claims.discharged, group))


class _Payments:
    """The shares rounded, and held under the annual caps in the order of settlement."""

    def __init__(self, shares: Shares) -> None:
        shares.reckon()
        self.shares = shares
        self.over = np.zeros(len(shares.claims), np.int64)
        amounts = self._rounded()
        self.paid, self.used_before = amounts, np.zeros(len(amounts), np.int64)
        self._cap(amounts)

    def _rounded(self) -> Ints:
        """Payments in fen, rounded once; a fixed price needs none."""
        rules = self.shares.policy.rounding
        step = rules.unit * E8
        units = (self.shares.raw + (step // 2 if rules.way == "half_up" else 0)) // step
        amounts = np.minimum(units * rules.unit, self.shares.total // rules.unit * rules.unit)
        if self.shares.is_fixed.any():
            amounts = np.where(self.shares.is_fixed, self.shares.raw // E8, amounts)
        return amounts

    def _cap(self, amounts: Ints) -> None:
        """Hold the payments of each group of kinds under its cap, in the order of settlement."""
        kind = self.shares.claims.kind
        for kinds, cap in _groups(self.shares.policy):
            codes = [KIND_CODES[one] for one in kinds]
            if kind is None:
                here: Any = slice(None)
                if KIND_CODES["inpatient"] not in codes:
                    continue
            else:
                here = np.isin(kind, codes)
                if not here.any():
                    continue
            before = self._before(amounts, here)
            if cap is None:
                self.used_before[here] = before
                continue
            used = np.minimum(before, cap)
            over = np.maximum(amounts[here] - (cap - used), 0)
            self.over[here] = over
            self.paid[here] = amounts[here] - over
            self.used_before[here] = used
            self.shares.note_where(here, over > 0, CAPPED)

    def _before(self, amounts: Ints, here: Any) -> Ints:
        """What the person's earlier claims of the group came to in the year, uncapped."""
        own = amounts if isinstance(here, slice) else np.where(here, amounts, 0)
        return earlier_in_group(own, self.shares.starts)[here]


def _groups(policy: Policy) -> Iterator[tuple[Sequence[Kind], int | None]]:
    """The kinds that share an accumulator, and its cap; every kind is in one."""
    for cap in policy.caps:
        yield cap.kinds, cap.yuan
    capped = {kind for cap in policy.caps for kind in cap.kinds}
    for kind in KIND_CODES:
        if kind not in capped:
            yield (kind,), None


def _accounts(batch: _Payments, claims: Claims, back: Array) -> tuple[Ints, Ints]:
    """What the household accounts pay, and what is left to the patients; in the claims' order."""
    total = plus(claims.class_a, claims.class_b, claims.excluded)
    rest = total - batch.paid[back] - batch.shares.hospital[back]
    rules = batch.shares.policy.account
    account = np.zeros(len(claims), np.int64)
    if rules is None or claims.balance is None:
        return account, rest
    household = claims.person if claims.household is None else claims.household
    order = settlement_order(household, claims)
    wanted = rest[order]
    if rules.covers == "eligible" and claims.excluded is not None:
        wanted = np.maximum(wanted - claims.excluded[order], 0)
    if claims.kind is not None:
        paid_for = [KIND_CODES[kind] for kind in rules.kinds]
        wanted = np.where(np.isin(claims.kind[order], paid_for), wanted, 0)
    elif "inpatient" not in rules.kinds:
        wanted = np.zeros_like(wanted)
    starts = starts_of(household[order], np.zeros(len(order), np.int8))
    sizes = np.diff(np.append(starts, len(order)))
    balance = np.repeat(_first_known(claims.balance[order], starts), sizes)
    left = np.maximum(balance - earlier_in_group(wanted, starts), 0)
    account[order] = np.minimum(wanted, left)
    return account, rest - account


def _first_known(said: Ints, starts: Array) -> Ints:
    """The first balance that a household's claims say, 0 where none does."""
    known = np.flatnonzero(said >= 0)
    if not len(known):
        return np.zeros(len(starts), np.int64)
    at = np.searchsorted(known, starts)
    ends = np.append(starts[1:], len(said))
    first = known[np.minimum(at, len(known) - 1)]
    return np.where((at < len(known)) & (first < ends), said[first], 0)
