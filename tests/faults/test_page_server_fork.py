"""The page server forks its worker while no other thread is alive, and seals all the same.

A thread that is connecting to PostgreSQL while its process forks leaves the worker a closed lock
of OpenSSL: the worker's own first connection then waited for ever, and with it the first log-in.
"""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator

import psycopg
import pytest
from own_town import NAME, OwnTown, own_town

_SERVE = """
import os, sys, threading
def told():
    print("forking beside", *sorted(thread.name for thread in threading.enumerate()), flush=True)
os.register_at_fork(before=told)
from xinglin.site.cli import main
sys.exit(main(["serve", "--port", sys.argv[2], "--database", sys.argv[1]]))
"""


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        yield made


def test_the_worker_is_forked_before_the_sealer_begins(town: OwnTown) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", _SERVE, NAME, str(port)],
        env=town.env,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert server.stdout is not None
        assert server.stdout.readline().split() == ["forking", "beside", "MainThread"]
        assert sealed_soon(town)
        answers(port)  # a worker told to end before it is up does not hear it
    finally:
        server.terminate()
        server.wait(20)
        assert server.stdout is not None
        server.stdout.close()


def answers(port: int) -> None:
    """Wait until the pages are served."""
    for _ in range(300):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/login", timeout=10).close()
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError("the pages were not served within thirty seconds")


def sealed_soon(town: OwnTown) -> bool:
    """Whether an entry written now is in a block within ten seconds."""
    with psycopg.connect(town.urls.owner, autocommit=True) as owner:
        before = owner.execute("SELECT count(*) FROM store_auditblock").fetchone()
        with owner.transaction():
            owner.execute("SELECT set_config('xinglin.actor', 'system', true)")
            owner.execute("SELECT xinglin.audit('open', 'trial', 1, NULL, '')")
        for _ in range(100):
            if owner.execute("SELECT count(*) FROM store_auditblock").fetchone() != before:
                return True
            time.sleep(0.1)
    return False
