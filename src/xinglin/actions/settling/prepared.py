"""The two statements of a settlement, kept planned by the server: planning cost more than running.

Elsewhere the app's statements are planned anew each time, so that a query without scope fails
while it is planned (`store/sql/020_scope.sql`). These two need no such help: one asks functions
that look at the scope themselves, the other writes a row, which the policy judges as it runs.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import psycopg
from django.db import connection
from psycopg.types.numeric import Int8


def first_row(statement: str, given: Sequence[Any]) -> tuple[Any, ...]:
    """The first row of a statement ($1, $2 …) in the transaction in progress.

    Raises DatabaseError.
    """
    connection.ensure_connection()
    raw = connection.connection
    # Whole numbers of one width: a plan is kept for each combination of types.
    values = [Int8(v) if type(v) is int else v for v in given]
    with connection.wrap_database_errors, psycopg.RawCursor(raw) as cursor:
        raw.prepare_threshold = 0
        try:
            row: tuple[Any, ...] | None = cursor.execute(statement.encode(), values).fetchone()
        finally:
            raw.prepare_threshold = None  # as Django has it, for every other statement
    assert row is not None  # noqa: S101 - both statements give one
    return row
