"""A clinic whose desks and database are killed in the middle: no number lost or doubled.

Two machines give out numbers, six desks call them through three stages, all at once. Whatever is
killed, the desks begin again where the tickets stand.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator

import psycopg
import pytest
from own_town import NAME, OwnTown, own_town, without_addresses

from xinglin.store.server import ensure_running
from xinglin.store.server.cluster import cluster_of
from xinglin.store.server.processes import server_process

CHILDREN, DESKS = 36, 6
_NURSE = """
INSERT INTO store_user (username, name, password, role, unit, scope_units, scope_places,
                        scope_lines, is_everything)
VALUES ('nurse', '试用护士', '!', 'hospital', 'F001', '{}', '{}',
        '{immunisation,foundation}', false)
"""
_MORNING = """
import sys, threading, time
from xinglin.site.start import started
children, desks = int(sys.argv[2]), int(sys.argv[3])
with started(sys.argv[1]):
    from django.db import DatabaseError, InterfaceError, connection
    from xinglin.actions import queueing
    from xinglin.actions.immunising import rows_of
    from xinglin.actions.problems import ConflictError, RefusedError
    from xinglin.language.provisions import TICKET
    from xinglin.store.acting import acting
    from xinglin.store.models import User
    with acting("nurse"):
        nurse = User.objects.get(username="nurse")
        there = rows_of(TICKET).count()
    speaking = threading.Lock()

    def say(*words):
        with speaking:
            print(*words, flush=True)

    def machine(number):
        for n in range(there, children):
            if n % 2 == number:
                with acting("nurse"):
                    ticket = queueing.take_ticket("B", None, by=nurse)
                say("taken", ticket.number)

    def desk(number):
        stage = queueing.CALLED_STAGES[number % 3]
        room = f"{number}号"
        while True:
            with acting("nurse"):
                rows = rows_of(TICKET)
                mine = rows.filter(room=room, stage=stage, state__in=("called", "serving")).first()
                waits = rows.exclude(state="observed").exists() or rows.count() < children
            if mine is None:
                if not waits:
                    return
                with acting("nurse"):
                    mine = queueing.call_next(stage, room, by=nurse)
                if mine is None:
                    time.sleep(0.02)
                    continue
            if mine.state == "called":
                with acting("nurse"):
                    queueing.serve(mine.pk, by=nurse)
            with acting("nurse"):
                queueing.pass_on(mine.pk, by=nurse)
            say("served", stage, mine.number)

    def until_broken(work, number):
        try:
            work(number)
        except (DatabaseError, InterfaceError):
            say("broken")

    work = [(machine, n) for n in range(2)] + [(desk, n) for n in range(desks)]
    threads = [threading.Thread(target=until_broken, args=one) for one in work]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
"""


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        with psycopg.connect(made.urls.owner) as owner:
            owner.execute(_NURSE)
        yield made


def morning(town: OwnTown, kill: str = "", enough: int = 0) -> list[str]:
    """Let them work; gives what they said. kill: whom to kill after so many words."""
    desks = subprocess.Popen(
        [sys.executable, "-c", _MORNING, NAME, str(CHILDREN), str(DESKS)],
        env=town.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert desks.stdout is not None
    said: list[str] = []
    for line in desks.stdout:
        said.append(line.strip())
        if kill and len(said) == enough:
            if kill == "desks":
                desks.kill()
            else:
                with without_addresses():
                    server = server_process(cluster_of(town.inst).data)
                assert server is not None
                os.kill(server, signal.SIGKILL)
                desks.wait(60)
    desks.stdout.close()
    desks.wait(60)
    with without_addresses():
        ensure_running(town.inst)
    return said


def test_no_number_is_lost_or_doubled(town: OwnTown) -> None:
    told: Counter[str] = Counter()
    for kill, enough in (("desks", 25), ("database", 25), ("desks", 25), ("", 0)):
        said = morning(town, kill, enough)
        assert len(said) >= enough
        told.update(line for line in said if line != "broken")
    # What was answered is there; nothing was answered twice.
    assert set(told.values()) == {1}
    with psycopg.connect(town.urls.reader) as reader:
        numbers = reader.execute(
            "SELECT number, state FROM immunisation_queue_ticket ORDER BY 1"
        ).fetchall()
        steps = reader.execute(
            "SELECT id, action, count(*) FROM immunisation_queue_ticket_history GROUP BY 1, 2"
        ).fetchall()
    assert numbers == [(n, "observed") for n in range(1, CHILDREN + 1)]
    taken = Counter(action for _, action, _ in steps)
    assert taken["queue_ticket.create"] == CHILDREN
    assert {
        action: {n for _, a, n in steps if a == action}
        for action in ("queue_ticket.call", "queue_ticket.serve", "queue_ticket.observe")
    } == {"queue_ticket.call": {3}, "queue_ticket.serve": {3}, "queue_ticket.observe": {1}}
    assert town.run("audit", "verify").returncode == 0
