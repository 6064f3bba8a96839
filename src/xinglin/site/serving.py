"""The web server: one process, several threads; static files by whitenoise from this process."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager

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
    with _sealing():
        _serve(host, port)


@contextmanager
def _sealing() -> Iterator[None]:
    """Link the audit's entries behind the writers while the pages are served."""
    inst = home()
    owner = ensure_running(inst).owner
    if not owner:  # another machine's service has the owner's address; /health/ready tells if none
        yield
        return
    sealer = Sealer(owner, read_key(inst), heads_file(inst))
    sealer.start()
    try:
        yield
    finally:
        sealer.stop()


def _serve(host: str, port: int) -> None:
    # One worker: progress of imports lives in its memory. Production adds machines, not workers.
    Granian(
        "xinglin.site.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        log_enabled=False,
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
