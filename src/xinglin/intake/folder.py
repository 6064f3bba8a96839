"""A folder of files with their order of loading, as `sample build` writes it.

format = 1
clock = "2013-07-05T09:00:00+08:00"     # heeded by demo and test installations only

[[divisions]]
file = "divisions.csv"

[[load]]
register = "notifiable_case"
file = "notifiable_case.csv"
channel = "batch"                       # mapping = "…" where the file is a foreign one
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import connections

from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError
from xinglin.intake.one_file import Progress, intake_file
from xinglin.intake.problems import IntakeFileError
from xinglin.intake.result import IntakeResult
from xinglin.language import catalogue
from xinglin.language.fields import CHANNELS
from xinglin.store.divisions import OWNER, DivisionLoadError, load_file
from xinglin.store.models import User

FORMAT = 1
LOAD_FILE = "load.toml"
_KEYS = {"format", "clock", "divisions", "load"}
_LOAD_KEYS = {"register", "file", "channel", "mapping"}


@dataclass(frozen=True)
class _Load:
    register: str
    file: str
    channel: str | None
    mapping: str


@dataclass(frozen=True)
class _Folder:
    clock: datetime | None
    divisions: tuple[str, ...]
    loads: tuple[_Load, ...]


def intake_folder(folder: Path, *, by: str, progress: Progress | None = None) -> list[IntakeResult]:
    """Load a folder's divisions and files in the order of its load.toml; one result a file.

    Loading divisions takes an administrator. Raises IntakeFileError, ForbiddenError.
    """
    planned = _read(folder)
    if planned.divisions:
        _load_divisions(folder, planned.divisions, by)
    clock = planned.clock if planned.clock and _heeds_clock() else None
    return [
        intake_file(
            folder / load.file,
            register=load.register or None,
            mapping=folder / load.mapping if load.mapping else None,
            by=by,
            channel=load.channel,
            progress=progress,
            clock=clock,
        )
        for load in planned.loads
    ]


def _read(folder: Path) -> _Folder:
    path = folder / LOAD_FILE
    try:
        data = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise IntakeFileError(
            f"文件夹“{folder.name}”里没有 {LOAD_FILE}，它应由 xinglin sample build 生成。"
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise IntakeFileError(f"{LOAD_FILE} 不是正确的 TOML：{error}。") from error
    faults = list(_faults(folder, data))
    if faults:
        lines = "\n".join(f"  {fault}。" for fault in faults)
        raise IntakeFileError(f"{LOAD_FILE} 有 {len(faults)} 处错误：\n{lines}")
    return _Folder(
        datetime.fromisoformat(data["clock"]) if "clock" in data else None,
        tuple(entry["file"] for entry in data.get("divisions", [])),
        tuple(
            _Load(e.get("register", ""), e["file"], e.get("channel"), e.get("mapping", ""))
            for e in data["load"]
        ),
    )


def _faults(folder: Path, data: Mapping[str, Any]) -> Iterator[str]:
    if data.get("format") != FORMAT:
        yield f"须写明 format = {FORMAT}"
    for key in set(data) - _KEYS:
        yield f"不认识“{key}”"
    if "clock" in data and not _is_moment(data["clock"]):
        yield "clock 应是带时区的时间，如 2013-07-05T09:00:00+08:00"
    if not data.get("load"):
        yield "须有 [[load]] 各节，写明登记表和文件"
    entries = [("divisions", e, {"file"}) for e in data.get("divisions", [])]
    entries += [("load", e, _LOAD_KEYS) for e in data.get("load", [])]
    for section, entry, known in entries:
        yield from _entry_faults(folder, section, entry, known)


def _entry_faults(
    folder: Path, section: str, entry: Mapping[str, Any], known: set[str]
) -> Iterator[str]:
    where = f"[[{section}]] {entry.get('file', '')}："
    for key in set(entry) - known:
        yield f"{where}不认识“{key}”"
    for key in ("file", "mapping"):
        name = entry.get(key)
        if name is not None and (Path(name).name != name or not (folder / name).is_file()):
            yield f"{where}文件夹里没有“{name}”"
    if "file" not in entry:
        yield f"{where}没有写 file"
    if section == "load" and entry.get("channel", "batch") not in CHANNELS:
        yield f"{where}channel 应是 {'、'.join(CHANNELS)} 之一"


def _is_moment(text: object) -> bool:
    try:
        return datetime.fromisoformat(str(text)).tzinfo is not None
    except ValueError:
        return False


def _load_divisions(folder: Path, files: tuple[str, ...], by: str) -> None:
    user = User.objects.filter(username=by, is_active=True).first()
    if user is None:
        raise ForbiddenError(f"没有在用的用户“{by}”，请核对用户名。")
    require(user, "administer")
    try:
        for name in files:
            load_file(folder / name)
    except DivisionLoadError as error:
        raise IntakeFileError(str(error)) from error


def _heeds_clock() -> bool:
    """Whether the installation goes by a simulated clock; an empty one becomes such a one.

    A folder with a clock is made-up data: what it enters first is a training installation. Where
    real records are already, the real clock stays.
    """
    with connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT bool_or(simulated_clock) FROM xinglin_installation")
        if cursor.fetchone()[0]:
            return True
        tables = [r.table() for r in catalogue.load().registers.values()]
        cursor.execute(
            "SELECT EXISTS (SELECT FROM store_auditentry WHERE kind = 'change'"
            " AND register = ANY(%s))",
            [tables],
        )
        if cursor.fetchone()[0]:
            return False
        cursor.execute(
            "INSERT INTO xinglin_installation (id, simulated_clock) VALUES (1, true)"
            " ON CONFLICT (id) DO UPDATE SET simulated_clock = true"
        )
        return True
