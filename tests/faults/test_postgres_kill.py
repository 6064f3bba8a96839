"""PostgreSQL killed -9 under writers: what was acknowledged is there, with history and audit."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from own_town import NAME, OwnTown, own_town, without_addresses

from xinglin.store.server import ensure_running
from xinglin.store.server.cluster import cluster_of
from xinglin.store.server.processes import server_process

WRITERS = 4
_WRITE = """
import sys, threading
from datetime import date, timedelta
from xinglin.site.start import started
turn, writers = int(sys.argv[2]), int(sys.argv[3])
with started(sys.argv[1]):
    from django.db import DatabaseError
    from xinglin.actions.recording import change_record, create_record
    from xinglin.language import catalogue
    from xinglin.store.acting import acting
    from xinglin.store.models import User
    register = catalogue.load().register("zero_report")
    with acting("system"):
        system = User.objects.get(username="system")
    speaking = threading.Lock()

    def acknowledged(saved):
        with speaking:
            print(saved.id, saved.version, flush=True)

    def write(writer):
        first = date(1800, 1, 1) + timedelta(days=(turn * writers + writer) * 5000)
        for number in range(5000):
            values = {"report_date": first + timedelta(days=number), "cases_count": 0,
                      "reporter": "F001"}
            try:
                saved = create_record(register, values, by=system)
                acknowledged(saved)
                changes = {"cases_count": number + 1}
                acknowledged(change_record(
                    register, saved.id, changes, by=system, version=saved.version))
            except DatabaseError:
                return

    threads = [threading.Thread(target=write, args=(i,)) for i in range(writers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
"""
TABLE = "infectious_zero_report"


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        yield made


def killed_under_writers(town: OwnTown, turn: int, enough: int) -> set[tuple[int, int]]:
    """Write with several threads until `enough` changes are acknowledged, kill the server -9.

    Gives every acknowledged record and version.
    """
    writing = subprocess.Popen(
        [sys.executable, "-c", _WRITE, NAME, str(turn), str(WRITERS)],
        env=town.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert writing.stdout is not None
    told = []
    for line in writing.stdout:
        told.append(line)
        if len(told) == enough:
            server = server_process(cluster_of(town.inst).data)
            assert server is not None
            os.kill(server, signal.SIGKILL)
    assert writing.stderr is not None
    assert len(told) >= enough, writing.stderr.read()[-2000:]
    writing.stderr.close()
    writing.stdout.close()
    writing.wait(timeout=60)
    return {(int(a), int(b)) for a, b in (line.split() for line in told)}


def restarted(town: OwnTown) -> psycopg.Connection:
    with without_addresses():
        urls = ensure_running(town.inst)
    assert urls.started
    owner = psycopg.connect(urls.owner)
    owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
    return owner


def test_what_was_acknowledged_outlives_the_server(town: OwnTown) -> None:
    acknowledged: set[tuple[int, int]] = set()
    for turn, enough in enumerate((40, 91)):
        acknowledged |= killed_under_writers(town, turn, enough)
        with restarted(town) as owner:
            history = owner.execute(f"SELECT id, version FROM {TABLE}_history").fetchall()  # noqa: S608
            assert acknowledged <= set(history)
            assert len(history) == len(set(history)), "nothing twice"
            audited = owner.execute(
                "SELECT record_id, version FROM store_auditentry WHERE register = %s", [TABLE]
            ).fetchall()
            # No change without its entry, no entry without its change.
            assert sorted(audited) == sorted(history)
            current = dict(owner.execute(f"SELECT id, version FROM {TABLE}").fetchall())  # noqa: S608
            newest: dict[int, int] = {}
            for record, version in history:
                newest[record] = max(version, newest.get(record, 0))
            assert current == newest
    ended = town.run("audit", "verify")
    assert ended.returncode == 0, ended.stdout
    assert "未发现问题" in ended.stdout


def test_a_command_whose_server_dies_says_so_in_one_sentence(town: OwnTown) -> None:
    """The server is killed while a report is built: one sentence; and the next run works."""
    from own_town import HALF, is_one_sentence

    out = town.files / "died"
    process = town.start("report", "build", *HALF, "--out", out)
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if line.startswith("正在计算指标"):
            break
    server = server_process(cluster_of(town.inst).data)
    assert server is not None
    os.kill(server, signal.SIGKILL)
    rest = process.communicate(timeout=60)[1]
    assert process.returncode == 1
    assert is_one_sentence(said + rest), said + rest
    time.sleep(0.2)
    again = town.build("died")
    assert again.returncode == 0, again.stderr
