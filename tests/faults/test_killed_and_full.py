"""Snapshots and reports that are killed, starved of disk, or built two at once: all or nothing."""

from __future__ import annotations

import hashlib
import json
import random
import resource
import signal
import subprocess
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from own_town import HALF, NAME, OwnTown, is_one_sentence, own_town

MOMENTS = ("正在取快照……", "正在计算指标……", "正在生成文稿……")


@pytest.fixture(scope="module")
def town() -> Iterator[OwnTown]:
    """The installation, and a first report in `first/`."""
    with own_town() as made:
        built = made.build("first")
        assert built.returncode == 0, built.stderr
        yield made


def everything_is_whole(town: OwnTown) -> None:
    """Every snapshot opens and verifies; every known report has all its files, as noted."""
    from xinglin.query.snapshots import SnapshotStore

    store = SnapshotStore(town.inst.root / "snapshots")
    for name in store.names():
        store.verify(name)
    for report, (docx, data) in town.reports().items():
        folder = town.inst.root / "reports" / report
        found = [
            hashlib.sha256((folder / f"report.{kind}").read_bytes()).hexdigest()
            for kind in ("docx", "json")
        ]
        assert found == [docx, data]
        assert json.loads((folder / "report.json").read_bytes())["report_id"] == report


def the_first_report_still_holds(town: OwnTown) -> None:
    assert town.run("report", "prove", town.files / "first" / "report.docx").returncode == 0


def killed(process: subprocess.Popen[str], after: str, wait: float) -> None:
    """Kill -9 when it has said `after` and a moment has passed."""
    assert process.stderr is not None
    for line in process.stderr:
        if line.strip() == after:
            break
    time.sleep(wait)
    process.send_signal(signal.SIGKILL)
    process.communicate()


def test_report_build_killed_at_several_moments(town: OwnTown) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    rng = random.Random(seed)  # noqa: S311
    out = town.files / "killed"
    for moment in MOMENTS:
        process = town.start("report", "build", *HALF, "--out", out)
        killed(process, moment, rng.random() * (1.2 if moment == MOMENTS[-1] else 0.2))
        everything_is_whole(town)
        for path in out.glob("report.docx"):
            assert zipfile.ZipFile(path).testzip() is None
    again = town.build("killed")
    assert again.returncode == 0, again.stderr
    assert {p.name for p in out.iterdir() if not p.name.startswith(".")} == {
        f"report.{kind}" for kind in ("docx", "html", "pdf", "json")
    }
    the_first_report_still_holds(town)
    everything_is_whole(town)


def test_snapshot_killed_at_several_moments(town: OwnTown) -> None:
    rng = random.Random(11)  # noqa: S311
    for _ in range(2):
        before = town.manifests()
        process = town.start("snapshot")
        segments = town.inst.root / "snapshots" / "segments"
        # It begins to write when a temporary file is there; before that nothing can be half.
        deadline = time.monotonic() + 20
        while not list(segments.glob(".writing-*")) and time.monotonic() < deadline:
            if process.poll() is not None:
                break
        time.sleep(rng.random() / 20)
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        new = town.manifests() - before
        assert len(new) <= 1
        assert not out or out.strip() in new
        everything_is_whole(town)
    after = town.run("snapshot")
    assert after.returncode == 0, after.stderr
    assert after.stdout.strip() in town.manifests()
    everything_is_whole(town)


def files_of_at_most(size: int) -> None:
    """No file may grow past this: what a full disk is to a program, without being root."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def test_disk_full_during_a_snapshot(town: OwnTown) -> None:
    extra = town.files / "more.csv"
    extra.write_text("地区,人口口径,时点,人数\n998801,户籍人口,1900-12-31,1\n", "utf-8")
    assert town.run("intake", "population", extra).returncode == 0
    before, segments = town.manifests(), town.inst.root / "snapshots" / "segments"
    left = set(segments.glob(".writing-*"))  # by the killed ones
    ended = town.run("snapshot", limits=lambda: files_of_at_most(600))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr
    assert "磁盘" in ended.stderr or "文件超过" in ended.stderr
    assert town.manifests() == before
    assert set(segments.glob(".writing-*")) == left


def test_disk_full_during_a_report(town: OwnTown) -> None:
    """Enough for the snapshot, not for the documents."""
    snapshot = town.run("snapshot").stdout.strip()
    before = town.reports()
    kept = set((town.inst.root / "reports").iterdir())
    ended = town.run(
        "report", "build", *HALF, "--out", town.files / "full", "--snapshot", snapshot,
        limits=lambda: files_of_at_most(20_000),
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr), ended.stderr
    assert town.reports() == before
    assert set((town.inst.root / "reports").iterdir()) == kept, "no half report is left lying"
    assert not list(town.files.glob("full/report.*"))


def test_disk_full_when_an_intake_writes_its_result(town: OwnTown) -> None:
    """The rows are in, and that is not lost with the file that should have said so."""
    extra, result = town.files / "extra.csv", town.files / "result.json"
    rows = "\n".join(f"998801,常住人口,{1900 + i}-12-31,{i}" for i in range(30))
    extra.write_text(f"地区,人口口径,时点,人数\n{rows}\n", "utf-8")
    words = ("intake", "population", extra, "--result", result)
    ended = town.run(*words, limits=lambda: files_of_at_most(50))
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert is_one_sentence(ended.stderr.rpartition("秒")[2].strip()), ended.stderr
    again = town.run(*words)
    said = json.loads(again.stdout)
    assert (said["rows"], said["unchanged"], said["accepted"]) == (30, 30, 0)
    assert json.loads(result.read_text("utf-8")) == said


def test_two_reports_built_at_once(town: OwnTown) -> None:
    before = set(town.reports())
    both = [
        town.start("report", "build", *HALF, "--out", town.files / name) for name in ("one", "two")
    ]
    ended = [process.communicate(timeout=120) for process in both]
    assert [process.returncode for process in both] == [0, 0], ended
    new = set(town.reports()) - before
    said = {
        json.loads((town.files / name / "report.json").read_bytes())["report_id"]
        for name in ("one", "two")
    }
    assert len(new) == 2
    assert said == new
    everything_is_whole(town)


def test_two_commands_at_once_on_a_fresh_database(town: OwnTown, tmp_path: Path) -> None:
    """Both come through, the tables are made once, and neither loses its server to the other."""
    from postgres import remove
    from xinglin.store.server import installation

    base = town.inst.root.parent / "fresh"
    try:
        both = [town.start("snapshot", XINGLIN_VAR=str(base)) for _ in range(2)]
        ended = [process.communicate(timeout=120) for process in both]
        assert [process.returncode for process in both] == [0, 0], ended
        assert all(len(out.strip()) == 64 for out, _ in ended)
    finally:
        remove(installation(NAME, base=base))


def test_no_half_of_anything_in_the_end(town: OwnTown) -> None:
    everything_is_whole(town)
    ended = town.run("audit", "verify")
    assert ended.returncode == 0, ended.stdout
    with psycopg.connect(town.urls.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        twice = owner.execute(
            "SELECT count(*) FROM (SELECT id, version FROM infectious_notifiable_case_history"
            " GROUP BY 1, 2 HAVING count(*) > 1) AS t"
        ).fetchone()
    assert twice == (0,)
