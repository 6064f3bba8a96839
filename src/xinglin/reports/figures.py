"""Figures of one snapshot by one set of definitions, with their evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property, lru_cache
from typing import Any

from django.db.models import Model

from xinglin.indicators.figures import (
    CategoryFigure,
    Circumstances,
    Figure,
    by_category,
    figures,
    series,
)
from xinglin.indicators.why import Reason, why
from xinglin.language import catalogue
from xinglin.language.expressions import Any_, Column, In
from xinglin.language.periods import Period
from xinglin.language.plans import Plan
from xinglin.language.registers import Register
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.engine import Engine, MemberPage
from xinglin.query.snapshots import SnapshotStore, Tables
from xinglin.reports import definitions as frozen_definitions
from xinglin.reports.definitions import Definitions
from xinglin.store.home import folder
from xinglin.store.registers import model_of
from xinglin.store.scope import Scope, scope_of_the_actor


class NoSnapshotError(LookupError):
    """There is no snapshot yet; the message says what to do."""


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


class Evaluation:
    """One snapshot (or several as one) with one set of definitions, ready to answer.

    engine: DuckDB on this machine where none is given.
    """

    def __init__(
        self, snapshot: Tables, definitions: Definitions, engine: Engine | None = None
    ) -> None:
        self.snapshot, self.definitions = snapshot, definitions
        self.engine = engine or DuckDBEngine(snapshot, definitions.code_sets)

    def plan(self, indicator: str) -> Plan:
        """The plan of an indicator. Raises KeyError."""
        return self.definitions.plans[indicator]

    def circumstances(
        self, known_at: datetime | None = None, true_on: date | None = None
    ) -> Circumstances:
        """What figures depend on besides plan, place and period."""
        about = self.definitions.data["indicators"]
        revisions = {
            name: tuple((date.fromisoformat(day), text) for day, text in data["revisions"])
            for name, data in about.items()
            if data["revisions"]
        }
        return Circumstances(
            known_at, true_on, self.definitions.code_sets, revisions, self._name_of
        )

    def _name_of(self, unit: str) -> str:
        """What an institution is called, by the snapshot; its code where it says nothing."""
        return self._unit_names.get(unit, unit)

    @cached_property
    def _unit_names(self) -> dict[str, str]:
        register = catalogue.load().providing("institution")
        if register is None or register.title_field is None:
            return {}
        code, title = register.key[0].name, register.title_field.name
        if title not in self.snapshot.table(register.table()).columns:
            return {}  # an old snapshot
        return {row[code]: row[title] for row in self.snapshot.rows(register.table())}

    def figures(
        self,
        place: str,
        period: Period,
        indicators: Sequence[str] | None = None,
        known_at: datetime | None = None,
        true_on: date | None = None,
    ) -> list[Figure]:
        """Figures of a place and period; all indicators without a list."""
        plans = [self.plan(i) for i in (indicators or list(self.definitions.plans))]
        return figures(plans, place, period, self.engine, self.circumstances(known_at, true_on))

    def series(
        self,
        indicators: Sequence[str],
        places: Sequence[str],
        periods: Sequence[Period],
        known_at: datetime | None = None,
    ) -> list[Figure]:
        """A figure for each indicator, place and period, in this order."""
        plans = [self.plan(i) for i in indicators]
        return series(plans, places, periods, self.engine, self.circumstances(known_at))

    def by_category(
        self,
        indicator: str,
        column: str,
        place: str,
        period: Period,
        known_at: datetime | None = None,
    ) -> list[CategoryFigure]:
        """A figure split by a column of its records.

        Where the whole cannot be told, because months are missing, no part can be told either.
        """
        circumstances = self.circumstances(known_at)
        parts = by_category(self.plan(indicator), column, place, period, self.engine, circumstances)
        whole = self.figures(place, period, [indicator], known_at)[0]
        if whole.status != "cannot_tell":
            return parts
        return [
            replace(
                part, figure=replace(part.figure, value=None, status=whole.status, note=whole.note)
            )
            for part in parts
        ]

    def members(
        self,
        indicator: str,
        side: str,
        place: str,
        period: Period,
        *,
        limit: int | None = None,
        offset: int = 0,
        known_at: datetime | None = None,
    ) -> MemberPage:
        """The records a side is the sum of."""
        return self.engine.members(
            self.plan(indicator),
            side,
            place,
            period,
            limit=limit,
            offset=offset,
            known_at=known_at,
        )

    def why(self, indicator: str, record: int, place: str, period: Period) -> list[Reason]:
        """Why a record counts or does not, for each side it might count in."""
        plan = self.plan(indicator)
        register = catalogue.load().register(plan.sides[0].register)
        return why(plan, record, place, period, self.engine, register, self.circumstances())


def snapshot_store() -> SnapshotStore:
    """The installation's snapshots."""
    return SnapshotStore(folder("snapshots"))


def latest_snapshot() -> str:
    """The name of the newest snapshot. Raises NoSnapshotError."""
    found = snapshot_store().latest()
    if found is None:
        raise NoSnapshotError("还没有快照，请先运行“取快照”，或编制一次报告。")
    return found.name


def current_definitions() -> Definitions:
    """Today's definitions, stored so that they can be named."""
    made = frozen_definitions.current(catalogue.load())
    frozen_definitions.freeze(made, folder("definitions"))
    return made


@lru_cache(maxsize=4)
def _opened(snapshot: str, definitions: str) -> Evaluation:
    return Evaluation(
        snapshot_store().open(snapshot),
        frozen_definitions.frozen(definitions, folder("definitions")),
    )


def evaluation(snapshot: str = "", definitions: str = "") -> Evaluation:
    """An evaluation over a snapshot (the newest) by definitions (today's).

    Raises NoSnapshotError, SnapshotError, UnknownDefinitionsError, each in Chinese.
    """
    return _opened(snapshot or latest_snapshot(), definitions or current_definitions().name)


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
    indicator = plan.indicator
    figure = figures([plan], place, period, asked.engine, asked.circumstances())[0]
    page = asked.engine.members(plan, side, place, period, limit=limit, offset=offset)
    register = catalogue.load().register(plan.side(side).register)
    shares = {m.record[1]: m.contribution for m in page.rows}
    found = model_of(register)._default_manager.in_bulk(list(shares))
    rows = tuple((found[i], share) for i, share in shares.items() if i in found)
    declared = catalogue.load().indicators.get(indicator)
    return EvidencePage(
        figure=figure,
        plan=plan,
        about=asked.definitions.about(indicator),
        in_words=declared.in_words() if declared else {},
        side=side,
        total=page.total,
        rows=rows,
        out_of_scope=_out_of_scope(asked, register, plan, side, place, period, page),
        snapshot=asked.snapshot.name,
        taken_at=asked.snapshot.manifest.taken_at,
    )


def _out_of_scope(
    asked: Evaluation,
    register: type[Register],
    plan: Plan,
    side: str,
    place: str,
    period: Period,
    page: MemberPage,
) -> int:
    """How many of the members the actor may not see.

    Counted in the snapshot, by the institution and place each record had there: to ask the
    database for a million records one by one takes seconds. Which records are shown is the
    database's to say, by what they are today.
    """
    scope = scope_of_the_actor()
    if not scope.works_in(register.line):
        return page.total
    if scope.everything:
        return 0
    if plan.side(side).distinct or not (scope.units or scope.places):
        return page.total - _seen(asked, register, plan, side, place, period)
    own = _within(plan, side, scope)
    return page.total - asked.engine.members(own, side, place, period, limit=0).total


def _within(plan: Plan, side: str, scope: Scope) -> Plan:
    """The plan of those members of a side that the scope reaches."""
    reached = Any_(
        tuple(
            In(Column(column), tuple(sorted(values)))
            for column, values in (("reporter", scope.units), ("place", scope.places))
            if values
        )
    )
    sides = tuple(
        replace(s, where=reached if s.where is None else s.where & reached) if s.name == side else s
        for s in plan.sides
    )
    return replace(plan, sides=sides)


def _seen(
    asked: Evaluation, register: type[Register], plan: Plan, side: str, place: str, period: Period
) -> int:
    """How many members the actor sees: of a person with several records, the one that stands."""
    members = asked.engine.members(plan, side, place, period)
    ids = [m.record[1] for m in members.rows]
    return model_of(register)._default_manager.filter(pk__in=ids).count()
