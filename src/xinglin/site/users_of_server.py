"""Which commands use the embedded server, so that nobody stops it under another's feet."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from xinglin.store.server import Installation


class ServerUse:
    """One command's use of the server: a shared lock that the system frees when we die."""

    def __init__(self, inst: Installation, lock: IO[str]) -> None:
        self._lock = lock
        # While this file is there, the server was started by a command and not by an operator.
        self._note = inst.root / "server.by-command"

    def server_is_ours(self, *, started: bool) -> None:
        """Note that a command has started the server."""
        if started:
            self._note.touch()

    def server_is_gone(self) -> None:
        """The server has been stopped; the next command starts it anew."""
        self._note.unlink(missing_ok=True)

    def is_last(self) -> bool:
        """Whether it is ours to stop: started by a command, and no other command uses it.

        From then on no other command can begin until our lock is freed.
        """
        if not self._note.exists():
            return False
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False  # the other one is last, and stops it
        return True


class InUseError(Exception):
    """Another program uses the installation; the message is one Chinese sentence."""


@contextmanager
def nobody_uses(inst: Installation) -> Iterator[None]:
    """Make sure that no other command uses the installation that is to be replaced.

    Raises InUseError. One that does not exist is used by nobody.
    """
    path = inst.root / "server.users"
    if not path.exists():
        yield
        return
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InUseError(
                f"“{inst.name}”正有程序在用（网页服务或其他命令），请先停下它们再做。"
            ) from error
        yield


@contextmanager
def using(inst: Installation) -> Iterator[ServerUse]:
    """Hold the installation's server in use; waits while the last user is stopping it."""
    inst.root.mkdir(parents=True, exist_ok=True)
    with (inst.root / "server.users").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        yield ServerUse(inst, lock)
