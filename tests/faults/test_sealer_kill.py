"""The sealer killed -9 at any moment: no entry unsealed for good, none sealed twice."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import psycopg
import pytest
from own_town import NAME, OwnTown, own_town

_SEAL = """
import sys
from xinglin.store.audit import Sealer, heads_file, read_key
from xinglin.store.server import ensure_running, installation
inst = installation(sys.argv[1])
sealer = Sealer(ensure_running(inst).owner, read_key(inst), heads_file(inst), interval=0.0)
sealer.start()
print("sealing", flush=True)
sealer.join()
"""


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    with own_town() as made:
        yield made


def test_killed_again_and_again_the_chain_holds(town: OwnTown) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    rng = random.Random(seed)  # noqa: S311
    written = 0
    with psycopg.connect(town.urls.owner, autocommit=True) as owner:
        for _ in range(6):
            sealer = subprocess.Popen(
                [sys.executable, "-c", _SEAL, NAME], env=town.env, stdout=subprocess.PIPE
            )
            assert sealer.stdout is not None
            assert sealer.stdout.readline() == b"sealing\n"
            until = time.monotonic() + 0.3 + rng.random()
            while time.monotonic() < until:
                with owner.transaction():
                    owner.execute("SELECT set_config('xinglin.actor', 'system', true)")
                    owner.execute(
                        "SELECT xinglin.audit('open', 'trial', n, NULL, '')"
                        " FROM generate_series(1, 40) AS n"
                    )
                written += 40
            sealer.send_signal(signal.SIGKILL)
            sealer.communicate()
        blocks = owner.execute("SELECT count(*) FROM store_auditblock").fetchone()
    assert blocks is not None
    assert blocks[0] > 6, "it sealed while it lived"
    ended = town.run("audit", "verify")
    assert ended.returncode == 0, ended.stdout
    with psycopg.connect(town.urls.owner) as owner:
        entries = owner.execute(
            "SELECT count(*), count(*) FILTER (WHERE register = 'trial') FROM store_auditentry"
        ).fetchone()
        sealed = owner.execute(
            "SELECT count(*), count(DISTINCT id)"
            " FROM (SELECT unnest(entry_ids) AS id FROM store_auditblock) AS s"
        ).fetchone()
    assert entries is not None
    assert entries[1] == written
    assert sealed == (entries[0], entries[0])
