"""The history table of the toy register as the store makes it, for tests of extraction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import sql
from tests.spec.indicators.library import BookLoan

_TYPES = {
    "integer": "bigint",
    "fen": "bigint",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamptz",
}
TABLE = sql.Identifier(f"{BookLoan.table()}_history")


@contextmanager
def loan_history(owner_url: str) -> Iterator[psycopg.Connection[Any]]:
    """An owner's connection on which the history and division tables exist, empty."""
    with psycopg.connect(owner_url, autocommit=True) as owner:
        drop(owner)
        columns = [
            sql.SQL("{} {}").format(sql.Identifier(name), sql.SQL(_TYPES.get(kind, "text")))
            for name, kind in BookLoan.stored_columns().items()
        ]
        owner.execute(
            sql.SQL(
                "CREATE TABLE {} (history_id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                " recorded_xid xid8 NOT NULL DEFAULT pg_current_xact_id(),"
                " actor text, action text, reason text, op char(1) NOT NULL DEFAULT 'I', {})"
            ).format(TABLE, sql.SQL(", ").join(columns))
        )
        owner.execute(sql.SQL("CREATE INDEX ON {} (recorded_xid)").format(TABLE))
        owner.execute(
            "CREATE TABLE store_division (code text PRIMARY KEY, name text, level text,"
            " parent_code text, valid_from date, valid_to date, fictitious boolean, country text)"
        )
        owner.execute("INSERT INTO store_division VALUES ('1', '县馆', 'county', '')")
        owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO xinglin_reader")
        owner.execute("GRANT USAGE ON SCHEMA public TO xinglin_reader")
        yield owner
        drop(owner)


def drop(owner: psycopg.Connection[Any]) -> None:
    """Remove the tables."""
    owner.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(TABLE))
    owner.execute("DROP TABLE IF EXISTS store_division")


def add(connection: psycopg.Connection[Any], **values: Any) -> None:
    """One history row."""
    row = {
        "id": 1,
        "version": 1,
        "state": "lent",
        "branch": "1",
        "effective_on": "2013-01-01",
        "recorded_at": "2013-01-01T00:00:00+08:00",
        "lent_date": "2013-02-03",
    } | values
    connection.execute(
        sql.SQL("INSERT INTO {} ({}) VALUES ({})").format(
            TABLE,
            sql.SQL(", ").join(map(sql.Identifier, row)),
            sql.SQL(", ").join(map(sql.Placeholder, row)),
        ),
        row,
    )
