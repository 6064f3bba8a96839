"""The database's part: ``pg_dump`` and ``pg_restore`` of the wheel, run as the owner.

The owner is held to row-level security like everybody, and says that he looks at all rows
(``xinglin.unscoped``); how many rows each table has is counted beside the dump and again after.
"""

from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from xinglin.store.backup.sealed_file import BackupError
from xinglin.store.server.cluster import wheel_folder

_UNSCOPED = "-c xinglin.unscoped=on"


@dataclass(frozen=True)
class State:
    """One moment of the database, held open: whoever names ``id`` sees the same."""

    id: str
    next_xid: int
    counts: Mapping[str, int]
    migrations: list[list[str]]
    snapshots: frozenset[str]
    reports: frozenset[str]


@contextmanager
def held(owner: str) -> Iterator[State]:
    """Fix a moment of the database while the block runs."""
    with psycopg.connect(owner, options=_UNSCOPED) as connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        row = connection.execute(
            "SELECT pg_export_snapshot(), pg_snapshot_xmax(pg_current_snapshot())::text::bigint"
        ).fetchone()
        assert row is not None  # noqa: S101 - a SELECT without FROM has one row
        migrations = connection.execute(
            "SELECT app, name FROM django_migrations ORDER BY app, name"
        ).fetchall()
        yield State(
            row[0],
            row[1],
            counts(connection),
            [list(one) for one in migrations],
            _names(connection, "SELECT name FROM store_snapshot"),
            _names(connection, "SELECT report_id FROM store_report"),
        )


def _names(connection: psycopg.Connection, query: str) -> frozenset[str]:
    return frozenset(row[0] for row in connection.execute(query.encode()).fetchall())


def counts(connection: psycopg.Connection) -> dict[str, int]:
    """Table → how many rows it has."""
    tables = connection.execute(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relkind = 'r' ORDER BY 1"
    ).fetchall()
    found = {}
    for (table,) in tables:
        query = sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier("public", table))
        row = connection.execute(query).fetchone()
        found[table] = row[0] if row else 0
    return found


def counts_of(owner: str) -> dict[str, int]:
    """Table → how many rows it has, over a connection of its own."""
    with psycopg.connect(owner, options=_UNSCOPED) as connection:
        return counts(connection)


def next_xid(owner: str) -> int:
    """The number the database's next transaction will have."""
    with psycopg.connect(owner) as connection:
        row = connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text").fetchone()
        return int(row[0]) if row else 0


@contextmanager
def dumped(owner: str, state: State) -> Iterator[IO[bytes]]:
    """The dump of a state as a stream. Raises BackupError when pg_dump failed."""
    process = _start(
        "pg_dump", owner, "--format=custom", f"--snapshot={state.id}", "--enable-row-security"
    )
    assert process.stdout is not None  # noqa: S101 - a pipe was asked for
    said = _Collected(process.stderr)
    try:
        yield process.stdout
        if process.wait() != 0:
            raise BackupError(f"数据库没有备份成：{said.last()}，请查看后重做。")
    finally:
        process.kill()  # nothing when it has ended
        process.wait()
        process.stdout.close()
        said.join()


@contextmanager
def restored(owner: str) -> Iterator[IO[bytes]]:
    """Takes a dump's bytes into an empty database, in one transaction: all of it or nothing.

    Raises BackupError when pg_restore failed.
    """
    process = _start(
        "pg_restore", owner, "--single-transaction", "--no-owner", "--enable-row-security"
    )
    assert process.stdin is not None  # noqa: S101 - a pipe was asked for
    said = _Collected(process.stderr)
    try:
        try:
            yield process.stdin
            process.stdin.close()
        except BrokenPipeError:
            pass  # it has ended already, and its exit code says why
        if process.wait() != 0:
            raise BackupError(f"数据库没有恢复成：{said.last()}，没有恢复任何内容，请查看后重做。")
    finally:
        process.kill()
        process.wait()
        said.join()


class _Collected(threading.Thread):
    """What a program says on stderr, read while it runs so that it never waits for us."""

    def __init__(self, stream: IO[bytes] | None) -> None:
        super().__init__(daemon=True)
        self._stream, self._lines = stream, [""]
        self.start()

    def run(self) -> None:
        """Read to the end."""
        if self._stream:
            self._lines += self._stream.read().decode("utf-8", "replace").splitlines()
            self._stream.close()

    def last(self) -> str:
        """The line that names the error, without the values that may stand behind it."""
        self.join()
        errors = [line for line in self._lines if "error:" in line]
        return (errors or self._lines)[0].partition("DETAIL")[0].strip()


def _start(program: str, owner: str, *options: str) -> subprocess.Popen[bytes]:
    given: dict[str, Any] = conninfo_to_dict(owner)
    password = given.pop("password", "") or ""
    database = make_conninfo("", **given)
    # The password goes through the environment: a command line is for everybody to see.
    env = {
        "PATH": "/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "PGPASSWORD": password,
        "PGOPTIONS": _UNSCOPED,
        **({"PGSSLROOTCERT": os.environ["PGSSLROOTCERT"]} if "PGSSLROOTCERT" in os.environ else {}),
    }
    path: Path = wheel_folder() / "pginstall" / "bin" / program
    return subprocess.Popen(  # noqa: S603 - a program of the wheel with our own arguments
        [str(path), *options, "--dbname", database],
        env=env,
        stdin=subprocess.PIPE if program == "pg_restore" else subprocess.DEVNULL,
        stdout=subprocess.PIPE if program == "pg_dump" else subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
