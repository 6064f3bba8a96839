"""A small installation with a few cards, reached only by commands in processes of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

from postgres import remove
from xinglin.store.server import Installation, Urls, ensure_running, installation

PLACE, PERIOD = "998801", "2013H1"
HALF = ("--place", PLACE, "--period", PERIOD)
NAME = "faults"
ADDRESSES = ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL", "XINGLIN_APP_URL")

_FILL = """
import sys
from pathlib import Path
from xinglin.site.start import started
with started(sys.argv[1]):
    from xinglin.intake.run import intake_file
    from xinglin.store.divisions import load_table
    load_table("sample")
    for register, channel in (("health_institution", None), ("notifiable_case", "historical")):
        path = Path(sys.argv[2]) / f"{register}.csv"
        result = intake_file(path, register=register, by="system", channel=channel)
        assert result.rejected == 0, result.errors
"""

HOSPITAL = "机构代码,机构名称,所在地\nF001,银杏区试错医院（虚构）,998801001\n"
CARD_HEADER = (
    "卡片编号,患者姓名,性别,实足年龄,现住址国标码,病例分类,"
    "发病日期,诊断时间,报告时间,审核时间,疾病名称,报告单位"
)


def cards(first: int, count: int) -> str:
    """Cards of the first days of March 2013, numbered from `first`."""
    rows = [
        f"F{number:06d},试错,女,30,998801001,确诊病例,2013-03-0{1 + number % 9},"
        f"2013-03-0{1 + number % 9} 09:00,2013-03-11 10:00,2013-03-12 11:00,麻疹,F001"
        for number in range(first, first + count)
    ]
    return "\n".join([CARD_HEADER, *rows, ""])


@dataclass(frozen=True)
class OwnTown:
    """An installation of its own; `files` is a folder for inputs and outputs."""

    inst: Installation
    urls: Urls
    env: dict[str, str]
    files: Path

    def start(
        self, *words: object, limits: Callable[[], None] | None = None, **env: str
    ) -> subprocess.Popen[str]:
        """Begin a command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-u", "-m", "xinglin.site.cli", *map(str, words), "--database", NAME],
            env={**self.env, **env},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            preexec_fn=limits,
        )

    def run(
        self, *words: object, limits: Callable[[], None] | None = None, **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        process = self.start(*words, limits=limits, **env)
        out, err = process.communicate(timeout=120)
        return subprocess.CompletedProcess([], process.returncode, out, err)

    def build(self, folder: str, **how: object) -> subprocess.CompletedProcess[str]:
        """Build the half year's report into a folder of that name."""
        return self.run("report", "build", *HALF, "--out", self.files / folder, **how)  # type: ignore[arg-type]

    def manifests(self) -> set[str]:
        """Names of all snapshots."""
        return {p.stem for p in (self.inst.root / "snapshots" / "manifests").glob("*.json")}

    def reports(self) -> dict[str, tuple[str, str]]:
        """Reports by id with their digests, as the database has them."""
        with psycopg.connect(self.urls.owner) as owner:
            rows = owner.execute("SELECT report_id, docx_sha256, json_sha256 FROM store_report")
            return {row[0]: (row[1], row[2]) for row in rows.fetchall()}


@contextmanager
def without_addresses() -> Iterator[None]:
    """Other folders' servers are named in the environment; ours must not be taken for them."""
    before = {name: os.environ.pop(name, None) for name in ADDRESSES}
    try:
        yield
    finally:
        os.environ |= {name: value for name, value in before.items() if value is not None}


@contextmanager
def own_town(base: Path | None = None) -> Iterator[OwnTown]:
    """Make the installation with one hospital and twenty cards; remove all of it afterwards."""
    base = base or Path(tempfile.mkdtemp(prefix="xinglin-faults-"))
    inst = installation(NAME, base=base)
    files = base / "files"
    files.mkdir()
    env = {k: v for k, v in os.environ.items() if k not in ADDRESSES} | {"XINGLIN_VAR": str(base)}
    with without_addresses():
        town = OwnTown(inst, ensure_running(inst), env, files)
    try:
        (files / "health_institution.csv").write_text(HOSPITAL, "utf-8")
        (files / "notifiable_case.csv").write_text(cards(1, 20), "utf-8")
        subprocess.run(
            [sys.executable, "-c", _FILL, NAME, str(files)], env=env, check=True,
            capture_output=True,
        )  # fmt: skip
        yield town
    finally:
        with without_addresses():
            remove(inst)
        shutil.rmtree(base, ignore_errors=True)


def is_one_sentence(said: str) -> bool:
    """One line on stderr in Chinese, besides progress; no traceback, and a message of its own."""
    lines = [x for x in said.splitlines() if x.strip() and not x.rstrip().endswith("……")]
    return (
        len(lines) == 1
        and lines[0].endswith("。")
        and any("\u4e00" <= c <= "\u9fff" for c in lines[0])
        and "Traceback" not in said
        and "程序出错" not in said
    )
