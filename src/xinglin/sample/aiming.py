"""From targets to how many records of which sort: sides, groups, inequalities, solution."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from xinglin.language.catalogue import Catalogue, code_sets_used
from xinglin.language.fields import Code
from xinglin.language.periods import Period
from xinglin.language.plans import Plan, plan_to_json
from xinglin.query.windows import window_of
from xinglin.sample.archetypes import (
    Archetype,
    CannotMakeError,
    Group,
    Membership,
    SideInWindow,
    group,
    refuse,
)
from xinglin.sample.areas import Area, AreaMap
from xinglin.sample.equations import Demand, Sum, demand
from xinglin.sample.makers.maker import FOUNDATION, Portion
from xinglin.sample.programme import Programme
from xinglin.sample.solving import Solver
from xinglin.sample.target_rows import Target
from xinglin.sample.timeline import Slot, Timeline

_LOADED_AFTER = timedelta(days=5)


@dataclass(frozen=True)
class Span:
    """The time the targets are about: periods, their year before, and when all is loaded.

    timeline: all the time, cut wherever any target's window ends. active: line → the slots its
    targets are about, cut by its own targets alone: more slots are more unknowns for the solver.
    """

    timeline: Timeline
    active: Mapping[str, tuple[Slot, ...]]
    year_ends: tuple[date, ...]
    clock: date


def span_of(targets: Sequence[Target], catalogue: Catalogue) -> Span:
    """Cut time at every window of the targets and at every change of a code set."""
    lines: dict[str, list[Target]] = {}
    for target in targets:
        lines.setdefault(catalogue.indicators[target.indicator].line, []).append(target)
    periods = {line: _periods(own, catalogue) for line, own in lines.items()}
    every = {p.key: p for found in periods.values() for p in found}
    active = {line: _stretches(found) for line, found in periods.items()}
    active[FOUNDATION] = _stretches(every.values())
    years = sorted({p.start.year for p in every.values()})
    spans = [*active[FOUNDATION], *((date(y - 1, 1, 1), date(y - 1, 12, 31)) for y in years)]
    own: dict[str, list[tuple[date, date]]] = {line: list(found) for line, found in active.items()}
    for target in targets:
        for side in catalogue.indicators[target.indicator].plan().sides:
            window = window_of(side, target.period)
            if window.first is not None:
                spans.append((window.first, window.last))
                line = catalogue.register(side.register).line
                own.setdefault(line, []).append((window.first, window.last))
    changes = _changes(catalogue, targets)
    whole = Timeline(spans, changes)
    own[FOUNDATION] = spans
    return Span(
        whole,
        {line: Timeline(own[line], changes).within(found) for line, found in active.items()},
        tuple(date(y - 1, 12, 31) for y in years),
        max(p.end for p in every.values()) + _LOADED_AFTER,
    )


def _periods(targets: Sequence[Target], catalogue: Catalogue) -> list[Period]:
    """The periods of a line's targets, and the years before that they may be compared with."""
    periods = {t.period.key: t.period for t in targets}
    befores = {p.key: p.previous_year() for p in periods.values()}
    compared = {b.key for b in befores.values()} & set(periods)
    for key, before in befores.items():
        # What is itself a year before another target needs none, unless a target says so.
        if key not in compared or any(
            _looks_back(t, catalogue) for t in targets if t.period.key == key
        ):
            periods.setdefault(before.key, before)
    return list(periods.values())


def _stretches(periods: Iterable[Period]) -> tuple[tuple[date, date], ...]:
    return tuple(sorted({(p.start, p.end) for p in periods}))


def _looks_back(target: Target, catalogue: Catalogue) -> bool:
    """Whether the indicator compares a period with the year before."""
    return any(s.years_back for s in catalogue.indicators[target.indicator].plan().sides)


def _changes(catalogue: Catalogue, targets: Iterable[Target]) -> set[date]:
    """Days on which a code set changes that a record or a targeted condition reads."""
    fields = [f for r in catalogue.registers.values() for f in r.fields.values()]
    read = {f.codes.name for f in fields if isinstance(f, Code) and f.codes is not None}
    for target in targets:
        read |= code_sets_used(catalogue.indicators[target.indicator].plan().expressions())
    rows = [row for name in read for row in catalogue.code_sets[name].rows]
    days = {d for row in rows for d in (row.valid_from, row.valid_to)}
    return {d for d in days if d is not None}


@dataclass
class Aim:
    """What is asked of the records. left_out: (target, why the generator cannot aim at it)."""

    groups: list[Group]
    unknowns: list[tuple[Group, Area]]
    demands: list[Demand]
    solver: Solver
    left_out: list[tuple[Target, str]] = field(default_factory=list)

    def portions(self, counts: Sequence[int]) -> list[Portion]:
        """A solution as so many of each group in each area."""
        found = zip(self.unknowns, counts, strict=True)
        return [Portion(g, a, n) for (g, a), n in found if n]


def aim(
    targets: Sequence[Target],
    catalogue: Catalogue,
    archetypes: Iterable[Archetype],
    areas: AreaMap,
    membership: Membership,
) -> Aim:
    """Set up the unknowns and what each target asks of them."""
    archetypes = list(archetypes)
    made = {t.register.name for a in archetypes for t in a.typical}
    plans, left_out = _plans(targets, catalogue, archetypes, made)
    keyed = {_key(p, n, t): s for t, p in plans for n, s in enumerate(_sides(t, p))}
    order = {key: number for number, key in enumerate(keyed)}
    groups = group(archetypes, list(keyed.values()), membership)
    unknowns = [(g, a) for g in groups for a in areas.areas]
    usual = [g.usual(a) for g, a in unknowns]
    size = len(areas.areas)
    bundles = [list(range(i, i + size)) for i in range(0, len(unknowns), size)]
    demands = []
    for target, plan in plans:
        within = {a.code for a in areas.within(target.place)}
        sums = {
            side.name: _sum(order[_key(plan, n, target)], unknowns, within)
            for n, side in enumerate(plan.sides)
        }
        demands.append(demand(target, plan, sums))
    return Aim(groups, unknowns, demands, Solver(Programme(usual, bundles)), left_out)


def _plans(
    targets: Sequence[Target],
    catalogue: Catalogue,
    archetypes: Sequence[Archetype],
    made: set[str],
) -> tuple[list[tuple[Target, Plan]], list[tuple[Target, str]]]:
    """Targets the generator can aim at, and the others with the reason."""
    plans, left_out = [], []
    for target in targets:
        plan = catalogue.indicators[target.indicator].plan()
        strange = [s.register for s in plan.sides if s.register not in made]
        if strange:
            label = catalogue.register(strange[0]).label
            left_out.append((target, f"生成器还不会生成“{label}”的记录"))
            continue
        try:
            for side in plan.sides:
                refuse(side, archetypes)
        except CannotMakeError as reason:
            left_out.append((target, f"生成器还不会凑{reason}"))
            continue
        plans.append((target, plan))
    return plans, left_out


def _sides(target: Target, plan: Plan) -> list[SideInWindow]:
    return [(s, window_of(s, target.period)) for s in plan.sides]


def _key(plan: Plan, number: int, target: Target) -> str:
    """Names what is counted and when, the same for sides that say the same."""
    side = {**plan_to_json(plan)["sides"][number], "name": ""}
    window = window_of(plan.sides[number], target.period)
    return json.dumps([side, str(window.first), str(window.last)], sort_keys=True)


def _sum(side: int, unknowns: Sequence[tuple[Group, Area]], within: set[str]) -> Sum:
    return {
        i: g.adds[side] for i, (g, a) in enumerate(unknowns) if a.code in within and g.adds[side]
    }
