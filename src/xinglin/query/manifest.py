"""The manifest of a snapshot: which immutable files it is made of. Its hash is its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

MANIFEST_FORMAT = 1
"""Version of the manifest's form; later versions of the program read earlier ones."""


class SnapshotError(Exception):
    """A snapshot that cannot be written or trusted; the message is one sentence in Chinese."""


@dataclass(frozen=True)
class Segment:
    """One immutable Parquet file. file: <sha256>.parquet; superseding: rows with version > 1."""

    sha256: str
    rows: int
    bytes: int
    superseding: int = 0

    @property
    def file(self) -> str:
        """Its file name."""
        return f"{self.sha256}.parquet"


@dataclass(frozen=True)
class TableEntry:
    """One table: column → kind, and its segments, oldest first.

    history: rows are versions of records (else a plain reference table, whole).
    """

    columns: Mapping[str, str]
    segments: tuple[Segment, ...] = ()
    history: bool = True

    @property
    def rows(self) -> int:
        """Rows of all segments."""
        return sum(s.rows for s in self.segments)


@dataclass(frozen=True)
class Manifest:
    """A snapshot, whole.

    taken_at: the database's clock, ISO with zone. pg_snapshot: PostgreSQL's own text
    xmin:xmax:xip of the moment; empty for snapshots not taken from PostgreSQL.
    previous: name of the snapshot it adds to, or "". audit_heads: chain → head of the audit log.
    """

    taken_at: str
    pg_snapshot: str = ""
    previous: str = ""
    tables: Mapping[str, TableEntry] = field(default_factory=dict)
    audit_heads: Mapping[str, str] = field(default_factory=dict)

    @property
    def counts(self) -> dict[str, int]:
        """Table → rows."""
        return {name: entry.rows for name, entry in self.tables.items()}

    def canonical(self) -> bytes:
        """The canonical JSON: keys sorted, no blanks, UTF-8."""
        text = json.dumps(
            manifest_to_json(self), ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        return text.encode()

    @property
    def name(self) -> str:
        """The snapshot's name: the SHA-256 of its canonical JSON."""
        return hashlib.sha256(self.canonical()).hexdigest()


def manifest_to_json(manifest: Manifest) -> dict[str, Any]:
    """The form that is stored."""
    return {
        "format": MANIFEST_FORMAT,
        "taken_at": manifest.taken_at,
        "pg_snapshot": manifest.pg_snapshot,
        "previous": manifest.previous,
        "tables": {name: _table_to_json(entry) for name, entry in manifest.tables.items()},
        "audit_heads": dict(manifest.audit_heads),
        "counts": manifest.counts,
    }


def _table_to_json(entry: TableEntry) -> dict[str, Any]:
    return {
        "columns": dict(entry.columns),
        "history": entry.history,
        "segments": [{"file": s.file, **vars(s)} for s in entry.segments],
    }


def manifest_from_json(data: Mapping[str, Any]) -> Manifest:
    """Read a stored manifest. Raises SnapshotError for a form this program does not know."""
    if data.get("format") != MANIFEST_FORMAT:
        raise SnapshotError(
            f"快照清单的格式版本 {data.get('format')!r} 本程序不认识，请升级程序后再读。"
        )
    return Manifest(
        taken_at=data["taken_at"],
        pg_snapshot=data["pg_snapshot"],
        previous=data["previous"],
        tables={name: _table_from_json(t) for name, t in data["tables"].items()},
        audit_heads=dict(data["audit_heads"]),
    )


def _table_from_json(data: Mapping[str, Any]) -> TableEntry:
    segments = tuple(
        Segment(s["sha256"], s["rows"], s["bytes"], s["superseding"]) for s in data["segments"]
    )
    return TableEntry(dict(data["columns"]), segments, data["history"])
