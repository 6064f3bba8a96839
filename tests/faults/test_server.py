"""The embedded server: killed, started twice at once, its number reused, its data deleted."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from postgres import remove
from xinglin.store.server import (
    Installation,
    ServerError,
    ensure_running,
    installation,
    stop,
    superuser_url,
)
from xinglin.store.server.cluster import cluster_of
from xinglin.store.server.processes import server_process

_START = """
import sys
from pathlib import Path
from xinglin.store.server import ensure_running, installation
print(ensure_running(installation("faulty", base=Path(sys.argv[1]))).started)
"""


@pytest.fixture(scope="module", autouse=True)
def _no_addresses_given() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL"):
            patch.delenv(name, raising=False)
        yield


@contextmanager
def _throw_away() -> Iterator[Installation]:
    base = Path(tempfile.mkdtemp(prefix="xinglin-faults-"))
    made = installation("faulty", base=base)
    yield made
    remove(made)
    shutil.rmtree(base, ignore_errors=True)


@pytest.fixture
def inst() -> Iterator[Installation]:
    """An installation that nobody has started yet."""
    with _throw_away() as made:
        yield made


@pytest.fixture(scope="module")
def standing() -> Iterator[Installation]:
    """One installation for the tests that leave a sound server behind."""
    with _throw_away() as made:
        yield made


def _kill(inst: Installation) -> int:
    pid = server_process(cluster_of(inst).data)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    return pid


def test_killed_server_comes_back_with_what_was_committed(standing: Installation) -> None:
    urls = ensure_running(standing)
    with psycopg.connect(urls.owner) as owner:
        owner.execute("CREATE TABLE kept (n int)")
        owner.execute("INSERT INTO kept SELECT generate_series(1, 1000)")
    open_connection = psycopg.connect(urls.owner)
    open_connection.execute("INSERT INTO kept VALUES (-1)")
    _kill(standing)
    again = ensure_running(standing)  # at once, while the dead server's children may still live
    assert again.started
    with psycopg.connect(again.owner) as owner:
        assert owner.execute("SELECT count(*), min(n) FROM kept").fetchone() == (1000, 1)
    open_connection.close()


def test_two_starters_at_once_start_one_server(inst: Installation) -> None:
    starters = [
        subprocess.Popen(
            [sys.executable, "-c", _START, str(inst.root.parent)], stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    answers = sorted(starter.communicate(timeout=60)[0].strip() for starter in starters)
    assert answers == ["False", "False", "True"]
    assert [starter.returncode for starter in starters] == [0, 0, 0]


def test_a_process_number_used_again_is_not_taken_for_the_server(standing: Installation) -> None:
    ensure_running(standing)
    cluster = cluster_of(standing)
    pid = _kill(standing)
    with cluster.account.start(["/bin/sleep", "60"]) as stranger:
        try:
            path = cluster.data / "postmaster.pid"
            path.write_text(path.read_text().replace(str(pid), str(stranger.pid), 1))
            assert server_process(cluster.data) is None
            stop(standing)
            assert stranger.poll() is None, "stop must not touch a stranger"
            assert ensure_running(standing).started
            assert stranger.poll() is None
        finally:
            stranger.kill()


def test_data_deleted_under_a_living_server(inst: Installation) -> None:
    ensure_running(inst)
    old = server_process(cluster_of(inst).data)
    home = cluster_of(inst).home
    shutil.rmtree(home)
    shutil.rmtree(inst.root)
    urls = ensure_running(inst)
    assert urls.started
    os.kill(old or 0, signal.SIGQUIT)  # as it would end by itself within the minute
    time.sleep(1)
    with psycopg.connect(urls.app) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_a_lost_socket_file_is_mended(
    standing: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("xinglin.store.server.running._LOST_AFTER", 0.2)
    ensure_running(standing)
    (cluster_of(standing).sockets / ".s.PGSQL.5432").unlink()
    urls = ensure_running(standing)
    with psycopg.connect(urls.app) as app:
        assert app.execute("SELECT 1").fetchone() == (1,)


def test_stop_twice_and_start_again(standing: Installation) -> None:
    ensure_running(standing)
    assert not ensure_running(standing).started
    stop(standing)
    stop(standing)
    assert ensure_running(standing).started


def test_a_start_killed_half_way_is_begun_again(inst: Installation) -> None:
    home = cluster_of(inst).home
    (home / "data.making").mkdir()
    (home / "data.making" / "PG_VERSION").write_text("18")
    assert ensure_running(inst).started


def test_what_the_server_is_set_to(standing: Installation) -> None:
    ensure_running(standing)
    wanted = {
        "data_checksums": "on", "fsync": "on", "synchronous_commit": "on", "jit": "off",
        "listen_addresses": "", "password_encryption": "scram-sha-256", "server_encoding": "UTF8",
        "log_statement": "none", "log_min_error_statement": "panic",
        "log_parameter_max_length": "0", "log_parameter_max_length_on_error": "0",
        "TimeZone": "Asia/Shanghai",
    }  # fmt: skip
    with psycopg.connect(superuser_url(standing)) as superuser:
        rows = superuser.execute("SELECT name, setting FROM pg_settings").fetchall()
        methods = superuser.execute("SELECT DISTINCT auth_method FROM pg_hba_file_rules").fetchall()
        roles = superuser.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb"
            " FROM pg_roles WHERE rolname IN ('xinglin_owner', 'xinglin_app', 'xinglin_reader')"
            " ORDER BY 1"
        ).fetchall()
    settings = dict(rows)
    assert {name: settings[name] for name in wanted} == wanted
    assert methods == [("scram-sha-256",)]
    assert roles == [(f"xinglin_{r}", False) for r in ("app", "owner", "reader")]


def test_no_personal_data_in_the_log(standing: Installation) -> None:
    urls = ensure_running(standing)
    with psycopg.connect(urls.owner, autocommit=True) as owner:
        owner.execute("CREATE TABLE person (name text UNIQUE)")
        for statement in (
            "INSERT INTO person VALUES ('诸葛样本')",
            "INSERT INTO person VALUES ('诸葛样本')",
            "SELECT '诸葛样本'::int",
        ):
            try:
                owner.execute(statement)
            except psycopg.Error:
                continue
    stop(standing)
    logs = list((cluster_of(standing).home / "log").iterdir())
    assert logs
    text = "".join(log.read_text("utf-8") for log in logs)
    assert "诸葛样本" not in text


def test_secrets_are_for_their_user_alone_and_not_in_a_repr(standing: Installation) -> None:
    urls = ensure_running(standing)
    for path in standing.keys.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert path.read_text() not in repr(urls)


def test_addresses_of_the_environment_come_first(
    inst: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/x")
    monkeypatch.setenv("XINGLIN_OWNER_URL", "postgresql://owner@db/x")
    urls = ensure_running(inst)
    assert (urls.app, urls.owner, urls.reader) == (
        "postgresql://app@db/x", "postgresql://owner@db/x", "",
    )  # fmt: skip
    assert not urls.started
    assert not inst.root.exists()


@pytest.mark.parametrize("name", ["", "../x", "数据", "a" * 41, "A"])
def test_a_name_that_is_no_folder_name_is_refused(name: str) -> None:
    with pytest.raises(ServerError, match="数据库名"):
        installation(name)
