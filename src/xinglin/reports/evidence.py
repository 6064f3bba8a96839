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
from xinglin.query.engine import MemberPage
from xinglin.reports.figures import Evaluation, evaluation
from xinglin.store.registers import model_of
from xinglin.store.scope import Scope, scope_of_the_actor


@dataclass(frozen=True)
class EvidencePage:
    """A figure and some of the records it is the sum of.

    total: all members. reached: how many of them are the reader's, by the snapshot; the list is
    made of these. rows: a page of it, as model instances, in the order asked for, each with its
    contribution. hidden: how many of the page the database no longer shows, for they have moved.
    """

    figure: Figure
    plan: Plan
    about: Mapping[str, Any]
    in_words: Mapping[str, str]
    side: str
    total: int
    reached: int
    rows: tuple[tuple[Model, int | None], ...]
    hidden: int
    snapshot: str
    taken_at: str

    @property
    def out_of_scope(self) -> int:
        """How many of all members are not the reader's."""
        return self.total - self.reached


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
    register = catalogue.load().register(plan.side(side).register)
    within = _within(plan, side, scope_of_the_actor(), register, place)
    narrower = [within] if within is not None and within is not plan else []
    figure, *own = figures([plan, *narrower], place, period, asked.engine, asked.circumstances())
    # A figure of persons counts persons; its list is of the records that stand for them.
    by_person = bool(plan.side(side).distinct)

    def listed(of: Plan, counted: Figure, many: int) -> MemberPage:
        total = None if by_person else counted.sides[side].members
        return asked.engine.members(of, side, place, period, limit=many, offset=offset, total=total)

    page = None if within is None else listed(within, own[0] if own else figure, limit)
    if page is not None and not narrower:
        total = page.total
    else:
        total = listed(plan, figure, 0).total if by_person else figure.sides[side].members
    shares = {m.record[1]: m.contribution for m in page.rows} if page is not None else {}
    found = model_of(register)._default_manager.in_bulk(list(shares))
    declared = catalogue.load().indicators.get(plan.indicator)
    return EvidencePage(
        figure=figure,
        plan=plan,
        about=asked.definitions.about(plan.indicator),
        in_words=declared.in_words() if declared else {},
        side=side,
        total=total,
        reached=page.total if page is not None else 0,
        rows=tuple((found[i], share) for i, share in shares.items() if i in found),
        hidden=len(shares) - len(found),
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
    """The plan of those members of a side that are the reader's: the plan itself where all are,
    None where none is.

    By the institution and place each record had in the snapshot: to ask the database for a million
    records one by one takes seconds. What a record is today the database still holds against it
    before it is shown.
    """
    if not scope.works_in(register.line):
        return None
    if _covers(scope, register, plan, side, place):
        return plan
    reached = tuple(
        In(Column(column), tuple(sorted(values)))
        for column, values in (("reporter", scope.units), ("place", scope.places))
        if values
    )
    if not reached:
        return None
    where = plan.side(side).where
    narrowed = Any_(reached) if where is None else where & Any_(reached)
    sides = (replace(s, where=narrowed) if s.name == side else s for s in plan.sides)
    return replace(plan, indicator=f"{plan.indicator} within scope", sides=tuple(sides))
