"""Make a backup: fix a moment of the database, dump it, add the files that belong to it."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import IO, cast

from xinglin import __version__
from xinglin.codes.dates import SHANGHAI
from xinglin.store.backup.database import State, dumped, held
from xinglin.store.backup.files import chosen, files_of
from xinglin.store.backup.sealed_file import BackupError, written
from xinglin.store.server import Installation

ABOUT, DATABASE, FILES = "about.json", "database", "files"
_HEADS = "keys/audit.heads"
_PART = 8 * 1024 * 1024
Progress = Callable[[str], None]


def make_backup(
    inst: Installation, owner: str, path: Path, *, passphrase: str = "", progress: Progress
) -> int:
    """Write one file with everything of the installation; returns its size.

    Others may go on working: the file holds one moment. Raises BackupError.
    """
    # Before the moment is fixed: each head noted by now is of a block the dump will hold.
    before = files_of(inst.root)
    heads = (inst.root / _HEADS).read_bytes() if _HEADS in before else None
    about = {
        "installation": inst.name,
        "program": __version__,
        "made_at": datetime.now(SHANGHAI).isoformat(timespec="seconds"),
    }
    with held(owner) as state:
        names = chosen(inst.root, before, set(state.snapshots), set(state.reports))
        with (
            written(path, about, passphrase) as out,
            tarfile.open(
                fileobj=cast("IO[bytes]", out), mode="w|", format=tarfile.PAX_FORMAT
            ) as tar,
        ):
            _add(tar, ABOUT, json.dumps(_told(state), ensure_ascii=False).encode())
            progress("正在备份数据库……")
            _add_database(tar, owner, state, progress)
            progress(f"正在备份文件（{len(names)} 个）……")
            for name in names:
                if name == _HEADS and heads is not None:
                    _add(tar, f"{FILES}/{name}", heads)
                else:
                    _add_file(tar, inst.root, name)
            _add(tar, "end", b"")
    return path.stat().st_size


def _told(state: State) -> dict[str, object]:
    return {
        "next_xid": state.next_xid,
        "counts": dict(state.counts),
        "migrations": state.migrations,
    }


def _add_database(tar: tarfile.TarFile, owner: str, state: State, progress: Progress) -> None:
    done = 0
    with dumped(owner, state) as stream:
        for number, part in enumerate(iter(lambda: _read(stream), b"")):
            _add(tar, f"{DATABASE}/{number:06d}", part)
            before, done = done, done + len(part)
            if done // (64 * _PART) > before // (64 * _PART):
                progress(f"  数据库已写 {done // 2**20} MB……")


def _read(stream: IO[bytes]) -> bytes:
    """A whole part, or what is left of the stream."""
    return stream.read(_PART)


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size, entry.mode = len(data), 0o600
    tar.addfile(entry, io.BytesIO(data))


def _add_file(tar: tarfile.TarFile, root: Path, name: str) -> None:
    try:
        with (root / name).open("rb") as file:
            entry = tar.gettarinfo(arcname=f"{FILES}/{name}", fileobj=file)
            entry.uname = entry.gname = ""
            entry.uid = entry.gid = 0
            tar.addfile(entry, file)
    except FileNotFoundError as error:
        raise BackupError(
            f"备份没有做成：文件 {name} 缺失，请先用 xinglin audit verify 和 doctor 查明原因。"
        ) from error
