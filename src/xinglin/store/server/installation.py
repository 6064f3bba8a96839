"""What an installation is: a name, a folder of its own, the addresses of its database."""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

DATABASE_NAME = "xinglin"
ROLES = ("owner", "app", "reader")

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}")
_CHECKOUT = Path(__file__).resolve().parents[4]


class ServerError(Exception):
    """The database server cannot be had. The message is one Chinese sentence for the user."""


@dataclass(frozen=True)
class Installation:
    """One set of registers with its own database, snapshots, keys and files.

    ``root`` holds ``pg/``, ``snapshots/``, ``definitions/``, ``reports/``, ``keys/``, ``log/`` and
    ``files/``. Each is made by whoever first writes there.
    """

    name: str
    root: Path

    @property
    def keys(self) -> Path:
        """The folder of secrets, readable by its user alone; made when missing."""
        folder = self.root / "keys"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder


@dataclass(frozen=True)
class Urls:
    """``postgresql://`` addresses by role, and whether this call started the server.

    ``owner`` runs migrations, ``app`` serves the users under row-level security, ``reader`` takes
    snapshots. Whoever got ``started=True`` may stop the server; nobody else should.
    """

    owner: str = field(repr=False)  # they hold passwords
    app: str = field(repr=False)
    reader: str = field(repr=False)
    started: bool


def installation(name: str = "demo", *, base: Path | None = None) -> Installation:
    """Name an installation; nothing is made on disk.

    ``base`` defaults to the environment's ``XINGLIN_VAR``, else ``var/`` of the checkout.
    Raises ``ServerError`` for a name that is no plain folder name.
    """
    if not _NAME.fullmatch(name):
        raise ServerError(
            f"数据库名“{name}”不能用：只能由小写字母、数字、下划线和短横组成，"
            "以字母或数字开头，不超过 40 个字符，请换一个名字。"
        )
    folder = base or Path(os.environ.get("XINGLIN_VAR") or _CHECKOUT / "var")
    return Installation(name, _resolved(folder) / name)


@lru_cache(maxsize=8)
def _resolved(folder: Path) -> Path:
    # Asked at every settlement; looking at each part of the path took a tenth of its Python.
    return folder.resolve()


def secret(inst: Installation, name: str) -> str:
    """The installation's secret of this name, made at random on first use (mode 0600)."""
    path = inst.keys / name
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text("ascii").strip()
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(24))
        file.flush()
        os.fsync(file.fileno())
    return path.read_text("ascii")


def password_file(role: str) -> str:
    """The name in ``keys/`` of the password of ``superuser``, ``owner``, ``app`` or ``reader``."""
    return f"database-{role}.password"
