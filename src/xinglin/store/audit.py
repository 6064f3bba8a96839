"""Seal the audit: link its entries in keyed blocks, soon after they were committed.

Entries are written by the database in the transaction they tell of. Chaining them there would make
all writers wait for one another; so a sealer does it behind them, within a second.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

import psycopg

from xinglin.store.audit_chain import (
    CONTENT,
    DEFAULT_ALGORITHM,
    FIRST_PREVIOUS_HEAD,
    Block,
    block_head,
    entry_digest,
)
from xinglin.store.audit_verification import AuditFinding, KnownHead, verify
from xinglin.store.server import Installation
from xinglin.store.server.installation import secret

__all__ = [
    "AuditFinding",
    "KnownHead",
    "Sealer",
    "current_head",
    "heads_file",
    "read_heads",
    "read_key",
    "seal",
    "verify",
]

_ENTRIES_PER_BLOCK = 10_000
_log = logging.getLogger(__name__)


def read_key(inst: Installation) -> bytes:
    """The installation's sealing key (``keys/audit.key``, mode 0600), made on first use."""
    return secret(inst, "audit.key").encode("ascii")


def heads_file(inst: Installation) -> Path:
    """The local list of heads: the last of each day, kept outside the database."""
    return inst.keys / "audit.heads"


def seal(
    connection: psycopg.Connection,
    key: bytes,
    *,
    heads: Path | None = None,
    algorithm: str = DEFAULT_ALGORITHM,
) -> int:
    """Seal all committed entries that are not sealed yet; returns how many.

    connection: the owner's, with no transaction open. heads: where to note the new head.
    An entry is found by its transaction, not by its number: one that took a low number and
    committed late is sealed in the next block.
    """
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # Locking takes no snapshot: ours is made after any other sealer has committed.
        connection.execute("LOCK TABLE store_auditblock IN SHARE ROW EXCLUSIVE MODE")
        sealed, last = _seal_all(connection, key, algorithm)
    if last is not None and heads is not None:
        _note_head(heads, last.sealed_at, last.number, block_head(key, last))
    return sealed


def _seal_all(
    connection: psycopg.Connection, key: bytes, algorithm: str
) -> tuple[int, Block | None]:
    number, head, condition = 0, FIRST_PREVIOUS_HEAD, "true"
    known = connection.execute(
        "SELECT block_no, head, pg_snapshot,"
        " pg_snapshot_xmax(pg_snapshot::pg_snapshot)"
        " > pg_snapshot_xmax(pg_current_snapshot())"
        " FROM store_auditblock ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    if known is not None:
        number, head, snapshot, restored = known
        condition = _UNSEALED_AFTER_RESTORE if restored else _NOT_YET_VISIBLE.format(snapshot)
    now = connection.execute("SELECT pg_current_snapshot()::text, clock_timestamp()").fetchone()
    assert now is not None  # noqa: S101 - a SELECT without FROM has one row
    sealed, last = 0, None
    with connection.cursor(name="audit_unsealed") as cursor:
        cursor.execute(
            f"SELECT entry_id, {CONTENT} FROM store_auditentry"  # noqa: S608 - our own text
            f" WHERE {condition} ORDER BY entry_id"
        )
        for step in count(1):
            rows = cursor.fetchmany(_ENTRIES_PER_BLOCK)
            if not rows:
                break
            digests = [entry_digest(algorithm, row[1:]) for row in rows]
            last = Block(number + step, algorithm, [r[0] for r in rows], digests, bytes(head), *now)
            head = _insert(connection, key, last)
            sealed += len(rows)
    return sealed, last


_NOT_YET_VISIBLE = (
    "recorded_xid >= pg_snapshot_xmin('{0}'::pg_snapshot)"
    " AND NOT pg_visible_in_snapshot(recorded_xid, '{0}'::pg_snapshot)"
)
# A database restored from a dump counts its transactions anew, so numbers compare no more.
_UNSEALED_AFTER_RESTORE = (
    "NOT EXISTS (SELECT FROM (SELECT unnest(entry_ids) AS id FROM store_auditblock) sealed"
    " WHERE sealed.id = entry_id)"
)


def _insert(connection: psycopg.Connection, key: bytes, block: Block) -> bytes:
    head = block_head(key, block)
    connection.execute(
        "INSERT INTO store_auditblock (block_no, algorithm, entry_ids, entry_digests,"
        " previous_head, head, pg_snapshot, sealed_at)"
        " VALUES (%s, %s, %s::bigint[], %s::bytea[], %s, %s, %s, %s)",
        [
            block.number,
            block.algorithm,
            list(block.ids),
            list(block.digests),
            block.previous_head,
            head,
            block.pg_snapshot,
            block.sealed_at,
        ],
    )
    return head


def current_head(connection: psycopg.Connection) -> str:
    """The newest block's head in hexadecimal, for manifests and reports; '' before the first."""
    row = connection.execute(
        "SELECT head FROM store_auditblock ORDER BY block_no DESC LIMIT 1"
    ).fetchone()
    return row[0].hex() if row else ""


def _note_head(path: Path, sealed_at: datetime, number: int, head: bytes) -> None:
    day = sealed_at.date().isoformat()
    lines = path.read_text("ascii").splitlines() if path.exists() else []
    lines = [line for line in lines if not line.startswith(day)]
    lines.append(f"{day} {number} {head.hex()}")
    making = path.with_suffix(".making")
    making.touch(mode=0o600)
    making.write_text("\n".join(lines) + "\n", "ascii")
    making.replace(path)


def read_heads(path: Path) -> Sequence[KnownHead]:
    """The heads noted beside the database, for ``verify``; none when the file is missing.

    A line that was damaged is a head that no chain has: verification names it.
    """
    if not path.exists():
        return []
    found = []
    for place, line in enumerate(path.read_text("ascii", "replace").splitlines(), start=1):
        parts = line.split()
        if len(parts) == 3:
            day, number, head = parts
            found.append(KnownHead(head, f"本机链头记录 {day}（第 {number} 块）"))
        else:
            found.append(KnownHead(line or "空行", f"本机链头记录第 {place} 行（已损坏）"))
    return found


class Sealer(threading.Thread):
    """Seals in the background, twice a second, over its own connection as owner.

    It outlives a restart of the database. ``stop`` seals once more and ends it.
    """

    def __init__(self, url: str, key: bytes, heads: Path | None, interval: float = 0.5) -> None:
        super().__init__(name="audit-sealer", daemon=True)
        self._url, self._key, self._heads, self._interval = url, key, heads, interval
        self._ending = threading.Event()

    def run(self) -> None:
        """Seal until told to stop."""
        while not self._ending.is_set():
            try:
                with psycopg.connect(self._url, autocommit=True) as connection:
                    while not self._ending.wait(self._interval):
                        seal(connection, self._key, heads=self._heads)
                    seal(connection, self._key, heads=self._heads)
            except psycopg.OperationalError as error:
                # Nothing is lost: what is unsealed is found again. The text names no person.
                _log.warning("audit sealer lost the database (%s); trying again", error.sqlstate)
                self._ending.wait(2.0)

    def stop(self) -> None:
        """Seal what is there and end the thread."""
        self._ending.set()
        self.join()
