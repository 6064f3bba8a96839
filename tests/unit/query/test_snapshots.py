"""The store of snapshots: names, damage, interruption, a full disk."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pytest
from tests.spec.indicators.library import BookLoan, snapshot

from xinglin.query import snapshots
from xinglin.query.kinds import arrow_schema
from xinglin.query.manifest import Manifest, SnapshotError, TableEntry
from xinglin.query.snapshots import SnapshotStore

COLUMNS = {"id": "integer", "version": "integer", "word": "text"}


def batch(*rows: tuple[int, int, str | None]) -> pa.RecordBatch:
    values = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return pa.RecordBatch.from_pylist(values, schema=arrow_schema(COLUMNS))


def test_the_name_is_the_hash_of_the_manifest_file(tmp_path: Path) -> None:
    taken = snapshot(tmp_path, {BookLoan: [{"copies": 1}]})
    (file,) = (tmp_path / "manifests").iterdir()
    assert hashlib.sha256(file.read_bytes()).hexdigest() == taken.name == file.stem
    for segment in (tmp_path / "segments").iterdir():
        assert hashlib.sha256(segment.read_bytes()).hexdigest() == segment.stem
    SnapshotStore(tmp_path).verify(taken.name)


def test_equal_rows_make_one_file(tmp_path: Path) -> None:
    store = SnapshotStore(tmp_path)
    first = store.write_segment(COLUMNS, [batch((1, 1, "甲"), (1, 2, None))])
    again = store.write_segment(COLUMNS, [batch((1, 1, "甲"), (1, 2, None))])
    assert first == again and first is not None
    assert (first.rows, first.superseding) == (2, 1)
    assert store.write_segment(COLUMNS, []) is None
    assert [p.name for p in store.segments.iterdir()] == [first.file]


@pytest.mark.parametrize("damage", ["altered", "missing"])
def test_a_damaged_file_is_named(tmp_path: Path, damage: str) -> None:
    taken = snapshot(tmp_path, {BookLoan: [{"copies": 1}]})
    path = taken.paths(BookLoan.table())[0]
    if damage == "missing":
        path.unlink()
    else:
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        path.write_bytes(data)
    with pytest.raises(SnapshotError, match=path.name):
        SnapshotStore(tmp_path).verify(taken.name)


def test_an_altered_manifest_is_refused(tmp_path: Path) -> None:
    taken = snapshot(tmp_path, {BookLoan: [{"copies": 1}]})
    path = tmp_path / "manifests" / f"{taken.name}.json"
    data = json.loads(path.read_text())
    data["audit_heads"] = {"main": "0"}
    path.write_text(json.dumps(data))
    with pytest.raises(SnapshotError, match="已被改动"):
        SnapshotStore(tmp_path).open(taken.name)


def test_an_unknown_snapshot_and_table(tmp_path: Path) -> None:
    taken = snapshot(tmp_path, {})
    with pytest.raises(SnapshotError, match="没有名为"):
        SnapshotStore(tmp_path).open("0" * 64)
    with pytest.raises(SnapshotError, match="没有登记表 no_such"):
        taken.table("no_such")


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = SnapshotStore(tmp_path)

    def full(path: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(snapshots, "_sync", full)
    with pytest.raises(SnapshotError, match="磁盘已满"):
        store.write_segment(COLUMNS, [batch((1, 1, "甲"))])
    with pytest.raises(SnapshotError, match="磁盘已满"):
        store.publish(Manifest("2013-01-01T00:00:00Z"))
    assert store.names() == []
    assert not list(store.segments.iterdir()) and not list(store.manifests.iterdir())


_KILLED = """
import os, signal, sys
from pathlib import Path
import pyarrow as pa
from xinglin.query.kinds import arrow_schema
from xinglin.query.snapshots import SnapshotStore
columns = {"id": "integer", "version": "integer", "word": "text"}
def batches():
    for n in range(10):
        row = {"id": n, "version": 1, "word": "甲"}
        yield pa.RecordBatch.from_pylist([row], schema=arrow_schema(columns))
        if n == 5:
            os.kill(os.getpid(), signal.SIGKILL)
SnapshotStore(Path(sys.argv[1])).write_segment(columns, batches())
"""


def test_killed_while_writing_is_no_snapshot(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _KILLED, str(tmp_path)], check=False, env=dict(os.environ)
    )
    assert done.returncode == -signal.SIGKILL
    store = SnapshotStore(tmp_path)
    assert store.latest() is None
    segment = store.write_segment(COLUMNS, [batch((1, 1, "甲"))])
    assert segment is not None
    name = store.publish(
        Manifest("2013-01-01T00:00:00Z", tables={"t": TableEntry(COLUMNS, (segment,))})
    ).name
    store.verify(name)
    assert store.names() == [name]
