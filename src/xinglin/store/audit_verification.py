"""Verify the audit: name every entry that was altered, lost, moved, slipped in or cut off."""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

import psycopg
import psycopg.sql

from xinglin.store.audit_chain import (
    CONTENT,
    FIRST_PREVIOUS_HEAD,
    Block,
    block_head,
    entry_digest,
    is_known,
)

Kind = Literal["altered", "missing", "reordered", "inserted", "cut_off", "block", "unsealed"]
_BATCH = 10_000


@dataclass(frozen=True)
class KnownHead:
    """A head that was noted elsewhere (a snapshot's manifest, a signed report, a local file)."""

    head: str
    where: str


@dataclass(frozen=True)
class AuditFinding:
    """One thing that verification found. ``message`` is a Chinese sentence for the user.

    ``entry_id`` or ``block_no`` names what it is about. ``unsealed`` is no fault: entries so new
    that no block holds them yet (``count``).
    """

    kind: Kind
    message: str
    entry_id: int | None = None
    block_no: int | None = None
    count: int = 1

    @property
    def is_fault(self) -> bool:
        """False for entries that wait for their block."""
        return self.kind != "unsealed"


@dataclass
class _Walk:
    """What is known while going along the chain."""

    key: bytes
    findings: list[AuditFinding] = field(default_factory=list)
    heads: set[str] = field(default_factory=set)
    last_number: int = 0
    last_head: bytes = FIRST_PREVIOUS_HEAD
    last_snapshot: str | None = None
    changed: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)  # id: sealed, now


def verify(
    connection: psycopg.Connection, key: bytes, known_heads: Sequence[KnownHead]
) -> list[AuditFinding]:
    """Go along the whole chain, in one consistent view, and list what does not hold.

    connection: owner's or reader's, with no transaction open. Memory stays bounded by the number
    of blocks and of faults, not of entries.
    """
    walk = _Walk(key)
    with connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for batch in _batches(connection):
            for block, head in batch:
                _check_block(walk, block, head)
            _check_entries(walk, connection, [block for block, _ in batch])
        _name_changed(walk)
        _find_unsealed(walk, connection)
    for known in known_heads:
        if known.head and known.head not in walk.heads:
            walk.findings.append(AuditFinding(
                "cut_off",
                f"{known.where}记下的链头 {known.head[:16]}… 已不在审计链上："
                "其后的审计记录被截去或重写过。",
            ))  # fmt: skip
    return walk.findings


def _batches(connection: psycopg.Connection) -> Iterator[list[tuple[Block, bytes]]]:
    """Blocks in order, as many together as make one query of entries worth while."""
    batch: list[tuple[Block, bytes]] = []
    size = 0
    with connection.cursor(name="audit_blocks") as cursor:
        cursor.itersize = 200
        cursor.execute(
            "SELECT block_no, algorithm, entry_ids, entry_digests, previous_head, pg_snapshot,"
            " sealed_at, head FROM store_auditblock ORDER BY block_no"
        )
        for row in cursor:
            block = Block(*row[:7])
            batch.append((block, bytes(row[7])))
            size += len(block.ids)
            if size >= _BATCH:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _check_block(walk: _Walk, block: Block, head: bytes) -> None:
    number = block.number
    if number != walk.last_number + 1:
        lost = f"第 {walk.last_number + 1} 至 {number - 1} 块" if number > 1 else "开头的块"
        walk.findings.append(
            AuditFinding("block", f"审计封块缺失：{lost}已不在库中。", block_no=number)
        )
    elif bytes(block.previous_head) != walk.last_head:
        walk.findings.append(AuditFinding(
            "block", f"审计封块第 {number} 块接不上前一块：链被改接过。", block_no=number
        ))  # fmt: skip
    if not is_known(block.algorithm):
        text = f"审计封块第 {number} 块用 {block.algorithm} 封存，本机不会算，无法核对。"
        walk.findings.append(AuditFinding("block", text, block_no=number))
    elif len(block.ids) != len(block.digests) or not hmac.compare_digest(
        block_head(walk.key, block), head
    ):
        text = f"审计封块第 {number} 块被改动过，或不是用本机的密钥封的。"
        walk.findings.append(AuditFinding("block", text, block_no=number))
    walk.heads.add(head.hex())
    walk.last_number, walk.last_head, walk.last_snapshot = number, head, block.pg_snapshot


def _check_entries(walk: _Walk, connection: psycopg.Connection, blocks: list[Block]) -> None:
    ids = [entry_id for block in blocks for entry_id in block.ids]
    with connection.cursor(binary=True) as cursor:
        cursor.execute(
            f"SELECT entry_id, {CONTENT} FROM store_auditentry"  # noqa: S608 - our own text
            " WHERE entry_id = ANY(%s::bigint[])",
            [ids],
        )
        content = {row[0]: row[1:] for row in cursor}
    for block in blocks:
        if not is_known(block.algorithm):
            continue
        for entry_id, sealed in zip(block.ids, block.digests, strict=False):
            if entry_id not in content:
                walk.findings.append(AuditFinding(
                    "missing", f"审计记录 {entry_id} 已不在库中（第 {block.number} 块封存过）。",
                    entry_id, block.number,
                ))  # fmt: skip
                continue
            now = entry_digest(block.algorithm, content[entry_id])
            if now != sealed:
                walk.changed[entry_id] = (bytes(sealed), now)


def _name_changed(walk: _Walk) -> None:
    sealed_as = {sealed: entry_id for entry_id, (sealed, _) in walk.changed.items()}
    for entry_id, (_, now) in walk.changed.items():
        origin = sealed_as.get(now)
        if origin is None:
            text = f"审计记录 {entry_id} 的内容在封存后被改动过。"
            walk.findings.append(AuditFinding("altered", text, entry_id))
        else:
            text = f"审计记录 {entry_id} 现在的内容原是第 {origin} 条的：次序被调换过。"
            walk.findings.append(AuditFinding("reordered", text, entry_id))


def _find_unsealed(walk: _Walk, connection: psycopg.Connection) -> None:
    """Entries in no block: new ones, or such as the last block should have held."""
    seen = "false"
    if walk.last_snapshot is not None:
        snapshot = psycopg.sql.quote(walk.last_snapshot)
        seen = f"pg_visible_in_snapshot(recorded_xid, {snapshot}::pg_snapshot)"
    waiting = 0
    with connection.cursor(name="audit_unsealed") as cursor:
        cursor.execute(
            f"SELECT entry_id, {seen} FROM store_auditentry entry"  # noqa: S608 - our own text
            " WHERE NOT EXISTS (SELECT FROM"
            " (SELECT unnest(entry_ids) AS id FROM store_auditblock) sealed"
            " WHERE sealed.id = entry.entry_id) ORDER BY entry_id"
        )
        for entry_id, should_be_sealed in cursor:
            if should_be_sealed:
                text = f"审计记录 {entry_id} 没有封存过，却早于最后一块：是事后插入的。"
                walk.findings.append(AuditFinding("inserted", text, entry_id))
            else:
                waiting += 1
    if waiting:
        text = f"有 {waiting} 条新的审计记录尚待封存。"
        walk.findings.append(AuditFinding("unsealed", text, count=waiting))
