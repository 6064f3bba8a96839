"""Figures of one snapshot by one set of definitions, with their evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache, cached_property, lru_cache

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
from xinglin.language.periods import Period
from xinglin.language.plans import Plan
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.engine import Engine, MemberPage
from xinglin.query.snapshots import SnapshotStore, Tables
from xinglin.reports import definitions as frozen_definitions
from xinglin.reports.definitions import Definitions
from xinglin.store.home import folder


class NoSnapshotError(LookupError):
    """There is no snapshot yet; the message says what to do."""


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


@cache
def _todays() -> Definitions:
    """Today's definitions: declarations do not change while a process runs."""
    return frozen_definitions.current(catalogue.load())


def current_definitions() -> Definitions:
    """Today's definitions, stored so that they can be named."""
    made = _todays()
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
