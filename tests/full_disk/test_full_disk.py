"""A small disk that fills up under everything: the database, its log, snapshots, backups."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "faults"))
from own_town import OwnTown, is_one_sentence, own_town, without_addresses

from xinglin.store.server import ensure_running

SIZE = "480m"
ROWS = 40_000


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    """An installation all of which lies on one small disk."""
    disk = Path(tempfile.mkdtemp(prefix="xinglin-small-", dir="/var/tmp"))
    disk.chmod(0o755)
    subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=0755", "tmpfs", str(disk)], check=True
    )
    try:
        base = disk / "var"
        base.mkdir()
        with own_town(base) as made:
            assert (made.inst.root / "pg" / "data").exists(), "the database is on the small disk"
            yield made
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
        shutil.rmtree(disk, ignore_errors=True)


def fill(town: OwnTown, leave: int) -> Path:
    """Take up the disk but for `leave` bytes."""
    path = town.inst.root.parent / "ballast"
    free = shutil.disk_usage(path.parent).free
    with path.open("wb") as file:
        os.posix_fallocate(file.fileno(), 0, max(1, free - leave))
    return path


def owner(town: OwnTown) -> psycopg.Connection:
    with without_addresses():
        urls = ensure_running(town.inst)
    connection = psycopg.connect(urls.owner)
    connection.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
    return connection


def ended_in_one_sentence(ended: subprocess.CompletedProcess[str]) -> bool:
    """Besides the counting, which goes on in one line."""
    return is_one_sentence(ended.stderr.rpartition("秒")[2].strip())


def test_full_during_an_intake(town: OwnTown) -> None:
    """What was taken in stays, the rest comes with the next run, nothing twice."""
    path = town.inst.root.parent / "population.csv"
    days = [f"{1000 + i // 360}-{1 + i // 30 % 12:02d}-{1 + i % 28:02d}" for i in range(ROWS)]
    lines = [f"998801,户籍人口,{day},{1 + i % 97}" for i, day in enumerate(dict.fromkeys(days))]
    rows = "\n".join(lines)
    path.write_text(f"地区,人口口径,时点,人数\n{rows}\n", "utf-8")
    ballast = fill(town, 6_000_000)
    try:
        ended = town.run("intake", "population", path)
    finally:
        ballast.unlink()
    assert ended.returncode == 1, ended
    assert ended.stdout == ""
    assert ended_in_one_sentence(ended), ended.stderr
    again = town.run("intake", "population", path)
    assert again.returncode == 0, again.stderr
    with owner(town) as connection:
        kept = connection.execute("SELECT count(*) FROM foundation_population").fetchone()
        twice = connection.execute(
            "SELECT count(*) FROM (SELECT id, version FROM foundation_population_history"
            " GROUP BY 1, 2 HAVING count(*) > 1) AS t"
        ).fetchone()
    assert kept == (len(lines),)
    assert twice == (0,)
    verified = town.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout


def test_full_during_a_snapshot_and_a_backup(town: OwnTown) -> None:
    before = town.manifests()
    backup = town.inst.root.parent / "small.backup"
    ballast = fill(town, 100_000)
    try:
        taken = town.run("snapshot")
        saved = town.run("backup", backup)
    finally:
        ballast.unlink()
    for ended in (taken, saved):
        assert ended.returncode == 1, ended
        assert ended.stdout == ""
        assert is_one_sentence(ended.stderr), ended.stderr
    assert town.manifests() == before
    assert not backup.exists()
    after = town.run("snapshot")
    assert after.returncode == 0, after.stderr
    assert town.run("backup", backup).returncode == 0
    assert town.run("audit", "verify").returncode == 0
