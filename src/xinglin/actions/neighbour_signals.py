"""Signals of the counties next door (邻近地区信号), though they are out of the reader's scope.

A disease crosses a border that row-level security does not: whoever watches a county is told that
its neighbour has an alarm. The database's function tells disease, county, days, count and
threshold, of signals that are still open; it opens no card, no record and no person (see
`store/sql/190_disease_control.sql`). Who is a neighbour is data (`codes.neighbours`), the
office's own table beside what is shipped.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection

from xinglin.actions.moments import today
from xinglin.actions.permissions import require
from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.reach import counties_within
from xinglin.actions.warning import signals_register
from xinglin.codes.neighbours import NeighbourTableError, read_neighbours
from xinglin.store.home import folder
from xinglin.store.models import User

DAYS = 28
"""How far back a neighbour's open signal is told."""

_ASK = "SELECT * FROM xinglin.signals_near(%s, %s, %s)"


@dataclass(frozen=True)
class NearSignal:
    """One open signal of a county next door; nothing by which its record could be opened."""

    disease: str
    county: str
    kind: str
    from_date: date
    to_date: date
    observed_count: int
    threshold: str | None
    state: str


def neighbour_signals(*, by: User) -> list[NearSignal]:
    """The open signals of the last weeks in the counties that border on the user's own.

    None for those who reach no county, or all. Raises RefusedError for a wrong table.
    """
    signals = signals_register()
    require(by, "see", signals)
    own = set(counties_within(by))
    near = sorted(_near(own) - own)
    if by.is_everything or not near:
        return []
    since = today() - timedelta(days=DAYS)
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [near, since, list(signals.lifecycle.ended)])
        return [NearSignal(*row) for row in cursor.fetchall()]


def _near(own: set[str]) -> set[str]:
    try:
        table = read_neighbours(sorted(folder("neighbours").glob("*.csv")))
    except NeighbourTableError as error:
        raise RefusedError([Problem("NEIGHBOUR", "", str(error))]) from error
    return {other for county in own for other in table.get(county, ())}
