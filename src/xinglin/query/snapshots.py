"""The store of snapshots: a folder of content-hashed Parquet files and manifests.

A file is written under a temporary name, synced and renamed; the manifest comes last. A process
killed at any moment therefore leaves files nobody names, and no half snapshot.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Protocol

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from xinglin.query.kinds import arrow_schema
from xinglin.query.manifest import (
    Manifest,
    Segment,
    SnapshotError,
    TableEntry,
    manifest_from_json,
)

_ROW_GROUP = 250_000


@dataclass(frozen=True)
class Part:
    """The files of a table that one installation wrote. columns: what they hold.

    number, installation: which of several installations it was; 0 and "" where there is but one.
    """

    paths: tuple[Path, ...]
    columns: Mapping[str, str]
    number: int = 0
    installation: str = ""


class Tables(Protocol):
    """What an engine reads: one snapshot, or several as one (`unions`)."""

    @property
    def name(self) -> str:
        """What figures made of it name as their origin."""

    @property
    def manifest(self) -> Manifest:
        """What it is made of, and of when."""

    @property
    def tables(self) -> Mapping[str, TableEntry]:
        """Every table it has."""

    def table(self, name: str) -> TableEntry:
        """The entry of a table. Raises SnapshotError, in Chinese."""

    def parts(self, name: str) -> list[Part]:
        """The files of a table; none where it has no rows. Raises SnapshotError."""

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table."""

    def columns_with_gaps(self, name: str) -> frozenset[str]:
        """Columns in which some row has no value."""

    def earliest(self, name: str, column: str) -> Any:
        """The smallest value of a column; None where there is none."""


class Snapshot:
    """An opened snapshot: its manifest and where its files lie."""

    def __init__(self, name: str, manifest: Manifest, files: Path) -> None:
        self._name, self._manifest, self._files = name, manifest, files

    @property
    def name(self) -> str:
        """The SHA-256 of its manifest."""
        return self._name

    @property
    def manifest(self) -> Manifest:
        """What it is made of."""
        return self._manifest

    @property
    def tables(self) -> Mapping[str, TableEntry]:
        """Every table of the manifest."""
        return self.manifest.tables

    def table(self, name: str) -> TableEntry:
        """The entry of a table. Raises SnapshotError when the snapshot has none of that name."""
        try:
            return self.manifest.tables[name]
        except KeyError:
            raise SnapshotError(
                f"快照 {self.name[:12]} 中没有登记表 {name}，请重新取快照后再算。"
            ) from None

    def paths(self, name: str) -> list[Path]:
        """The Parquet files of a table. Raises SnapshotError: one is missing or cut short."""
        found = []
        for segment in self.table(name).segments:
            path = self._files / segment.file
            if not path.is_file() or path.stat().st_size != segment.bytes:
                raise SnapshotError(
                    f"快照 {self.name[:12]} 中登记表 {name} 的数据文件 {segment.file} "
                    "缺失或不完整，请从备份恢复，或另取快照。"
                )
            found.append(path)
        return found

    def parts(self, name: str) -> list[Part]:
        """Its files, as the one part there is."""
        paths = self.paths(name)
        return [Part(tuple(paths), self.table(name).columns)] if paths else []

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """Every row of a table as a dict, all versions of history included."""
        for path in self.paths(name):
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches():
                    yield from batch.to_pylist()

    def columns_with_gaps(self, name: str) -> frozenset[str]:
        """Columns in which some row has no value, by the footers of the files."""
        return frozenset(self._footers(name)[0])

    def earliest(self, name: str, column: str) -> Any:
        """The smallest value of a column over all versions; None where there is none."""
        return self._footers(name)[1].get(column)

    def _footers(self, name: str) -> tuple[set[str], dict[str, Any]]:
        if name not in self._footers_read:
            self._footers_read[name] = _read_footers(self.paths(name))
        return self._footers_read[name]

    @cached_property
    def _footers_read(self) -> dict[str, tuple[set[str], dict[str, Any]]]:
        return {}


def _read_footers(paths: Iterable[Path]) -> tuple[set[str], dict[str, Any]]:
    gaps: set[str] = set()
    smallest: dict[str, Any] = {}
    for path in paths:
        footer = pq.read_metadata(path)
        for group in range(footer.num_row_groups):
            for index in range(footer.num_columns):
                chunk = footer.row_group(group).column(index)
                column, statistics = chunk.path_in_schema, chunk.statistics
                if statistics is None or not statistics.has_null_count or statistics.null_count:
                    gaps.add(column)
                if statistics is not None and statistics.has_min_max:
                    known = smallest.get(column, statistics.min)
                    smallest[column] = min(known, statistics.min)
    return gaps, smallest


class SnapshotStore:
    """All snapshots below one folder: `segments/` and `manifests/`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.segments = root / "segments"
        self.manifests = root / "manifests"
        self._taken_at: dict[str, str] = {}

    def names(self) -> list[str]:
        """Names of all snapshots, the oldest first by the time they were taken."""
        names = [path.stem for path in self._manifest_files()]
        for name in names:
            if name not in self._taken_at:  # a manifest never changes: read once
                self._taken_at[name] = self.open(name).manifest.taken_at
        return sorted(names, key=lambda name: (self._taken_at[name], name))

    def _manifest_files(self) -> list[Path]:
        return sorted(self.manifests.glob("*.json")) if self.manifests.is_dir() else []

    def latest(self) -> Snapshot | None:
        """The snapshot taken last, or None while there is none."""
        names = self.names()
        return self.open(names[-1]) if names else None

    def open(self, name: str) -> Snapshot:
        """The snapshot of that name. Raises SnapshotError: unknown, or its manifest altered."""
        path = self.manifests / f"{name}.json"
        if not path.is_file():
            raise SnapshotError(f"没有名为 {name} 的快照，请核对名称，或在保存它的那套系统上操作。")
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != name:
            raise SnapshotError(f"快照 {name} 的清单 {path.name} 已被改动，不能再用来作证。")
        return Snapshot(name, manifest_from_json(json.loads(data)), self.segments)

    def verify(self, name: str) -> None:
        """Hash every file again. Raises SnapshotError naming the file missing or damaged."""
        for table, entry in self.open(name).manifest.tables.items():
            for segment in entry.segments:
                path = self.segments / segment.file
                if not path.is_file():
                    raise SnapshotError(
                        f"快照 {name} 缺少登记表 {table} 的数据文件 {segment.file}。"
                    )
                if _sha256_of(path) != segment.sha256:
                    raise SnapshotError(
                        f"快照 {name} 中登记表 {table} 的数据文件 {segment.file} 已损坏或被改动。"
                    )

    def write_segment(
        self, columns: dict[str, str], batches: Iterable[pa.RecordBatch]
    ) -> Segment | None:
        """Write rows as one content-hashed file; None when there are no rows at all."""
        rows = superseding = 0
        with self._writing(), _temporary(self.segments) as temporary:
            schema = arrow_schema(columns)
            with pq.ParquetWriter(temporary, schema, compression="zstd") as writer:
                for batch in batches:
                    writer.write_batch(batch.cast(schema), row_group_size=_ROW_GROUP)
                    rows += batch.num_rows
                    superseding += _superseding(batch)
            if not rows:
                return None
            return self._keep(temporary, rows, superseding)

    def _keep(self, temporary: Path, rows: int, superseding: int) -> Segment:
        _sync(temporary)
        segment = Segment(_sha256_of(temporary), rows, temporary.stat().st_size, superseding)
        temporary.replace(self.segments / segment.file)
        _sync(self.segments)
        return segment

    def publish(self, manifest: Manifest) -> Snapshot:
        """Write the manifest: from here on the snapshot exists."""
        with self._writing(), _temporary(self.manifests) as temporary:
            temporary.write_bytes(manifest.canonical())
            _sync(temporary)
            temporary.replace(self.manifests / f"{manifest.name}.json")
            _sync(self.manifests)
        return self.open(manifest.name)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            self.segments.mkdir(parents=True, exist_ok=True)
            self.manifests.mkdir(parents=True, exist_ok=True)
            yield
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise SnapshotError(
                    f"磁盘已满，快照没有写成（{self.root}），已有的快照不受影响，请腾出空间后重取。"
                ) from error
            raise


@contextmanager
def _temporary(folder: Path) -> Iterator[Path]:
    """A file in the folder that is gone afterwards unless it was renamed."""
    handle, name = tempfile.mkstemp(dir=folder, prefix=".writing-")
    os.close(handle)
    path = Path(name)
    try:
        yield path
    finally:
        path.unlink(missing_ok=True)


def _superseding(batch: pa.RecordBatch) -> int:
    if "version" not in batch.schema.names:
        return 0
    return int(pc.sum(pc.greater(batch.column("version"), 1)).as_py() or 0)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
