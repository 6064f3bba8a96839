"""Is the process that a data folder names really its server? Numbers are used again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

# A process number that no system gives out. See forget_stale.
_NOBODY = 2_147_483_646


def server_process(data: Path) -> int | None:
    """The number of the running server of this data folder, or None."""
    pid = _recorded(data)
    if pid is None or pid == _NOBODY:
        return None
    return pid if _is_server_of(pid, data) else None


def forget_stale(data: Path) -> None:
    """Free a data folder whose recorded server is dead but whose number lives on.

    PostgreSQL refuses to start while the recorded number belongs to any process of the same
    account. The file is kept and only its number changed: its last line names the shared memory,
    by which PostgreSQL still notices surviving children of the dead server.
    """
    pid = _recorded(data)
    if pid is None or pid == _NOBODY or _is_server_of(pid, data):
        return
    path = data / "postmaster.pid"
    rest = path.read_text("utf-8", "surrogateescape").split("\n", 1)[1:]
    with path.open("r+", encoding="utf-8", errors="surrogateescape") as file:
        file.write("\n".join([str(_NOBODY), *rest]))
        file.truncate()


def _recorded(data: Path) -> int | None:
    try:
        first = (data / "postmaster.pid").read_text("utf-8", "surrogateescape").split("\n", 1)[0]
    except FileNotFoundError:
        return None
    # Negative for a stand-alone backend; empty when the disk was full.
    return abs(int(first)) if first.strip().lstrip("-").isdigit() else None


def _is_server_of(pid: int, data: Path) -> bool:
    command = _command_line(pid)
    return any("postgres" in Path(part).name for part in command[:1]) and str(data) in command


def _command_line(pid: int) -> list[str]:
    proc = Path("/proc")
    if (proc / "self").exists():
        try:
            raw = (proc / str(pid) / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            return []
        return [os.fsdecode(part) for part in raw.split(b"\0") if part]
    shown = subprocess.run(  # noqa: S603 - a fixed command and a number
        ["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return shown.stdout.split()
