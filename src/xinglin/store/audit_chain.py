"""The arithmetic of the audit chain: an entry's digest, a block's head. No database here.

A block's head is a keyed hash over its number, the head before it, and for each entry in order its
number and the digest of its content. Who lacks the key can make no head; who has it still cannot
make the heads already printed on signed reports and snapshots.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

DEFAULT_ALGORITHM = "hmac-sha256"
FIRST_PREVIOUS_HEAD = bytes(32)
# The columns of an entry's content, as SQL. Its number is not among them: so two entries whose
# contents changed places are known as that, and not as two forgeries.
CONTENT = (
    "(extract(epoch FROM recorded_at) * 1000000)::bigint, recorded_xid::text, actor, action,"
    " register, record_id, version, kind, purpose, detail"
)


@dataclass(frozen=True)
class Block:
    """Some entries sealed together. ``ids`` and ``digests`` run in parallel."""

    number: int
    algorithm: str
    ids: Sequence[int]
    digests: Sequence[bytes]
    previous_head: bytes
    pg_snapshot: str
    sealed_at: datetime


def is_known(algorithm: str) -> bool:
    """Whether this machine can compute blocks of the algorithm (sm3 is not everywhere)."""
    return algorithm.startswith("hmac-") and _hash_name(algorithm) in hashlib.algorithms_available


def entry_digest(algorithm: str, content: Sequence[object]) -> bytes:
    """The digest of an entry's content, in the order of ``CONTENT``.

    PostgreSQL's text holds no NUL, so NUL between fields is unambiguous; '=' tells '' from NULL.
    """
    text = "\0".join("" if value is None else f"={value}" for value in content)
    return hashlib.new(_hash_name(algorithm), text.encode()).digest()


def block_head(key: bytes, block: Block) -> bytes:
    """The head of a block under the installation's key."""
    opening = "\0".join(
        (
            block.algorithm,
            str(block.number),
            block.previous_head.hex(),
            block.pg_snapshot,
            str(int(block.sealed_at.timestamp() * 1_000_000)),
            str(len(block.ids)),
        )
    )
    mac = hmac.new(key, opening.encode(), _hash_name(block.algorithm))
    for entry_id, digest in zip(block.ids, block.digests, strict=False):
        mac.update(entry_id.to_bytes(8, "big", signed=True))
        mac.update(digest)
    return mac.digest()


def _hash_name(algorithm: str) -> str:
    return algorithm.removeprefix("hmac-")
