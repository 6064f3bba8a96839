"""What the fund pays of each claim before rounding and caps, column by column.

Amounts are whole numbers of 64 bits: ten-thousandths of a fen (E4) before the rate, of those again
(E8) after it; a claim of up to `window.LARGEST` fits.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from xinglin.claims.amounts import WHOLE
from xinglin.claims.columns import (
    KIND_CODES,
    LATE_CONSENT,
    LEVEL_CODES,
    NEVER,
    NO_CONSENT,
    NOT_PAYABLE,
    UNKNOWN_AID,
    Array,
    Claims,
    Ints,
)
from xinglin.claims.policy import Band, Policy, flat
from xinglin.claims.rules import E4, E8


class Shares:
    """Claims in the order of settlement, by person. raw: E8. hospital: fen. note: bits."""

    def __init__(self, claims: Claims, policy: Policy) -> None:
        self.claims, self.policy = claims, policy
        count = len(claims)
        year = claims.year
        self.starts = starts_of(claims.person, year)
        self.total = plus(claims.class_a, claims.class_b, claims.excluded)
        self.raw = np.zeros(count, np.int64)  # E8
        self.hospital = np.zeros(count, np.int64)
        self.note = np.zeros(count, np.uint8)
        self.is_fixed = np.zeros(count, bool)
        self.is_excluded = np.zeros(count, bool)

    def reckon(self) -> None:
        """Work out the share of every claim."""
        self._set_apart()
        for kind, rows in self._kinds():
            _RULES[kind](self, rows)
        self._pay_those_apart()

    def _kinds(self) -> Iterator[tuple[str, Any]]:
        """Each kind of claim that occurs, and where: rows, or all."""
        kind = self.claims.kind
        if kind is None:
            yield "inpatient", slice(None)
            return
        for name, code in KIND_CODES.items():
            rows = np.flatnonzero(kind == code)
            if len(rows):
                yield name, rows if len(rows) < len(kind) else slice(None)

    # --- what is payable, E4 ------------------------------------------------------------------

    def eligible(self, rows: Any) -> Ints:
        """Cost in the catalogue less the patient's own shares of it."""
        rules, c = self.policy.catalogue, self.claims
        payable = c.class_a[rows] * (WHOLE - rules.own_share_a)
        if c.class_b is not None:
            payable += c.class_b[rows] * (WHOLE - rules.own_share_b)
        return payable

    def aid(self, rows: Any) -> tuple[Array | None, Array | None]:
        """Which claims are free of the deductible, and what their rate gains; None: nobody's."""
        c = self.claims
        if c.aid is None:
            return None, None
        known = [self.policy.aid_of(name) for name in c.aid_classes]
        free = np.array([bool(aid and aid.no_deductible) for aid in known] + [False])
        added = np.array([aid.rate_added if aid else 0 for aid in known] + [0], np.int64)
        lost = np.array([aid is None for aid in known] + [False])
        mine = c.aid[rows]
        self.note_where(rows, lost[mine], UNKNOWN_AID)
        return free[mine], added[mine]

    # --- the kinds ----------------------------------------------------------------------------

    def inpatient(self, rows: Any) -> None:
        free, added = self.aid(rows)
        base = self.eligible(rows)
        base -= self._stay_deductible(rows, base, free)
        share = self._by_bands(rows, base, added)
        minimum = self.policy.inpatient.minimum
        levels = self.claims.level[rows]
        known = np.isin(levels, [LEVEL_CODES[one.level] for one in self.policy.inpatient.levels])
        if minimum is not None:
            share = np.maximum(share, self.total[rows] * (minimum.rate * E4))
        if not known.all():
            share[~known] = 0
            self.note_where(rows, ~known, NOT_PAYABLE)
        self.raw[rows] = share

    def _stay_deductible(self, rows: Any, base: Ints, free: Array | None) -> Ints:
        rules = self.policy.inpatient
        by_level = np.zeros(len(LEVEL_CODES), np.int64)
        second = np.full(len(LEVEL_CODES), -1, np.int64)
        for one in rules.levels:
            by_level[LEVEL_CODES[one.level]] = one.deductible_yuan * E4
            if one.second_stay_yuan is not None:
                second[LEVEL_CODES[one.level]] = one.second_stay_yuan * E4
        if not by_level.any():
            return np.zeros_like(base)
        level = self.claims.level[rows]
        full = by_level[level]
        if (second >= 0).any():
            again = (self._ordinal(rows) > 0) & (second[level] >= 0)
            full = np.where(again, second[level], full)
        if free is not None:
            full = np.where(free, 0, full)
        full = self._unless_apart(rows, full)
        if rules.deductible_per == "year":
            return self._met_in_year(rows, full, base)
        return np.minimum(full, base)

    def _ordinal(self, rows: Any) -> Ints:
        """How many claims among `rows` the person has before each in its year."""
        count = len(self.claims)
        marked = np.zeros(count, np.int64)
        marked[rows] = 1
        return earlier_in_group(marked, self.starts)[rows]

    def _met_in_year(self, rows: Any, full: Ints, base: Ints) -> Ints:
        """A deductible that is met once in the year: the k-th claim of every person at once."""
        order = self._ordinal(rows)
        group = self._group()[rows]
        met = np.zeros(len(self.starts), np.int64)
        taken = np.zeros(len(base), np.int64)
        by_order = np.argsort(order, kind="stable")
        edges = np.searchsorted(order[by_order], np.arange(int(order.max(initial=-1)) + 2))
        for begin, end in pairwise(edges):
            these = by_order[begin:end]
            own = np.minimum(np.maximum(full[these] - met[group[these]], 0), base[these])
            taken[these] = own
            met[group[these]] += own
        return taken

    def _group(self) -> Array:
        """Which person-year each claim belongs to."""
        begins = np.zeros(len(self.claims), np.int64)
        begins[self.starts[1:]] = 1
        return np.cumsum(begins)

    def _by_bands(self, rows: Any, base: Ints, added: Array | None) -> Ints:
        level, chosen = self.claims.level[rows], self._referred(rows)
        share = np.zeros(len(base), np.int64)
        for one in self.policy.inpatient.levels:
            here = level == LEVEL_CODES[one.level]
            if one.referred_bands and chosen is not None:
                _pay(share, here & chosen, one.referred_bands, base, added)
                here &= ~chosen
            for code, rate in one.institutions.items():
                own = here & self._at(rows, code)
                _pay(share, own, (flat(rate),), base, added)
                here &= ~own
            _pay(share, here, one.bands, base, added)
        return share

    def _at(self, rows: Any, institution: str) -> Array:
        c = self.claims
        if c.institution is None or institution not in c.institutions:
            return np.zeros(len(c.level[rows]), bool)
        return c.institution[rows] == list(c.institutions).index(institution)

    def _referred(self, rows: Any) -> Array | None:
        """Which stays count as referred; those that do not though they say so are noted."""
        rules, c = self.policy.inpatient.referral, self.claims
        if rules is None:
            return None
        count = len(c.level[rows])
        said = c.referred[rows].astype(bool) if c.referred is not None else np.zeros(count, bool)
        counts = said
        urgent = np.zeros(count, bool) if c.emergency is None else c.emergency[rows].astype(bool)
        if rules.consent == "before_admission":
            consented = np.full(count, NEVER) if c.consented is None else c.consented[rows]
            admitted = c.discharged[rows] if c.admitted is None else c.admitted[rows]
            counts = said & (consented < admitted)
        if rules.emergency == "instead_of_consent":
            counts = counts | (said & urgent)
        if rules.emergency == "instead_of_referral":
            counts = counts | urgent
        if rules.consent == "before_admission" and said.any():
            has = [
                LEVEL_CODES[one.level] for one in self.policy.inpatient.levels if one.referred_bands
            ]
            failed = said & ~counts & np.isin(c.level[rows], has)
            self.note_where(rows, failed & (consented == NEVER), NO_CONSENT)
            self.note_where(rows, failed & (consented != NEVER), LATE_CONSENT)
        return counts

    def chronic(self, rows: Any) -> None:
        rules, c = self.policy.chronic, self.claims
        count = len(c.level[rows])
        listed = {d.code: d for d in rules.diseases} if rules else {}
        rates = [listed[d].rate if d in listed else -1 for d in c.diseases] + [-1]
        if rules is not None:
            rates = [rules.rate if rate is None else rate for rate in rates]
        mine = np.full(count, -1) if c.disease is None else c.disease[rows]
        rate = np.array(rates, np.int64)[mine]
        payable = rate >= 0
        self.note_where(rows, ~payable, NOT_PAYABLE)
        if rules is None:
            return
        free, added = self.aid(rows)
        base = np.where(payable, self.eligible(rows), 0)
        if rules.deductible_yuan:
            full = np.full(count, rules.deductible_yuan * E4)
            full = np.where(payable, full if free is None else np.where(free, 0, full), 0)
            full = self._unless_apart(rows, full)
            base = base - self._met_in_year(rows, full, base)
        rate = np.minimum(rate + (0 if added is None else added), WHOLE)
        self.raw[rows] = np.where(payable, base * rate, 0)

    def outpatient(self, rows: Any) -> None:
        rules, level = self.policy.outpatient, self.claims.level[rows]
        rate = np.full(len(LEVEL_CODES), -1, np.int64)
        for one in rules.levels if rules else ():
            rate[LEVEL_CODES[one.level]] = one.rate
        payable = rate[level] >= 0
        self.note_where(rows, ~payable, NOT_PAYABLE)
        share = np.where(payable, self.eligible(rows) * rate[level], 0)
        if rules is not None and rules.per_visit_yuan is not None:
            share = np.minimum(share, rules.per_visit_yuan * E8)
        self.raw[rows] = share

    def delivery(self, rows: Any) -> None:
        rules, total = self.policy.delivery, self.total[rows]
        if rules is None:
            self.note_where(rows, np.ones(len(total), bool), NOT_PAYABLE)
            return
        self.raw[rows] = np.minimum(total, rules.fund_yuan) * E8

    def _set_apart(self) -> None:
        """Diseases the fund does not pay for, and those at a fixed price."""
        c, policy = self.claims, self.policy
        if c.disease is None:
            return
        for disease in (d for exclusion in policy.exclusions for d in exclusion.diseases):
            self.is_excluded |= self._suffers(disease)
        stays = np.ones(len(c), bool) if c.kind is None else c.kind == KIND_CODES["inpatient"]
        for price in policy.fixed_prices:
            codes = [LEVEL_CODES[level] for level in price.levels]
            here = stays & np.isin(c.level, codes) & self._suffers(price.disease)
            here &= ~self.is_excluded
            self.is_fixed |= here
            self.hospital[here] = self.total[here] - price.fund_yuan - price.patient_yuan

    def _unless_apart(self, rows: Any, deductible: Ints) -> Ints:
        """No deductible is met by a stay that is paid otherwise."""
        return np.where(self.is_excluded[rows] | self.is_fixed[rows], 0, deductible)

    def _pay_those_apart(self) -> None:
        for price in self.policy.fixed_prices:
            codes = [LEVEL_CODES[level] for level in price.levels]
            here = self.is_fixed & np.isin(self.claims.level, codes)
            here &= self._suffers(price.disease)
            self.raw[here] = price.fund_yuan * E8
            self.note[here] = 0
        self.raw[self.is_excluded] = 0
        self.note[self.is_excluded] = NOT_PAYABLE
        # What is not paid for is not judged further.
        self.note[(self.note & NOT_PAYABLE) > 0] = NOT_PAYABLE

    def _suffers(self, disease: str) -> Array:
        c = self.claims
        listed = list(c.diseases)
        if c.disease is None or disease not in listed:
            return np.zeros(len(c), bool)
        return c.disease == listed.index(disease)

    def note_where(self, rows: Any, which: Array, bit: int) -> None:
        """Note a bit on those of the rows."""
        if not which.any():
            return
        noted = self.note[rows]
        noted[which] |= bit
        self.note[rows] = noted


_RULES = {
    "inpatient": Shares.inpatient,
    "chronic": Shares.chronic,
    "outpatient": Shares.outpatient,
    "delivery": Shares.delivery,
}


def _pay(share: Ints, here: Array, bands: Sequence[Band], base: Ints, added: Array | None) -> None:
    """Add the fund's share of these claims, band by band."""
    if not here.any():
        return
    own = base[here]
    more = 0 if added is None else added[here]
    paid = np.zeros(len(own), np.int64)
    for number, band in enumerate(bands):
        part = own
        if number + 1 < len(bands):
            part = np.minimum(own, bands[number + 1].from_yuan * E4)
        if band.from_yuan:
            part = np.maximum(part - band.from_yuan * E4, 0)
        paid += part * np.minimum(band.rate + more, WHOLE)
    share[here] = paid


def starts_of(person: Array, year: Array) -> Array:
    """Where each person-year begins."""
    if not len(person):
        return np.zeros(0, np.int64)
    new = np.empty(len(person), bool)
    new[0] = True
    new[1:] = (person[1:] != person[:-1]) | (year[1:] != year[:-1])
    return np.flatnonzero(new)


def earlier_in_group(amounts: Ints, starts: Array) -> Ints:
    """For each row the sum of the rows before it in its group; starts: where the groups begin."""
    before = np.cumsum(amounts) - amounts
    before -= np.repeat(before[starts], np.diff(np.append(starts, len(amounts))))
    return before


def plus(one: Ints, *others: Ints | None) -> Ints:
    """A column with others added to it, as far as they are there."""
    total = one
    for other in others:
        if other is not None:
            total = total + other
    return total
