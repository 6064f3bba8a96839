"""Definition drift: what changed in an indicator between the two periods a change compares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from xinglin.codes.dated import CodeSet
from xinglin.language import expressions as e
from xinglin.language.evaluation import compile_expression
from xinglin.language.periods import Period
from xinglin.language.plans import Plan

Revision = tuple[date, str]
"""The day a definition changed, and what changed, in Chinese."""

_CODE, _DAY = "code", "day"


@dataclass(frozen=True)
class Drift:
    """One change of definition. added, removed: labels of codes that came in or went out."""

    day: date
    what: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    def in_words(self) -> str:
        """In one Chinese phrase."""
        parts = [self.what] if self.what else []
        if self.added:
            parts.append(f"新列入{'、'.join(self.added)}")
        if self.removed:
            parts.append(f"不再列入{'、'.join(self.removed)}")
        return f"{self.day.isoformat()}起{'，'.join(parts)}"


def drift(
    plan: Plan, period: Period, codes: Mapping[str, CodeSet], revisions: Sequence[Revision] = ()
) -> list[Drift]:
    """Changes that took effect after the first day of the earlier period, up to the end of this.

    Only for plans that compare with an earlier year; every other plan has none.
    """
    years = max(s.years_back for s in plan.sides)
    if not years:
        return []
    earlier = period
    for _ in range(years):
        earlier = earlier.previous_year()
    found = [Drift(day, what) for day, what in revisions if earlier.start < day <= period.end]
    seen: set[tuple[str, date]] = set()
    for condition in _conditions_on_codes(plan):
        name = next(x.code_set for x in condition.walk() if isinstance(x, e.Attribute))
        if name in codes:
            found += _changes(condition, codes[name], earlier.start, period.end, seen)
    return sorted(found, key=lambda d: (d.day, d.what))


def drift_in_words(
    plan: Plan, period: Period, codes: Mapping[str, CodeSet], revisions: Sequence[Revision] = ()
) -> str:
    """The changes as one Chinese sentence; "" without any."""
    found = drift(plan, period, codes, revisions)
    if not found:
        return ""
    return f"两期口径不同：{'；'.join(d.in_words() for d in found)}"


def _conditions_on_codes(plan: Plan) -> Iterable[e.Expression]:
    """The smallest conditions that ask an attribute of one code set, each once."""
    found: dict[str, e.Expression] = {}
    for whole in plan.expressions():
        for part in whole.walk():
            if not isinstance(part, e.Compare | e.In):
                continue
            if len([x for x in part.walk() if isinstance(x, e.Attribute)]) == 1:
                found.setdefault(repr(part.to_json()), part)
    return found.values()


def _changes(
    condition: e.Expression,
    code_set: CodeSet,
    first: date,
    last: date,
    seen: set[tuple[str, date]],
) -> list[Drift]:
    days = sorted(
        {d for r in code_set.rows for d in (r.valid_from, r.valid_to) if d and first < d <= last}
    )
    holds = _membership(condition, code_set)
    found = []
    for day in days:
        before, after = holds(day - timedelta(days=1)), holds(day)
        if before == after or (code_set.name, day) in seen:
            continue
        seen.add((code_set.name, day))
        added = tuple(code_set.label_of(c, day) for c in code_set.codes if c in after - before)
        gone = day - timedelta(days=1)
        removed = tuple(code_set.label_of(c, gone) for c in code_set.codes if c in before - after)
        found.append(Drift(day, code_set.label, added, removed))
    return found


def _membership(condition: e.Expression, code_set: CodeSet) -> Callable[[date], frozenset[str]]:
    """A function from a day to the codes that satisfy the condition on it."""
    asked = next(x for x in condition.walk() if isinstance(x, e.Attribute))
    about = e.Attribute(e.Column(_CODE), asked.code_set, asked.attribute, e.Column(_DAY))
    truth = compile_expression(_replaced(condition, about), {code_set.name: code_set})
    return lambda day: frozenset(c for c in code_set.codes if truth({_CODE: c, _DAY: day}) is True)


def _replaced(condition: e.Expression, about: e.Attribute) -> e.Expression:
    if isinstance(condition, e.Attribute):
        return about
    if isinstance(condition, e.Compare):
        return e.Compare(
            condition.op, _replaced(condition.left, about), _replaced(condition.right, about)
        )
    if isinstance(condition, e.In):
        return e.In(_replaced(condition.item, about), condition.values)
    return condition
