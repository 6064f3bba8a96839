"""The drill: a signed report, a backup, a restore elsewhere; and the ways a backup is broken."""

from __future__ import annotations

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from own_town import HALF, OwnTown, is_one_sentence, own_town, without_addresses

from postgres import remove
from xinglin.store.server import Urls, ensure_running, installation, superuser_url

_LOG_IN = """
import sys
from xinglin.site.start import started
with started(sys.argv[1]):
    from django.test import Client
    from django.conf import settings
    settings.ALLOWED_HOSTS = ["testserver"]
    for pair in sys.argv[2:]:
        username, password = pair.split("=")
        print(Client().post("/login/", {"username": username, "password": password}).status_code)
"""
PASSPHRASE = "演练用的口令，总够十二个字了"  # noqa: S105 - of this test alone


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    """The installation with a user, a signed report, and a folder no version knows yet."""
    with own_town() as made:
        built = made.build("out")
        assert built.returncode == 0, built.stderr
        added = made.run("user", "add", "juzhang", "--role", "leader", "--place", "998800")
        assert added.returncode == 0, added.stderr
        (made.files / "password").write_text(added.stdout.strip())
        (made.files / "passphrase").write_text(PASSPHRASE + "\n")
        (report,) = made.reports()
        signed = made.run("report", "sign", report, "--as", "juzhang")
        assert signed.returncode == 0, signed.stderr
        later = made.inst.root / "attachments" / "ab"
        later.mkdir(parents=True)
        (later / "abcdef").write_bytes(b"\x00of a later version")
        yield made


@pytest.fixture(scope="module")
def backup(town: OwnTown) -> Path:
    """A backup under a passphrase."""
    path = town.files / "drill.backup"
    ended = town.run("backup", path, "--passphrase-file", town.files / "passphrase")
    assert ended.returncode == 0, ended.stderr
    return path


def restore(
    town: OwnTown, path: Path, name: str, *words: object
) -> subprocess.CompletedProcess[str]:
    """Restore under a name beside the town's."""
    command = ["restore", path, *words, "--database", name]
    return subprocess.run(
        [sys.executable, "-m", "xinglin.site.cli", *map(str, command)],
        env=town.env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def run_on(town: OwnTown, name: str, *words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "xinglin.site.cli", *map(str, words), "--database", name],
        env=town.env, capture_output=True, text=True, check=False,
    )  # fmt: skip


def addresses(town: OwnTown, name: str) -> Urls:
    with without_addresses():
        return ensure_running(installation(name, base=town.inst.root.parent))


def drop(town: OwnTown, name: str) -> None:
    with without_addresses():
        remove(installation(name, base=town.inst.root.parent))


def names_in(town: OwnTown) -> set[str]:
    return {p.name for p in town.inst.root.parent.iterdir()}


@pytest.fixture(scope="module")
def again(town: OwnTown, backup: Path) -> Iterator[str]:
    """The drill's restored installation, under another name."""
    ended = restore(town, backup, "again", "--passphrase-file", town.files / "passphrase")
    assert ended.returncode == 0, ended.stderr
    yield "again"
    drop(town, "again")


def all_counts(inst_name: str, town: OwnTown) -> dict[str, int]:
    """Rows of every table as the superuser sees them, whom no policy holds."""
    addresses(town, inst_name)
    url = superuser_url(installation(inst_name, base=town.inst.root.parent))
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        ).fetchall()
        return {
            name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0]  # noqa: S608
            for (name,) in tables
        }


def test_every_row_and_every_file_is_back(town: OwnTown, again: str) -> None:
    kept, found = all_counts("faults", town), all_counts(again, town)
    assert kept["infectious_notifiable_case"] == 20
    assert kept["store_auditentry"] > 20
    sessions_and_audit = {"store_auditentry", "store_auditblock"}  # the backup itself seals nothing
    differing = {n for n in kept if kept[n] != found[n]} - sessions_and_audit
    assert differing == set()
    root = town.inst.root.parent
    for folder in ("snapshots", "definitions", "reports", "attachments"):
        for path in (root / "faults" / folder).rglob("*"):
            if path.is_file():
                twin = root / again / path.relative_to(root / "faults")
                assert twin.read_bytes() == path.read_bytes()
    assert (root / again / "keys" / "audit.key").read_bytes() == (
        root / "faults" / "keys" / "audit.key"
    ).read_bytes()
    assert stat.S_IMODE((root / again / "keys" / "audit.key").stat().st_mode) == 0o600


def test_the_report_proves_and_the_audit_holds_after_more_work(town: OwnTown, again: str) -> None:
    """A database restored by rows counts its transactions anew; nothing is counted twice by it."""
    proved = run_on(town, again, "report", "prove", town.files / "out" / "report.docx")
    assert proved.returncode == 0, proved.stdout + proved.stderr
    before = run_on(town, again, "indicators", *HALF).stdout
    assert before.count('"value"') > 5
    theirs = run_on(town, "faults", "indicators", *HALF).stdout
    assert [x for x in before.splitlines() if "snapshot" not in x] == [
        x for x in theirs.splitlines() if "snapshot" not in x
    ]
    more = town.files / "more.csv"
    rows = "\n".join(f"998801,户籍人口,{1900 + i}-12-31,{i + 1}" for i in range(5))
    more.write_text(f"地区,人口口径,时点,人数\n{rows}\n", "utf-8")
    came = run_on(town, again, "intake", "population", more)
    assert came.returncode == 0, came.stderr
    for _ in range(2):  # each an increment on the one before
        assert run_on(town, again, "snapshot").returncode == 0
        verified = run_on(town, again, "audit", "verify")
        assert verified.returncode == 0, verified.stdout
    entries = all_counts(again, town)["store_auditentry"]
    assert f"已封存 {entries} 条，未封存 0 条" in verified.stdout
    root = town.inst.root.parent / again
    from xinglin.query.snapshots import SnapshotStore

    latest = SnapshotStore(root / "snapshots").latest()
    assert latest is not None
    counted = all_counts(again, town)
    for table in ("infectious_notifiable_case", "foundation_population"):
        assert latest.table(table).rows == counted[f"{table}_history"]
    assert counted["foundation_population"] == 5


def test_users_log_in_to_the_restored_one(town: OwnTown, again: str) -> None:
    password = (town.files / "password").read_text()
    ended = subprocess.run(
        [sys.executable, "-c", _LOG_IN, again, f"juzhang={password}", "juzhang=nothing-like-it"],
        env=town.env, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert ended.stdout.split() == ["302", "401"]


def test_the_file_is_for_its_user_alone_and_holds_nothing_in_clear(backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    data = backup.read_bytes()
    for clear in ("试错".encode(), b"PGDMP", b"audit.key", b"store_user"):
        assert clear not in data


def test_without_a_passphrase_it_warns(town: OwnTown) -> None:
    ended = town.run("backup", town.files / "plain.backup")
    assert ended.returncode == 0
    assert "没有加密" in ended.stderr
    assert stat.S_IMODE((town.files / "plain.backup").stat().st_mode) == 0o600


DAMAGES = ("cut", "short", "flipped", "empty", "foreign")


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_backup_restores_nothing(town: OwnTown, backup: Path, damage: str) -> None:
    whole = backup.read_bytes()
    middle = len(whole) // 2
    data = {
        "cut": whole[:middle],
        "short": whole[:-1],
        "flipped": whole[:middle] + bytes([whole[middle] ^ 1]) + whole[middle + 1 :],
        "empty": b"",
        "foreign": b"PK\x03\x04" + bytes(1000),
    }[damage]
    path = town.files / "damaged.backup"
    path.write_bytes(data)
    before = names_in(town)
    ended = restore(town, path, "never", "--passphrase-file", town.files / "passphrase")
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr
    assert names_in(town) == before


def test_a_wrong_or_missing_passphrase_restores_nothing(town: OwnTown, backup: Path) -> None:
    wrong = town.files / "wrong"
    wrong.write_text("另一个口令，也够十二个字了吧\n")
    before = names_in(town)
    for words in ((), ("--passphrase-file", wrong)):
        ended = restore(town, backup, "never", *words)
        assert ended.returncode == 1
        assert is_one_sentence(ended.stderr), ended.stderr
        assert "口令" in ended.stderr
        assert names_in(town) == before


def test_nothing_is_restored_over_data_unless_said_twice(town: OwnTown, again: str) -> None:
    plain = town.files / "plain2.backup"
    assert town.run("backup", plain).returncode == 0
    refused = restore(town, plain, again)
    assert refused.returncode == 1
    assert is_one_sentence(refused.stderr), refused.stderr
    unsure = restore(town, plain, again, "--replace", "other")
    assert unsure.returncode == 2
    before = names_in(town)
    done = restore(town, plain, again, "--replace", again)
    assert done.returncode == 0, done.stderr
    (aside,) = names_in(town) - before
    assert all_counts(again, town)["foundation_population"] == 0
    assert all_counts(aside, town)["foundation_population"] == 5
    drop(town, aside)


@pytest.mark.parametrize("when", ["正在核对", "正在恢复数据库", "正在恢复文件"])
def test_a_restore_that_is_killed_leaves_nothing_under_the_name(town: OwnTown, when: str) -> None:
    plain = town.files / "plain3.backup"
    if not plain.exists():
        assert town.run("backup", plain).returncode == 0
    words = ["restore", str(plain), "--database", "halfway"]
    process = subprocess.Popen(
        [sys.executable, "-m", "xinglin.site.cli", *words],
        env=town.env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    for line in process.stderr:
        if line.startswith(when):
            break
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not (town.inst.root.parent / "halfway").exists()
    ended = restore(town, plain, "halfway")
    assert ended.returncode == 0, ended.stderr
    assert all_counts("halfway", town)["infectious_notifiable_case"] == 20
    assert not [n for n in names_in(town) if n.endswith(".restoring")]
    drop(town, "halfway")


def test_a_backup_that_is_killed_leaves_no_file_of_its_name(town: OwnTown) -> None:
    path = town.files / "killed.backup"
    for pause in (0.0, 0.05, 0.2):
        process = town.start("backup", path)
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("正在备份数据库"):
                break
        time.sleep(pause)
        process.send_signal(signal.SIGKILL)
        process.communicate()
        if path.exists():  # it was faster than we
            path.unlink()
    assert town.run("backup", path).returncode == 0
    assert restore(town, path, "afterwards").returncode == 0
    drop(town, "afterwards")


def test_a_backup_from_a_later_program_is_refused(
    town: OwnTown, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xinglin.store.backup import BackupError, make_backup, making, restore_backup

    path = town.files / "later.backup"
    monkeypatch.setattr(making, "__version__", "99.0")
    with without_addresses():
        owner = ensure_running(town.inst).owner
    make_backup(town.inst, owner, path, progress=lambda _: None)
    never = installation("never", base=town.inst.root.parent)
    with pytest.raises(BackupError, match=r"99\.0.*先升级程序。$"):
        restore_backup(path, never, known_migrations={}, progress=lambda _: None)
    monkeypatch.undo()
    make_backup(town.inst, owner, path, progress=lambda _: None)
    with without_addresses(), pytest.raises(BackupError, match=r"数据表比本程序新.*升级程序。$"):
        restore_backup(
            path, never, known_migrations={"store": frozenset()}, progress=lambda _: None
        )
    assert not never.root.exists()


def test_disk_full_leaves_no_backup(town: OwnTown) -> None:
    import resource

    path = town.files / "full.backup"
    ended = town.run(
        "backup", path, limits=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
    )
    assert ended.returncode == 1
    assert is_one_sentence(ended.stderr), ended.stderr
    assert not path.exists()
    assert not list(town.files.glob(".full.backup*"))


def test_a_snapshot_made_during_the_backup_is_not_ahead_of_its_database(town: OwnTown) -> None:
    """Only what the dump knows of comes along, whatever appears in the folder meanwhile."""
    from xinglin.store.backup.files import chosen, files_of

    before = files_of(town.inst.root)
    newest = max((town.inst.root / "snapshots" / "manifests").glob("*.json"), key=os.path.getmtime)
    late = newest.with_name("f" * 64 + ".json")
    shutil.copyfile(newest, late)
    report = town.inst.root / "reports" / "R-late"
    report.mkdir()
    (report / "report.json").write_text("{}")
    try:
        names = chosen(town.inst.root, before, set(), set(town.reports()))
    finally:
        late.unlink()
        shutil.rmtree(report)
    assert f"snapshots/manifests/{newest.name}" in names
    assert f"snapshots/manifests/{late.name}" not in names
    assert not [n for n in names if n.startswith("reports/R-late")]
    assert [n for n in names if n.startswith("reports/")]
    assert not [n for n in names if n.startswith(("pg/", "log/", "keys/database-"))]


def test_a_database_server_of_the_bureaus_own(town: OwnTown) -> None:
    """Addresses given: its numbers must lie above the backup's, and it must be empty."""
    from xinglin.store.server import stop
    from xinglin.store.server.cluster import begin_after

    path = town.files / "outside.backup"
    assert town.run("backup", path).returncode == 0
    server = installation("theirs", base=town.inst.root.parent / "server")
    with without_addresses():
        urls = ensure_running(server)
    env = town.env | {
        "DATABASE_URL": urls.app, "XINGLIN_OWNER_URL": urls.owner, "XINGLIN_READER_URL": urls.reader
    }  # fmt: skip

    def command(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "xinglin.site.cli", *map(str, words), "--database", "outside"],
            env=env, capture_output=True, text=True, check=False,
        )  # fmt: skip

    try:
        low = command("restore", path)
        assert low.returncode == 1
        assert is_one_sentence(low.stderr), low.stderr
        assert "pg_resetwal -e 1" in low.stderr
        with without_addresses():
            stop(server)
            begin_after(server, 0)  # what the sentence asks the administrator for
            ensure_running(server)
        done = command("restore", path)
        assert done.returncode == 0, done.stderr
        proved = command("report", "prove", town.files / "out" / "report.docx")
        assert proved.returncode == 0, proved.stdout + proved.stderr
        assert command("snapshot").returncode == 0
        verified = command("audit", "verify")
        assert verified.returncode == 0, verified.stdout
        shutil.rmtree(town.inst.root.parent / "outside")
        full = command("restore", path)
        assert full.returncode == 1
        assert is_one_sentence(full.stderr), full.stderr
        assert "不是空的" in full.stderr
        assert not (town.inst.root.parent / "outside").exists()
    finally:
        with without_addresses():
            remove(server)
