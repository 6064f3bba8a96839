"""Several installations' snapshots read as one, so that a province can count its prefectures.

Tables are put one under the other with a column that names the installation. Numbers dealt out by
an installation (records, persons) are shifted into a range of its own, so those of two never meet.
What one record says of another (followed up, the latest of a subject) is looked for within its
installation. A person known to two installations is therefore two: only an identifier both share
could tell, and snapshots carry none. So figures are the same counted apart or together, but for
distinct codes, which mean the same everywhere. Engines read a union as they read one snapshot.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Any

from xinglin.query.divisions import DIVISION_TABLE
from xinglin.query.kinds import INSTALLATION, is_local_number
from xinglin.query.manifest import Manifest, SnapshotError, TableEntry
from xinglin.query.snapshots import Part, Snapshot, SnapshotStore

RANGE = 2**44
"""How many numbers each installation has for itself: more than it can ever deal out, and room in
64 bits for half a million installations."""


class SnapshotUnion:
    """Snapshots of different installations as one. Raises SnapshotError for what cannot be one."""

    def __init__(self, snapshots: Mapping[str, Snapshot]) -> None:
        self.snapshots = dict(sorted(snapshots.items()))
        if not self.snapshots:
            raise SnapshotError("没有给出任何快照，请写明各套系统的快照目录。")
        self._refuse_the_same_twice()

    @property
    def name(self) -> str:
        """The SHA-256 of the list of its snapshots: the same snapshots, the same name."""
        listed = {label: snapshot.name for label, snapshot in self.snapshots.items()}
        text = json.dumps(listed, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def manifest(self) -> Manifest:
        """All that they are made of. taken_at: of the oldest; later nothing is known of all."""
        oldest = min(
            (s.manifest.taken_at for s in self.snapshots.values()), key=datetime.fromisoformat
        )
        heads = {
            f"{label}/{chain}": head
            for label, snapshot in self.snapshots.items()
            for chain, head in snapshot.manifest.audit_heads.items()
        }
        return Manifest(oldest, tables=self.tables, audit_heads=heads)

    @cached_property
    def tables(self) -> Mapping[str, TableEntry]:
        """The tables that every snapshot has; one that some lack would be counted too small."""
        first, *others = self.snapshots.values()
        names = [n for n in first.tables if all(n in o.tables for o in others)]
        return {name: self._merged(name) for name in names}

    def table(self, name: str) -> TableEntry:
        """The entry of a table. Raises SnapshotError naming who lacks it."""
        if name not in self.tables:
            lacking = [k for k, s in self.snapshots.items() if name not in s.tables]
            raise SnapshotError(
                f"“{'”“'.join(lacking)}”的快照中没有登记表 {name}，合在一起会少算，"
                "请先升级这些系统并另取快照。"
            )
        return self.tables[name]

    def parts(self, name: str) -> list[Part]:
        """Each installation's files of a table."""
        self.table(name)
        return [
            Part(tuple(paths), snapshot.table(name).columns, number, label)
            for number, (label, snapshot) in enumerate(self.snapshots.items(), start=1)
            if (paths := snapshot.paths(name))
        ]

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table; of a plain table, rows all say alike once."""
        entry = self.table(name)
        if name == DIVISION_TABLE:
            yield from self._divisions()
            return
        blank: dict[str, Any] = dict.fromkeys(entry.columns)
        for number, (label, snapshot) in enumerate(self.snapshots.items(), start=1):
            columns = snapshot.table(name).columns
            local = [c for c, kind in columns.items() if is_local_number(c, kind)]
            for row in snapshot.rows(name):
                shifted = {c: shift(row[c], number) for c in local}
                yield {**blank, **row, **shifted, INSTALLATION: label}

    def columns_with_gaps(self, name: str) -> frozenset[str]:
        """Columns in which some installation has a gap, or which it lacks."""
        merged = self.table(name).columns.keys() - {INSTALLATION}
        found: set[str] = set()
        for snapshot in self.snapshots.values():
            if snapshot.table(name).segments:
                found |= snapshot.columns_with_gaps(name)
                found |= merged - snapshot.table(name).columns.keys()
        return frozenset(found)

    def earliest(self, name: str, column: str) -> Any:
        """The smallest value of a column over all installations."""
        found = [s.earliest(name, column) for s in self.snapshots.values()]
        return min((f for f in found if f is not None), default=None)

    def origin(self, number: int) -> tuple[str, int]:
        """The installation and its own number of a record or person."""
        return list(self.snapshots)[number // RANGE - 1], number % RANGE

    # --- what may be put together ----------------------------------------------------------------

    def _merged(self, name: str) -> TableEntry:
        entries = {label: s.table(name) for label, s in self.snapshots.items()}
        columns: dict[str, str] = {}
        for label, entry in entries.items():
            for column, kind in entry.columns.items():
                if columns.setdefault(column, kind) != kind:
                    raise SnapshotError(
                        f"“{label}”的快照中登记表 {name} 的 {column} 列与其他系统的类型不同，"
                        "不能合在一起，请先升级到同一版本并另取快照。"
                    )
        history = next(iter(entries.values())).history
        if history:
            columns[INSTALLATION] = "text"
        segments = tuple(s for entry in entries.values() for s in entry.segments)
        return TableEntry(columns, segments, history)

    def _refuse_the_same_twice(self) -> None:
        owners: dict[str, str] = {}
        for label, snapshot in self.snapshots.items():
            names = {snapshot.name, snapshot.manifest.previous} - {""}
            for entry in snapshot.tables.values():
                names |= {s.sha256 for s in entry.segments if entry.history}
            for name in names:
                if owners.setdefault(name, label) != label:
                    raise SnapshotError(
                        f"“{owners[name]}”与“{label}”是同一套系统的快照，合在一起会重复计算，"
                        "请每套系统只给一个快照。"
                    )

    def _divisions(self) -> Iterator[dict[str, Any]]:
        """Every division once. Raises SnapshotError: two installations place a code differently."""
        known: dict[str, tuple[str, set[tuple[Any, ...]]]] = {}
        for label, snapshot in self.snapshots.items():
            said: dict[str, list[dict[str, Any]]] = {}
            for row in snapshot.rows(DIVISION_TABLE):
                said.setdefault(row["code"], []).append(row)
            for code, rows in said.items():
                stands = {(r["parent_code"], r["valid_from"], r["valid_to"]) for r in rows}
                if code not in known:
                    known[code] = (label, stands)
                    yield from rows
                elif known[code][1] != stands:
                    raise SnapshotError(
                        f"“{known[code][0]}”与“{label}”的行政区划表对 {code} 的隶属或起止日期"
                        "说法不同，请先把各系统的区划表更新一致并另取快照。"
                    )


def shift(number: int | None, installation: int) -> int | None:
    """A number of an installation, in the range it has for itself."""
    return None if number is None else installation * RANGE + number


def open_union(places: list[str]) -> SnapshotUnion:
    """The newest snapshot of each folder as one.

    A place is a folder of snapshots, an installation's folder, or a manifest's file (that very
    snapshot); `NAME=PLACE` gives it a name. Raises SnapshotError, in Chinese.
    """
    found: dict[str, Snapshot] = {}
    for text in places:
        label, _, place = text.rpartition("=")
        path = Path(place).resolve()
        root = path.parents[1] if path.suffix == ".json" else path
        if not (root / "manifests").is_dir() and (root / "snapshots" / "manifests").is_dir():
            root = root / "snapshots"
        label = label or (root.parent.name if root.name == "snapshots" else root.name)
        if label in found:
            raise SnapshotError(
                f"有两个快照都叫“{label}”，请写成“名称=目录”，给每套系统一个不同的名称。"
            )
        store = SnapshotStore(root)
        opened = store.open(path.stem) if path.suffix == ".json" else store.latest()
        if opened is None:
            raise SnapshotError(f"目录 {place} 中没有快照，请核对目录，或先在那套系统上取快照。")
        found[label] = opened
    return SnapshotUnion(found)
