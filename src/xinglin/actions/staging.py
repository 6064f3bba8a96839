"""Set-based writing: rows are copied to a staging table, then inserted under the policy.

COPY into a table under row-level security is refused by PostgreSQL, so it goes into a temporary
one; from there INSERT … SELECT and UPDATE … FROM pass through policy, stamp, history and audit.
Everything here runs inside the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from django.db import connection
from psycopg import sql

from xinglin.language.registers import Register

DATABASE_WRITES = ("version", "recorded_at", "recorded_by")
"""Columns that the stamp trigger fills, whatever is sent."""

_TYPES = {
    "integer": "bigint",
    "fen": "bigint",
    "milli": "bigint",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamptz",
    "texts": "text[]",
}
_STAGED = sql.Identifier("staged_records")


def written_columns(register: type[Register]) -> tuple[str, ...]:
    """The columns an intake writes, in the order of the table."""
    return tuple(c for c in register.stored_columns() if c not in DATABASE_WRITES)


def pg_type(kind: str) -> str:
    """The PostgreSQL type of a column of a kind."""
    return _TYPES.get(kind, "text")


def prefer_indexes() -> None:
    """Let this transaction's look-ups use indexes, whatever the statistics say.

    A table that was empty when the session's plans were made would be read whole for every row:
    measured, 30,000 cards into an empty database took four times as long.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")


def take_ids(table: str, count: int) -> list[int]:
    """Fresh ids of a table, so that rows know theirs before they are written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT array_agg(nextval(name))"
            " FROM (SELECT pg_get_serial_sequence(%s, 'id')::regclass AS name OFFSET 0) s,"
            " generate_series(1, %s)",
            [table, count],
        )
        return cursor.fetchone()[0] or []


def find_by_key(
    register: type[Register], keys: Sequence[tuple[Any, ...]]
) -> dict[tuple[Any, ...], dict[str, Any]]:
    """Key → record, for those keys whose records the actor may see."""
    names = [column.name for column in register.key]
    return {tuple(r[n] for n in names): r for r in find_by_columns(register, names, keys)}


def find_by_columns(
    register: type[Register], names: Sequence[str], wanted: Sequence[tuple[Any, ...]]
) -> list[dict[str, Any]]:
    """The records the actor may see whose columns `names` are one of the wanted tuples."""
    kinds = register.stored_columns()
    arrays = [as_array(values) for values in zip(*wanted, strict=True)]
    query = sql.SQL(
        "SELECT {cols} FROM {table} t JOIN unnest({arrays}) k({names}) ON {same}"
    ).format(
        cols=_columns(kinds, "t"),
        table=sql.Identifier(register.table()),
        arrays=sql.SQL(", ").join(array_of(pg_type(kinds[n])) for n in names),
        names=_columns(names),
        same=sql.SQL(" AND ").join(
            sql.SQL("t.{0} = k.{0}").format(sql.Identifier(n)) for n in names
        ),
    )
    return list(_fetch(query, arrays, list(kinds)))


def find_by_source(register: type[Register], refs: Sequence[str]) -> dict[str, dict[str, Any]]:
    """Source row → record. There is no index on it: call it for a file that was seen before."""
    columns = list(register.stored_columns())
    query = sql.SQL("SELECT {} FROM {} WHERE source_ref = ANY(%s)").format(
        _columns(columns), sql.Identifier(register.table())
    )
    return {r["source_ref"]: r for r in _fetch(query, [list(refs)], columns)}


def insert_records(register: type[Register], rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Insert records; a row whose key is taken is passed over, and one that may not be beside
    another that has not ended (`once_at_a_time`). Returns the ids that are in.
    """
    rows = list(rows)
    columns = _filled(written_columns(register), rows)
    key = [column.name for column in register.key]
    only_key = not register.once_at_a_time
    with _staged(register, columns, rows), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO {table} ({cols}) SELECT {cols} FROM {staged}"
                " ON CONFLICT {key} DO NOTHING RETURNING id"
            ).format(
                table=sql.Identifier(register.table()),
                cols=_columns(columns),
                staged=_STAGED,
                key=sql.SQL("({})").format(_columns(key)) if only_key else sql.SQL(""),
            )
        )
        return {row[0] for row in cursor.fetchall()}


def _filled(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """Those columns that say something in one of the rows; the others are empty by themselves."""
    return [name for name in columns if not all(row[name] is None for row in rows)]


def update_records(register: type[Register], rows: Iterable[Mapping[str, Any]]) -> set[int]:
    """Write new versions of records. Those that somebody changed since they were read are left.

    Each row carries `id` and the `version` that was read. Returns the ids that were written.
    """
    columns = [c for c in written_columns(register) if c != "id"]
    changed = [c for c in columns if c not in ("source_ref", "effective_on")]
    with _staged(register, ("id", "version", *columns), rows), connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "UPDATE {table} t SET {sets} FROM {staged} s"
                " WHERE t.id = s.id AND t.version = s.version RETURNING t.id"
            ).format(
                table=sql.Identifier(register.table()),
                staged=_STAGED,
                sets=sql.SQL(", ").join(
                    sql.SQL("{0} = s.{0}").format(sql.Identifier(c)) for c in changed
                ),
            )
        )
        return {row[0] for row in cursor.fetchall()}


def insert_columns(table: str, columns: Mapping[str, str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows into a table under the policy in one statement. columns: name → type."""
    if not rows:
        return
    kinds = sql.SQL(", ").join(
        sql.SQL("{} " + kind).format(sql.Identifier(name)) for name, kind in columns.items()
    )
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("CREATE TEMPORARY TABLE {} ({})").format(_STAGED, kinds))
        with cursor.copy(sql.SQL("COPY {} FROM STDIN").format(_STAGED)) as copy:
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            sql.SQL("INSERT INTO {} ({cols}) SELECT {cols} FROM {}").format(
                sql.Identifier(table), _STAGED, cols=_columns(columns)
            )
        )
        cursor.execute(sql.SQL("DROP TABLE {}").format(_STAGED))


def array_of(kind: str) -> sql.Composable:
    """The placeholder of an array that `as_array` made."""
    return sql.SQL("string_to_array(%s, chr(31), chr(30))::" + kind + "[]")


def as_array(values: Iterable[Any]) -> str:
    """Many values as one parameter: quoting each of 5,000 costs more than looking them up.

    Raises ValueError where a value holds the control characters that part them.
    """
    listed = ["\x1e" if value is None else str(value) for value in values]
    joined = "\x1f".join(listed)
    if joined.count("\x1f") != len(listed) - 1:
        raise ValueError("a value holds the separator of array parameters")
    return joined


@contextmanager
def _staged(
    register: type[Register], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]
) -> Iterator[None]:
    """A temporary table with these columns of the register, filled by COPY."""
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(
                _STAGED, _columns(columns), sql.Identifier(register.table())
            )
        )
        command = sql.SQL("COPY {} ({}) FROM STDIN").format(_STAGED, _columns(columns))
        with cursor.copy(command) as copy:
            cells = itemgetter(*columns)
            for row in rows:
                copy.write_row(cells(row))
        yield
        cursor.execute(sql.SQL("DROP TABLE {}").format(_STAGED))


def _fetch(
    query: sql.Composable, parameters: Sequence[Any], columns: Sequence[str]
) -> Iterator[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        for row in cursor.fetchall():
            yield dict(zip(columns, row, strict=True))


def _columns(names: Iterable[str], of: str = "") -> sql.Composable:
    parts = [(of, name) if of else (name,) for name in names]
    return sql.SQL(", ").join(sql.Identifier(*part) for part in parts)
