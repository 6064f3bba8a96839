"""An intake killed at any moment: what was acknowledged is there, a rerun finishes the rest."""

from __future__ import annotations

import csv
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from postgres import migrated, test_installation, urls
from xinglin.codes.id_numbers import check_character
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]

ROWS = 1_500
_RUN = """
import json, sys
import django
django.setup()
from pathlib import Path
from xinglin.actions import bulk_preparing
from xinglin.intake import beside
from xinglin.intake.run import IntakeFileError, intake_file
if sys.argv[2] == "beside":
    beside.LONG = 0
bulk_preparing.CHUNK = 50  # small chunks: many moments between them to be killed in
def tell(done, about):
    print(done, flush=True)
try:
    result = intake_file(Path(sys.argv[1]), register="notifiable_case", by="killed", progress=tell)
except IntakeFileError as error:
    print(error, flush=True)
    sys.exit(3)
print(json.dumps([result.rows, result.accepted, result.unchanged, result.rejected]), flush=True)
"""


@pytest.fixture(scope="module")
def database(migrated: Urls) -> Urls:
    """Divisions, and a user who may import."""
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, unit, scope_lines,"
            " is_everything) VALUES ('killed', '', '!', 'administrator', '990009', '{*}', true)"
            " ON CONFLICT (username) DO NOTHING"
        )
    from xinglin.store.divisions import load_table

    load_table("china")
    load_table("sample")
    return migrated


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made-up cards; every third without a number, which the system then gives."""
    path = tmp_path_factory.mktemp("cards") / "cards.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(
            [
                "卡片编号",
                "报卡类别",
                "患者姓名",
                "有效证件号",
                "性别",
                "实足年龄",
                "联系电话",
                "病人属于",
                "现住址国标码",
                "人群分类",
                "病例分类",
                "发病日期",
                "诊断时间",
                "疾病名称",
                "填卡医生",
                "填卡日期",
            ]
        )
        for i in range(ROWS):
            first = f"998801{1950 + i % 50}{1 + i % 12:02d}{1 + i % 28:02d}{i % 500 * 2 % 1000:03d}"
            writer.writerow(
                [
                    "" if i % 3 == 0 else f"KILL{i:06d}",
                    *("初次报告", "张三", first + check_character(first), "女", "33"),
                    *("13800000000", "本县区", "998801001", "农民", "临床诊断病例"),
                    *("2013-05-30", "2013-06-01 08:30", "麻疹", "李医生", "2013-06-01"),
                ]
            )
    return path


def start(cards: Path, *, beside: bool = False) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _RUN, str(cards), "beside" if beside else "alone"],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "xinglin.site.settings"},
    )


def killed_somewhere(cards: Path, rng: random.Random) -> int:
    """Run until a random chunk, wait a moment more, kill -9; returns what was acknowledged."""
    process = start(cards)
    wanted, told = rng.randrange(50, ROWS // 2, 50), 0
    assert process.stdout is not None
    with process:
        for line in process.stdout:
            told = int(line)
            if told >= wanted:
                break
        time.sleep(rng.random() / 20)
        process.send_signal(signal.SIGKILL)
        # What it printed before it died was acknowledged too.
        told = max([told, *(int(line) for line in process.stdout if line.strip().isdigit())])
    assert process.returncode == -signal.SIGKILL
    return told


@pytest.fixture
def ask(database: Urls) -> Iterator[psycopg.Connection]:
    with psycopg.connect(database.owner) as owner:
        owner.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        yield owner


COUNT = "SELECT count(*)::int FROM infectious_notifiable_case WHERE reporter = '990009'"


def test_killed_again_and_again_the_file_comes_in_once(database, cards, ask) -> None:
    seed = random.SystemRandom().randrange(10**6)
    print(f"seed {seed}")  # noqa: T201 - shown when the test fails
    rng = random.Random(seed)  # noqa: S311
    for _ in range(4):
        told = killed_somewhere(cards, rng)
        wait_until_gone(ask)
        assert ask.execute(COUNT).fetchone()[0] >= told
    process = start(cards)
    assert process.stdout is not None
    with process:
        last = process.stdout.read().splitlines()[-1]
    assert process.returncode == 0
    rows, accepted, unchanged, rejected = map(int, last.strip("[]").split(","))
    assert (rows, accepted + unchanged, rejected) == (ROWS, ROWS, 0)
    assert unchanged > 0
    assert ask.execute(COUNT).fetchone()[0] == ROWS
    assert ask.execute(COUNT + " AND version <> 1").fetchone()[0] == 0
    assert serials_are_continuous(ask)
    history = "SELECT count(*)::int FROM infectious_notifiable_case_history WHERE reporter='990009'"
    assert ask.execute(history).fetchone()[0] == ROWS
    files = ask.execute(
        "SELECT state, count(*)::int FROM store_intakefile GROUP BY 1 ORDER BY 1"
    ).fetchall()
    assert files == [("finished", 1), ("started", 4)]


def wait_until_gone(ask: psycopg.Connection) -> None:
    """The dead client's server process may still be ending its transaction."""
    for _ in range(100):
        busy = ask.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE usename = 'xinglin_app'"
            " AND state <> 'idle' AND pid <> pg_backend_pid()"
        ).fetchone()
        ask.commit()
        if busy == (0,):
            return
        time.sleep(0.05)


def serials_are_continuous(ask: psycopg.Connection) -> bool:
    """No number given by the system is skipped or given twice, whatever was rolled back."""
    found = ask.execute(
        "SELECT card_no FROM infectious_notifiable_case"
        " WHERE reporter = '990009' AND card_no NOT LIKE 'KILL%' ORDER BY card_no"
    ).fetchall()
    serials = [int(number[-6:]) for (number,) in found]
    return serials == list(range(1, ROWS // 3 + 1))


# --- two workers ------------------------------------------------------------------------------


def test_a_killed_worker_ends_the_intake_with_a_sentence_and_a_rerun_finishes(
    database, cards, ask, tmp_path
) -> None:
    """The process beside ours dies: the intake says so; what was acknowledged is in."""
    path = renumbered(cards, tmp_path / "beside.csv")
    process = start(path, beside=True)
    assert process.stdout is not None
    told = 0
    with process:
        for line in process.stdout:
            told = int(line)
            if told >= ROWS // 5:
                break
        os.kill(worker_of(process.pid), signal.SIGKILL)
        rest = process.stdout.read()
    assert process.returncode == 3
    assert "再次导入同一文件" in rest
    wait_until_gone(ask)
    assert ask.execute(BESIDE).fetchone()[0] >= told
    with start(path, beside=True) as process:
        assert process.stdout is not None
        last = process.stdout.read().splitlines()[-1]
    rows, accepted, unchanged, rejected = map(int, last.strip("[]").split(","))
    assert (rows, accepted + unchanged, rejected) == (ROWS, ROWS, 0)
    assert ask.execute(BESIDE).fetchone()[0] == ROWS


def test_the_worker_dies_with_the_process_that_began(database, cards, ask, tmp_path) -> None:
    path = renumbered(cards, tmp_path / "parent.csv", "PARENT")
    process = start(path, beside=True)
    assert process.stdout is not None
    with process:
        process.stdout.readline()
        worker = worker_of(process.pid)
        process.send_signal(signal.SIGKILL)
    for _ in range(100):
        if not Path(f"/proc/{worker}").exists():
            break
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()
    wait_until_gone(ask)


BESIDE = "SELECT count(*)::int FROM infectious_notifiable_case WHERE card_no LIKE 'BESIDE%'"


def renumbered(cards: Path, path: Path, prefix: str = "BESIDE") -> Path:
    """The same cards, all with numbers of their own."""
    with cards.open(encoding="utf-8") as stream:
        header, *rows = csv.reader(stream)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(header)
        writer.writerows([f"{prefix}{i:06d}", *row[1:]] for i, row in enumerate(rows))
    return path


def worker_of(parent: int) -> int:
    """The process that works beside another."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return next(
        int(child)
        for child in children
        if b"beside_worker" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
