"""Start the server when it is not running, wait through recovery, stop it."""

from __future__ import annotations

import fcntl
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg

from xinglin.store.server.cluster import SUPERUSER, Cluster, cluster_of, superuser_password
from xinglin.store.server.installation import (
    DATABASE_NAME,
    ROLES,
    Installation,
    ServerError,
    Urls,
    password_file,
    secret,
)
from xinglin.store.server.processes import forget_stale, server_process
from xinglin.store.server.roles import prepare

_NOTE_AFTER = 3.0  # seconds of silence before the user is told what is being waited for
_START_TRIES = 20
_PAUSE = 0.05
_LOST_AFTER = 5.0  # a living server without its socket file for so long has lost it


def address_of_environment() -> str:
    """The app's address of a server that is not ours to start; "" with the embedded one."""
    return os.environ.get("DATABASE_URL", "")


def ensure_running(inst: Installation) -> Urls:
    """Give the database's addresses, starting the embedded server when it is not running.

    With ``DATABASE_URL`` in the environment nothing is started: it is the app's address, and
    ``XINGLIN_OWNER_URL`` and ``XINGLIN_READER_URL`` are the others' (empty when not set).
    Waits as long as a recovery takes, with a note on stderr. Raises ``ServerError``.
    """
    if app := address_of_environment():
        owner = os.environ.get("XINGLIN_OWNER_URL", "")
        return Urls(owner, app, os.environ.get("XINGLIN_READER_URL", ""), started=False)
    inst.root.mkdir(parents=True, exist_ok=True)
    with _only_one(inst):
        cluster = cluster_of(inst)
        cluster.initialise(superuser_password(inst))
        superuser = _url(cluster, SUPERUSER, superuser_password(inst), "postgres")
        started = _start(cluster, superuser)
        passwords = {role: secret(inst, password_file(role)) for role in ROLES}
        urls = {
            role: _url(cluster, f"xinglin_{role}", passwords[role], DATABASE_NAME) for role in ROLES
        }
        ready = cluster.home / "roles.ready"  # missing when we were killed before the roles
        if not ready.exists():
            prepare(superuser, passwords)
            ready.touch()
        return Urls(**urls, started=started)


def stop(inst: Installation) -> None:
    """Stop the embedded server; open transactions are rolled back. No server, nothing done."""
    if address_of_environment() or not inst.root.exists():
        return
    with _only_one(inst):
        cluster = cluster_of(inst)
        if server_process(cluster.data) is not None:
            _stop(cluster)


def _stop(cluster: Cluster) -> None:
    command: list[str | Path] = [
        cluster.programs / "pg_ctl",
        "stop",
        "-D",
        cluster.data,
        "-m",
        "fast",
        "-w",
    ]
    if cluster.account.run(command).returncode != 0:
        raise ServerError(f"数据库没有停下来，原因见 {cluster.home / 'log'} 中的日志。")


def superuser_url(inst: Installation) -> str:
    """The superuser's address of the running embedded server (tests and repair only)."""
    return _url(cluster_of(inst), SUPERUSER, superuser_password(inst), DATABASE_NAME)


def _url(cluster: Cluster, user: str, password: str, database: str) -> str:
    where = urlencode({"host": str(cluster.sockets), "port": "5432"}, quote_via=quote, safe="")
    return f"postgresql://{user}:{quote(password, safe='')}@/{database}?{where}"


def _start(cluster: Cluster, superuser: str) -> bool:
    if server_process(cluster.data) is not None:
        if _answers(cluster, superuser):
            return False
        _stop(cluster)  # it lives, but its socket is gone: nobody can reach it any more
    cluster.configure()
    with _note("数据库正在启动（上次没有正常结束时要先恢复）……") as note:
        for _ in range(_START_TRIES):
            forget_stale(cluster.data)
            if _run_pg_ctl(cluster, note) and _answers(cluster, superuser):
                return True
            # After kill -9 the dead server's children hold its memory for a moment longer.
            time.sleep(0.25)
    raise ServerError(f"数据库启动失败：{_last_words(cluster)}（日志在 {cluster.home / 'log'}）。")


def _run_pg_ctl(cluster: Cluster, note: _Note) -> bool:
    # The limit is a day: how long recovery takes is not ours to guess; a failed start ends at once.
    process = cluster.account.start([
        cluster.programs / "pg_ctl", "start", "-D", cluster.data, "-w", "-t", "86400",
        "-l", cluster.home / "log" / "start.log",
    ])  # fmt: skip
    with process:
        while process.poll() is None:
            note.tick()
            time.sleep(_PAUSE)
    return process.returncode == 0


def _answers(cluster: Cluster, superuser: str) -> bool:
    """Wait until the server takes a connection; False when it ends or cannot be reached."""
    lost_after = time.monotonic() + _LOST_AFTER
    with _note("数据库正在恢复，请稍候……") as note:
        while server_process(cluster.data) is not None:
            try:
                psycopg.connect(superuser, connect_timeout=10).close()
            except psycopg.OperationalError as error:
                if "password authentication failed" in str(error):
                    raise ServerError(
                        "数据库的口令文件与数据不符，请从备份恢复 keys 目录后再试。"
                    ) from error
            else:
                return True
            socket = cluster.sockets / ".s.PGSQL.5432"
            if not socket.exists() and time.monotonic() > lost_after:
                return False
            note.tick()
            time.sleep(_PAUSE)
    return False


def _last_words(cluster: Cluster) -> str:
    log = cluster.home / "log" / "start.log"
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    fatal = [line for line in lines if "FATAL" in line]
    return (fatal or lines or ["没有留下原因"])[-1]


class _Note:
    """Says once on stderr what is being waited for, when it takes more than a moment."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._due: float | None = time.monotonic() + _NOTE_AFTER

    def tick(self) -> None:
        if self._due is not None and time.monotonic() >= self._due:
            self._due = None
            sys.stderr.write(self._text + "\n")
            sys.stderr.flush()


@contextmanager
def _note(text: str) -> Iterator[_Note]:
    yield _Note(text)


@contextmanager
def _only_one(inst: Installation) -> Iterator[None]:
    """Hold the installation's start-and-stop lock; the system frees it when we die."""
    path: Path = inst.root / "server.lock"
    note = _Note("另一个程序正在启动或停止数据库，请稍候……")
    with path.open("w") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                note.tick()
                time.sleep(_PAUSE)
            else:
                break
        yield
