"""What if: the same claims under two policies; who gains, who loses, what it costs (测算)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from xinglin.claims.batch import adjudicate_all
from xinglin.claims.columns import KIND_CODES, LEVEL_CODES, Array, Claims, Ints, Results
from xinglin.claims.policy import KINDS, LEVELS, Policy


@dataclass
class _Sums:
    """Count, cost and payments of some claims; fen."""

    claims: int = 0
    total: int = 0
    paid_before: int = 0
    paid_after: int = 0

    def add(self, total: Ints, before: Ints, after: Ints) -> None:
        self.claims += len(total)
        self.total += int(total.sum())
        self.paid_before += int(before.sum())
        self.paid_after += int(after.sum())

    def to_json(self) -> dict[str, int]:
        return {
            "claims": self.claims,
            "total_fen": self.total,
            "paid_before_fen": self.paid_before,
            "paid_after_fen": self.paid_after,
            "difference_fen": self.paid_after - self.paid_before,
        }


@dataclass
class _People:
    """Persons by what changes for them in a year; fen."""

    gaining: int = 0
    losing: int = 0
    unchanged: int = 0
    gained: int = 0
    lost: int = 0

    def add(self, differences: Ints) -> None:
        self.gaining += int((differences > 0).sum())
        self.losing += int((differences < 0).sum())
        self.unchanged += int((differences == 0).sum())
        self.gained += int(differences[differences > 0].sum())
        self.lost -= int(differences[differences < 0].sum())

    def to_json(self) -> dict[str, int]:
        return {
            "person_years_gaining": self.gaining,
            "person_years_losing": self.losing,
            "person_years_unchanged": self.unchanged,
            "gained_fen": self.gained,
            "lost_fen": self.lost,
        }


@dataclass
class _Comparison:
    thresholds: tuple[int, ...]
    all: _Sums = field(default_factory=_Sums)
    kinds: dict[str, _Sums] = field(default_factory=dict)
    levels: dict[str, _Sums] = field(default_factory=dict)
    institutions: dict[str, _Sums] = field(default_factory=dict)
    people: _People = field(default_factory=_People)
    households: int = 0
    past: dict[int, list[int]] = field(default_factory=dict)

    def add(self, claims: Claims, before: Results, after: Results) -> None:
        total = claims.class_a + _or_zero(claims.class_b) + _or_zero(claims.excluded)
        self.all.add(total, before.paid, after.paid)
        kind = np.zeros(len(claims), np.int8) if claims.kind is None else claims.kind
        _split(self.kinds, kind, [*KIND_CODES], total, before, after)
        _split(self.levels, claims.level, [*LEVEL_CODES], total, before, after)
        if claims.institution is not None:
            names = [*claims.institutions]
            _split(self.institutions, claims.institution, names, total, before, after)
        years = claims.year
        differences = after.paid + after.account - before.paid - before.account
        self.people.add(_sums_by(claims.person, years, differences))
        household = claims.person if claims.household is None else claims.household
        own = [_sums_by(household, years, done.own) for done in (before, after)]
        self.households += len(own[0])
        for line in self.thresholds:
            counts = self.past.setdefault(line, [0, 0])
            counts[0] += int((own[0] > line).sum())
            counts[1] += int((own[1] > line).sum())

    def to_json(self, before: Policy, after: Policy) -> dict[str, Any]:
        return {
            "from": {"policy": before.name, "version": before.version, "label": before.label},
            "to": {"policy": after.name, "version": after.version, "label": after.label},
            **self.all.to_json(),
            "by_kind": _labelled(self.kinds, dict(KINDS)),
            "by_level": _labelled(self.levels, dict(LEVELS)),
            "by_institution": _labelled(self.institutions, {}),
            "people": self.people.to_json(),
            "catastrophic": [
                {"own_over_fen": line, "households_before": one, "households_after": two}
                for line, (one, two) in sorted(self.past.items())
            ],
            "household_years": self.households,
        }


def simulate(
    claims: Iterable[Claims], before: Policy, after: Policy, *, progress: Callable[[str], None]
) -> dict[str, Any]:
    """The claims under both policies, whatever their dates; sums as JSON has them.

    claims: columns that hold whole households each. Dates of validity do not bind here: the
    question is what another policy would have cost. The thresholds of catastrophic spending are
    those of the policy that is proposed, else of the other.
    """
    lines = after.catastrophic or before.catastrophic
    compared = _Comparison(lines.yuan if lines else ())
    for some in claims:
        compared.add(some, adjudicate_all(some, before), adjudicate_all(some, after))
        progress(f"已测算 {compared.all.claims} 笔……")
    return compared.to_json(before, after)


def _or_zero(column: Ints | None) -> Any:
    return 0 if column is None else column


def _split(
    into: dict[str, _Sums], codes: Array, names: list[Any], total: Ints, one: Results, two: Results
) -> None:
    for code in np.unique(codes):
        here = codes == code
        name = names[code] if code >= 0 else ""
        into.setdefault(name, _Sums()).add(total[here], one.paid[here], two.paid[here])


def _sums_by(group: Array, years: Array, amounts: Ints) -> Ints:
    """The sum of the amounts in each group and year."""
    order = np.lexsort((years, group))
    new = np.ones(len(order), bool)
    g, y = group[order], years[order]
    new[1:] = (g[1:] != g[:-1]) | (y[1:] != y[:-1])
    return np.add.reduceat(amounts[order], np.flatnonzero(new)) if len(order) else amounts


def _labelled(sums: dict[str, _Sums], labels: dict[Any, str]) -> list[dict[str, Any]]:
    return [
        {"code": code, "label": labels.get(code, code), **sums[code].to_json()}
        for code in sorted(sums)
    ]
