"""A figure with the records it is the sum of, as far as the reader may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from xinglin.indicators.figures import Figure, figures
from xinglin.language import catalogue
from xinglin.language.expressions import Any_, Column, In
from xinglin.language.periods import Period
from xinglin.language.plans import Plan
from xinglin.language.registers import Register
from xinglin.reports.figures import Evaluation, evaluation
from xinglin.store.registers import model_of
from xinglin.store.scope import Scope, scope_of_the_actor


@dataclass(frozen=True)
class EvidencePage:
    """A figure and some of the records it is the sum of.

    rows: the records the reader may see, as model instances, in the order asked for, each with
    its contribution. out_of_scope: how many of all members the reader may not see.
    """

    figure: Figure
    plan: Plan
    about: Mapping[str, Any]
    in_words: Mapping[str, str]
    side: str
    total: int
    rows: tuple[tuple[Model, int | None], ...]
    out_of_scope: int
    snapshot: str
    taken_at: str


def evidence(
    indicator: str,
    place: str,
    period: Period,
    side: str = "numerator",
    *,
    offset: int = 0,
    limit: int = 50,
    snapshot: str = "",
    definitions: str = "",
) -> EvidencePage:
    """A figure with a page of its records, as far as the reader may see them.

    Needs an actor: records come from the register under row-level security.
    """
    asked = evaluation(snapshot, definitions)
    return evidence_of(
        asked, asked.plan(indicator), place, period, side, offset=offset, limit=limit
    )


def evidence_of(
    asked: Evaluation,
    plan: Plan,
    place: str,
    period: Period,
    side: str = "numerator",
    *,
    offset: int = 0,
    limit: int = 50,
) -> EvidencePage:
    """The same for a plan made from an indicator's: another counting variant, one category."""
    indicator, scope = plan.indicator, scope_of_the_actor()
    register = catalogue.load().register(plan.side(side).register)
    within = _within(plan, side, scope, register, place)
    plans = [plan] if within is None else [plan, within]
    figure, *own = figures(plans, place, period, asked.engine, asked.circumstances())
    # A figure of persons counts persons; its list is of the records that stand for them.
    total = None if plan.side(side).distinct else figure.sides[side].members
    page = asked.engine.members(plan, side, place, period, limit=limit, offset=offset, total=total)
    shares = {m.record[1]: m.contribution for m in page.rows}
    found = model_of(register)._default_manager.in_bulk(list(shares))
    rows = tuple((found[i], share) for i, share in shares.items() if i in found)
    if not scope.works_in(register.line):
        seen = 0
    elif own:
        seen = own[0].sides[side].members
    elif _covers(scope, register, plan, side, place):
        seen = page.total
    else:
        seen = _seen(asked, register, plan, side, place, period)
    declared = catalogue.load().indicators.get(indicator)
    return EvidencePage(
        figure=figure,
        plan=plan,
        about=asked.definitions.about(indicator),
        in_words=declared.in_words() if declared else {},
        side=side,
        total=page.total,
        rows=rows,
        out_of_scope=page.total - seen,
        snapshot=asked.snapshot.name,
        taken_at=asked.snapshot.manifest.taken_at,
    )


def _covers(scope: Scope, register: type[Register], plan: Plan, side: str, place: str) -> bool:
    """Whether all records at the place are in scope: they are counted where they belong."""
    own = {"place", register.place_field.name if register.place_field is not None else "place"}
    return scope.everything or (place in scope.places and plan.side(side).place in own)


def _within(
    plan: Plan, side: str, scope: Scope, register: type[Register], place: str
) -> Plan | None:
    """The plan of those members of a side that the scope reaches; None where it need not be asked
    or cannot tell.

    Counted in the snapshot, by the institution and place each record had there: to ask the
    database for a million records one by one takes seconds. Which records are shown is the
    database's to say, by what they are today.
    """
    reached = tuple(
        In(Column(column), tuple(sorted(values)))
        for column, values in (("reporter", scope.units), ("place", scope.places))
        if values
    )
    if not reached or plan.side(side).distinct or _covers(scope, register, plan, side, place):
        return None
    where = plan.side(side).where
    narrowed = Any_(reached) if where is None else where & Any_(reached)
    sides = (replace(s, where=narrowed) if s.name == side else s for s in plan.sides)
    return replace(plan, indicator=f"{plan.indicator} within scope", sides=tuple(sides))


def _seen(
    asked: Evaluation, register: type[Register], plan: Plan, side: str, place: str, period: Period
) -> int:
    """How many of the members the actor sees, asked of the database one by one.

    For sides of persons: of one with several records it is the record that stands for him.
    """
    members = asked.engine.members(plan, side, place, period)
    ids = [m.record[1] for m in members.rows]
    return model_of(register)._default_manager.filter(pk__in=ids).count()
