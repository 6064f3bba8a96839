"""The three roles and the database, made as superuser; run again it mends what is missing."""

from __future__ import annotations

import psycopg
from psycopg import sql

from xinglin.store.server.installation import DATABASE_NAME, ROLES


def prepare(superuser_url: str, passwords: dict[str, str]) -> None:
    """Create the roles ``xinglin_owner``, ``_app``, ``_reader`` and the owner's database."""
    with psycopg.connect(superuser_url, autocommit=True) as connection:
        for role in ROLES:
            _make_role(connection, f"xinglin_{role}", passwords[role])
        known = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE_NAME]
        ).fetchone()
        if known is None:
            connection.execute(
                sql.SQL("CREATE DATABASE {} OWNER xinglin_owner TEMPLATE template0").format(
                    sql.Identifier(DATABASE_NAME)
                )
            )
        _grant(connection)


def _make_role(connection: psycopg.Connection, role: str, password: str) -> None:
    known = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone()
    verb = "ALTER" if known else "CREATE"
    connection.execute(
        sql.SQL(
            "{} ROLE {} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS NOREPLICATION"
            " PASSWORD {}"
        ).format(sql.SQL(verb), sql.Identifier(role), sql.Literal(password))
    )


def _grant(connection: psycopg.Connection) -> None:
    database = sql.Identifier(DATABASE_NAME)
    for statement in (
        "REVOKE ALL ON DATABASE {} FROM PUBLIC",
        # Bulk intake copies into temporary staging tables, so the app needs TEMPORARY.
        "GRANT CONNECT, TEMPORARY ON DATABASE {} TO xinglin_app",
        "GRANT CONNECT ON DATABASE {} TO xinglin_reader",
    ):
        connection.execute(sql.SQL(statement).format(database))
