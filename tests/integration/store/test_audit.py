"""The sealed audit: whatever a superuser does to it behind the triggers' back is found and named.

Each attack below is made in a transaction that is rolled back afterwards, so `verify` is run on the
attacker's own connection, in a savepoint.
"""

from __future__ import annotations

import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import errors

from xinglin.store import audit
from xinglin.store.audit import AuditFinding, KnownHead
from xinglin.store.connections import acting_on
from xinglin.store.server import Installation, Urls, superuser_url

KEY = b"a key for tests only"


@pytest.fixture
def trail(
    library: Urls, test_installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> Iterator[psycopg.Connection]:
    """A fresh trail of three sealed blocks with four entries each, for one test.

    The superuser, with triggers off, is who may also clear it away again.
    """
    monkeypatch.delenv("DATABASE_URL")
    with psycopg.connect(superuser_url(test_installation), autocommit=True) as attacker:
        attacker.execute("SET session_replication_role = replica")
        attacker.execute("TRUNCATE store_auditentry, store_auditblock RESTART IDENTITY")
        with (
            psycopg.connect(library.app) as app,
            psycopg.connect(library.owner, autocommit=True) as owner,
        ):
            for block in range(3):
                with acting_on(app, "east", action="loan.open", purpose="核对"):
                    for entry in range(4):
                        app.execute(
                            "SELECT xinglin.audit('open', 'loan', %s, 1, '')", [block * 4 + entry]
                        )
                app.commit()
                assert audit.seal(owner, KEY) == 4
        yield attacker


def _faults(connection: psycopg.Connection, *known: KnownHead) -> list[AuditFinding]:
    return [f for f in audit.verify(connection, KEY, known) if f.is_fault]


def _named(findings: list[AuditFinding]) -> set[tuple[str, int | None]]:
    return {(f.kind, f.entry_id or f.block_no) for f in findings}


def test_an_untouched_trail_holds(trail: psycopg.Connection) -> None:
    head = KnownHead(audit.current_head(trail), "快照")
    assert audit.verify(trail, KEY, [head]) == []


@pytest.mark.parametrize(
    ("attack", "named"),
    [
        ("UPDATE store_auditentry SET actor = 'x' WHERE entry_id = 6", {("altered", 6)}),
        ("UPDATE store_auditentry SET purpose = '' WHERE entry_id = 6", {("altered", 6)}),
        (
            "UPDATE store_auditentry SET recorded_at = recorded_at - interval '1 day'"
            " WHERE entry_id IN (2, 9)",
            {("altered", 2), ("altered", 9)},
        ),
        ("DELETE FROM store_auditentry WHERE entry_id = 7", {("missing", 7)}),
        (
            # two entries change places
            "UPDATE store_auditentry SET entry_id = CASE entry_id WHEN 3 THEN -10 ELSE -3 END"
            " WHERE entry_id IN (3, 10);"
            "UPDATE store_auditentry SET entry_id = -entry_id WHERE entry_id < 0",
            {("reordered", 3), ("reordered", 10)},
        ),
        (
            # an entry slipped in, with the transaction number of its neighbour
            "INSERT INTO store_auditentry (recorded_at, actor, kind, recorded_xid)"
            " SELECT recorded_at, 'west', 'open', recorded_xid FROM store_auditentry"
            " WHERE entry_id = 5",
            {("inserted", 13)},
        ),
        (
            "UPDATE store_auditblock SET entry_digests = array_fill('\\x00'::bytea, ARRAY[4])"
            " WHERE block_no = 2",
            {("block", 2)} | {("altered", n) for n in (5, 6, 7, 8)},
        ),
        (
            "DELETE FROM store_auditblock WHERE block_no = 2",
            {("block", 3)} | {("inserted", n) for n in (5, 6, 7, 8)},
        ),
        (
            # two blocks change places
            "UPDATE store_auditblock SET block_no = CASE block_no WHEN 1 THEN -2 ELSE -1 END"
            " WHERE block_no IN (1, 2);"
            "UPDATE store_auditblock SET block_no = -block_no WHERE block_no < 0",
            {("block", 1), ("block", 2), ("block", 3)},
        ),
    ],
)
def test_each_attack_is_found_and_named(
    trail: psycopg.Connection, attack: str, named: set[tuple[str, int]]
) -> None:
    trail.execute(attack)
    assert _named(_faults(trail)) == named


def test_a_cut_tail_is_known_by_a_head_noted_elsewhere(trail: psycopg.Connection) -> None:
    head = KnownHead(audit.current_head(trail), "2013年上半年报告")
    trail.execute("DELETE FROM store_auditblock WHERE block_no = 3")
    trail.execute("DELETE FROM store_auditentry WHERE entry_id > 8")
    assert _faults(trail) == [], "inside the database nothing shows it"
    (finding,) = _faults(trail, head)
    assert finding.kind == "cut_off"
    assert "2013年上半年报告" in finding.message


def test_a_chain_rewritten_with_another_key_is_found(
    trail: psycopg.Connection, library: Urls
) -> None:
    trail.execute("TRUNCATE store_auditblock")
    trail.execute("UPDATE store_auditentry SET actor = 'x' WHERE entry_id = 6")
    audit.seal(trail, b"the forger's key")
    assert {f.kind for f in _faults(trail)} == {"block"}


def test_new_entries_are_counted_and_are_no_fault(
    trail: psycopg.Connection, app: psycopg.Connection
) -> None:
    with acting_on(app, "east"):
        app.execute("SELECT xinglin.audit('login', 'store_user', 1, NULL, '')")
    app.commit()
    (finding,) = audit.verify(trail, KEY, [])
    assert (finding.kind, finding.count, finding.is_fault) == ("unsealed", 1, False)


def test_an_entry_that_commits_late_is_sealed_in_its_turn(
    trail: psycopg.Connection, library: Urls
) -> None:
    with psycopg.connect(library.app) as slow, psycopg.connect(library.app) as quick:
        slow.execute("SELECT set_config('xinglin.actor', 'west', true)")
        slow.execute("SELECT xinglin.audit('open', 'loan', 1, 1, 'slow')")
        with acting_on(quick, "east"):
            quick.execute("SELECT xinglin.audit('open', 'loan', 2, 1, 'quick')")
        quick.commit()
        assert audit.seal(trail, KEY) == 1
        assert _faults(trail) == []
        slow.commit()
    assert audit.seal(trail, KEY) == 1, "its number is lower than one already sealed"
    assert audit.verify(trail, KEY, []) == []


def test_the_national_hash_can_be_used_and_is_named(
    trail: psycopg.Connection, app: psycopg.Connection
) -> None:
    with acting_on(app, "east"):
        app.execute("SELECT xinglin.audit('export', 'loan', NULL, NULL, '')")
    app.commit()
    audit.seal(trail, KEY, algorithm="hmac-sm3")
    assert trail.execute(
        "SELECT algorithm FROM store_auditblock ORDER BY block_no DESC LIMIT 1"
    ).fetchone() == ("hmac-sm3",)
    assert audit.verify(trail, KEY, []) == []


@pytest.mark.parametrize("table", ["store_auditentry", "store_auditblock"])
@pytest.mark.parametrize("verb", ["UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}"])
def test_not_even_the_owner_changes_the_trail(
    owner: psycopg.Connection, table: str, verb: str
) -> None:
    column = "entry_id" if table == "store_auditentry" else "block_no"
    with pytest.raises(psycopg.DatabaseError) as caught:
        owner.execute(verb.format(table, column, column))
    assert caught.value.sqlstate == "XL003"


def test_an_institution_reads_its_own_entries_the_bureau_all(
    trail: psycopg.Connection, app: psycopg.Connection
) -> None:
    with acting_on(app, "west"):
        app.execute("SELECT xinglin.audit('open', 'loan', 5, 1, '')")
    seen = {}
    for user in ("east", "west", "city"):
        with acting_on(app, user):
            rows = app.execute("SELECT DISTINCT actor FROM store_auditentry")
            seen[user] = {row[0] for row in rows}
    assert seen == {"east": {"east"}, "west": {"west"}, "city": {"east", "west"}}


def test_nobody_is_audited_unnamed(app: psycopg.Connection) -> None:
    with pytest.raises(psycopg.DatabaseError, match="没有说明操作人"):
        app.execute("SELECT xinglin.audit('open', 'loan', 1, 1, '')")


def test_the_sealer_seals_within_a_second_and_notes_the_head(
    trail: psycopg.Connection, library: Urls, test_installation: Installation
) -> None:
    heads = audit.heads_file(test_installation)
    sealer = audit.Sealer(library.owner, KEY, heads, interval=0.2)
    sealer.start()
    with psycopg.connect(library.app) as app:
        with acting_on(app, "east"):
            app.execute("SELECT xinglin.audit('open', 'loan', 1, 1, '')")
        app.commit()
    _wait_until(lambda: audit.verify(trail, KEY, []) == [], seconds=5)
    sealer.stop()
    assert stat.S_IMODE(Path(heads).stat().st_mode) == 0o600
    (noted,) = audit.read_heads(heads)
    assert noted.head == audit.current_head(trail)
    heads.unlink()


def _wait_until(holds: Callable[[], bool], *, seconds: float) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold in time"
        time.sleep(0.05)


def test_the_key_is_kept_from_others(test_installation: Installation) -> None:
    key = audit.read_key(test_installation)
    assert audit.read_key(test_installation) == key
    path = test_installation.keys / "audit.key"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_the_app_cannot_append_to_the_chain(app: psycopg.Connection) -> None:
    with pytest.raises(errors.InsufficientPrivilege):
        app.execute("INSERT INTO store_auditblock DEFAULT VALUES")
