"""Restore a backup: beside the place it will have, then moved there whole.

A run that is killed leaves a hidden folder (and with a database server of the bureau's own,
nothing, for ``pg_restore`` works in one transaction); the next run clears it away.
"""

from __future__ import annotations

import json
import shutil
import tarfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Any

from xinglin import __version__
from xinglin.codes.dates import SHANGHAI
from xinglin.store.backup.database import counts_of, next_xid, restored
from xinglin.store.backup.making import DATABASE, FILES
from xinglin.store.backup.sealed_file import BackupError, opened
from xinglin.store.server import Installation, ensure_running, installation, stop
from xinglin.store.server.account import home_of
from xinglin.store.server.cluster import begin_after
from xinglin.store.server.running import address_of_environment

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Restored:
    """What came back. aside: where the installation went that was there before."""

    from_name: str
    made_at: str
    rows: int
    files: int
    aside: Path | None = None


def restore_backup(
    path: Path,
    inst: Installation,
    *,
    known_migrations: Mapping[str, frozenset[str]],
    passphrase: str = "",
    replace: bool = False,
    progress: Progress,
) -> Restored:
    """Make the installation what the backup says. Raises BackupError; then nothing has changed.

    known_migrations: app → the migrations this program has, for the apps of its own.
    """
    staged = Installation(inst.name, inst.root.with_name(f".{inst.name}.restoring"))
    progress("正在核对备份文件……")
    with opened(path, passphrase) as (about, content):
        _refuse_later(about)
        taken = is_taken(inst)
        if taken and not replace:
            raise BackupError(
                f"数据库名“{inst.name}”下已有数据，只能恢复到空的一套，请换一个 --database 名称，"
                f"或确认要替换后加 --replace {inst.name}。"
            )
        _clear(staged)
        try:
            rows, files = _fill(staged, content, known_migrations, progress)
        except BaseException:
            _clear(staged)
            raise
    stop(staged)
    aside = _put_aside(inst) if taken else None
    _move(staged, inst)
    return Restored(about["installation"], about["made_at"], rows, files, aside)


def is_taken(inst: Installation) -> bool:
    """Whether anything of worth stands under the installation's name."""
    kept = {"log", "server.users", "server.lock"}
    return inst.root.exists() and any(p.name not in kept for p in inst.root.iterdir())


def _version(text: str) -> list[int]:
    return [int(part) for part in text.split(".") if part.isdigit()]


def _refuse_later(about: Mapping[str, Any]) -> None:
    if _version(about["program"]) > _version(__version__):
        raise BackupError(
            f"备份由 {about['program']} 版做成，本程序是 {__version__} 版，"
            "只能用相同或更新的版本恢复，请先升级程序。"
        )


def _fill(
    staged: Installation,
    content: IO[bytes],
    known: Mapping[str, frozenset[str]],
    progress: Progress,
) -> tuple[int, int]:
    """Database and files; returns how many rows and files."""
    with tarfile.open(fileobj=content, mode="r|") as tar:
        entries = iter(tar)
        told = json.loads(_data(tar, next(entries)))
        _refuse_unknown(told["migrations"], known)
        staged.root.mkdir(parents=True, mode=0o755)
        owner = _database(staged, told["next_xid"])
        progress("正在恢复数据库……")
        following = _restore_database(owner, tar, entries)
        wanted, found = told["counts"], counts_of(owner)
        wrong = [name for name in wanted if wanted[name] != found.get(name)]
        if wrong:
            raise BackupError(
                f"恢复后表 {'、'.join(wrong[:3])} 的行数与备份时不同，没有启用，请改用另一份备份。"
            )
        progress("正在恢复文件……")
        files = 0
        while following is not None and following.name != "end":
            _extract(tar, following, staged.root)
            files += 1
            following = next(entries, None)
    return sum(wanted.values()), files


def _refuse_unknown(migrations: list[list[str]], known: Mapping[str, frozenset[str]]) -> None:
    strange = [f"{app}.{name}" for app, name in migrations if name not in known.get(app, {name})]
    if strange:
        raise BackupError(
            f"备份中的数据表比本程序新（{strange[0]}），只能用相同或更新的版本恢复，请先升级程序。"
        )


def _database(staged: Installation, after: int) -> str:
    """The owner's address of an empty database whose transactions come after those restored.

    Snapshots and the audit tell old changes from new ones by their transaction's number.
    """
    if address_of_environment():
        owner = ensure_running(staged).owner
        if not owner:
            raise BackupError("没有给出数据库角色 owner 的地址，请设定 XINGLIN_OWNER_URL 后再试。")
        if counts_of(owner):
            raise BackupError("DATABASE_URL 所指的数据库不是空的，请先建一个空数据库再恢复。")
        if next_xid(owner) < after:
            raise BackupError(
                "所给数据库服务器的事务号比备份时小，恢复后会与旧记录相混；请在停机后用 "
                f"pg_resetwal -e {(after >> 32) + 1} 提高其纪元（见 docs/how-to/run-it.md）再恢复。"
            )
        return owner
    begin_after(staged, after)
    return ensure_running(staged).owner


def _restore_database(
    owner: str, tar: tarfile.TarFile, entries: Iterator[tarfile.TarInfo]
) -> tarfile.TarInfo | None:
    """Feed the dump's parts; returns the first entry behind them."""
    with restored(owner) as sink:
        for entry in entries:
            if not entry.name.startswith(f"{DATABASE}/"):
                return entry
            sink.write(_data(tar, entry))
    return None


def _data(tar: tarfile.TarFile, entry: tarfile.TarInfo) -> bytes:
    stream = tar.extractfile(entry)
    return stream.read() if stream else b""


def _extract(tar: tarfile.TarFile, entry: tarfile.TarInfo, root: Path) -> None:
    parts = PurePosixPath(entry.name).parts
    if parts[0] != FILES or ".." in parts or not entry.isfile():
        raise BackupError("备份文件内部有误，没有恢复任何内容，请改用另一份备份。")
    target = root.joinpath(*parts[1:])
    target.parent.mkdir(parents=True, exist_ok=True)
    if parts[1] == "keys":
        target.parent.chmod(0o700)
    with target.open("wb") as file:
        target.chmod(0o600 if parts[1] == "keys" else entry.mode & 0o777)
        stream = tar.extractfile(entry)
        if stream:
            shutil.copyfileobj(stream, file, 1024 * 1024)


def _clear(staged: Installation) -> None:
    if staged.root.exists():
        stop(staged)
        if not address_of_environment():
            shutil.rmtree(home_of(staged), ignore_errors=True)
        shutil.rmtree(staged.root)


def _put_aside(inst: Installation) -> Path:
    stop(inst)
    now = datetime.now(SHANGHAI).strftime("%Y%m%d%H%M%S")
    aside = installation(f"{inst.name[:20]}-{now}", base=inst.root.parent)
    _move(inst, aside)
    return aside.root


def _move(source: Installation, target: Installation) -> None:
    """Rename an installation's folder; the note of where its server's files lie goes along."""
    if target.root.exists():
        shutil.rmtree(target.root)  # empty but for logs and locks: see is_taken
    record = source.root / "pg.location"
    if record.exists():
        home = record.read_text("utf-8").splitlines()[0]
        record.write_text(f"{home}\n{target.root}\n", "utf-8")
    source.root.rename(target.root)
