"""The web server: one process, several threads; static files by whitenoise from this process."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from granian import Granian
from granian.constants import Interfaces

from xinglin.site.progress import say
from xinglin.store.audit import Sealer, heads_file, read_key
from xinglin.store.home import home
from xinglin.store.server import ensure_running

THREADS = 8


def serve(port: int, host: str = "127.0.0.1") -> None:
    """Serve the pages until interrupted. Django must be set up and the database running."""
    _refuse_taken(host, port)
    say(f"网页已打开：http://{host}:{port}/   （Ctrl+C 停止）")
    with _sealing() as begin_sealing:
        _serve(host, port, begin_sealing)


@contextmanager
def _sealing() -> Iterator[Callable[[], None]]:
    """Link the audit's entries behind the writers while the pages are served.

    Gives what begins it, to be called once the worker is there.
    """
    inst = home()
    owner = ensure_running(inst).owner
    if not owner:  # another machine's service has the owner's address; /health/ready tells if none
        yield lambda: None
        return
    sealer = Sealer(owner, read_key(inst), heads_file(inst))
    try:
        yield sealer.start
    finally:
        if sealer.is_alive():
            sealer.stop()


class _Server(Granian):  # type: ignore[valid-type, misc]
    """Granian, telling when its worker has been forked.

    A thread that connects to the database while the process forks leaves the worker a lock of
    OpenSSL that nobody opens again: its first log-in waits for ever. So no thread before that.
    """

    def __init__(self, *given: Any, forked: Callable[[], None], **named: Any) -> None:
        super().__init__(*given, **named)
        self._forked = forked

    def startup(self, *given: Any) -> None:
        super().startup(*given)
        self._forked()


def _serve(host: str, port: int, forked: Callable[[], None]) -> None:
    # One worker: progress of imports lives in its memory. Production adds machines, not workers.
    _Server(
        "xinglin.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_enabled=False,
        forked=forked,
    ).serve()


class PortTakenError(OSError):
    """Another program listens there; the message is one sentence in Chinese."""


def _refuse_taken(host: str, port: int) -> None:
    """Granian says only "RuntimeError" of a port that cannot be had, after it has told us open."""
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((host, port))
        except OSError as error:
            raise PortTakenError(
                f"端口 {port} 不能用（已被其他程序占用，或没有权限），请用 --port 换一个端口。"
            ) from error
