"""Every command takes --help, and answers bad input with one Chinese sentence, no traceback."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from postgres import remove
from xinglin.site.cli import COMMANDS
from xinglin.store.server import installation

Run = Callable[..., "subprocess.CompletedProcess[str]"]
CHINESE = re.compile("[\u4e00-\u9fff]")
OVERRIDES = ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL", "XINGLIN_APP_URL")


@pytest.fixture(scope="module")
def xinglin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    """Run the command line on an installation of its own."""
    base = tmp_path_factory.mktemp("command-line")
    env = {k: v for k, v in os.environ.items() if k not in OVERRIDES} | {"XINGLIN_VAR": str(base)}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "xinglin.site.cli", *arguments],
            env=env, capture_output=True, text=True, check=False, cwd=base,
        )  # fmt: skip

    yield run
    for folder in Path(base).iterdir():
        if folder.is_dir():
            remove(installation(folder.name, base=base))


def is_one_sentence(said: str) -> bool:
    """One line on stderr, in Chinese, ended; progress lines end in an ellipsis."""
    lines = [x for x in said.splitlines() if x.strip() and not x.rstrip().endswith("……")]
    return len(lines) == 1 and bool(CHINESE.search(lines[0])) and lines[0].endswith("。")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_takes_help_in_chinese(xinglin: Run, command: str) -> None:
    ended = xinglin(command, "--help")
    assert ended.returncode == 0
    assert COMMANDS[command] in ended.stdout.replace("\n", "")
    assert not re.search("usage|options|positional|show this", ended.stdout)


WRONG_WORDS = [
    [],
    ["fly"],
    ["intake"],
    ["intake", "a", "b", "c"],
    ["indicators", "--period", "2013H1"],
    ["indicators", "--place", "998800", "--period", "2013H1", "--format", "xml"],
    ["records"],
    ["why", "class_bc_cases"],
    ["report"],
    ["report", "build", "--place", "998800"],
    ["sample", "build"],
    ["audit"],
    ["audit", "findings", "--from", "2013-13-01"],
    ["audit", "findings", "--from", "2013-02-01", "--until", "2013-01-01"],
    ["persons"],
    ["template", "no_such_register"],
]


@pytest.mark.parametrize("words", WRONG_WORDS, ids=lambda w: "_".join(w) or "nothing")
def test_a_wrong_command_is_told_in_one_sentence(xinglin: Run, words: list[str]) -> None:
    ended = xinglin(*words)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert is_one_sentence(ended.stderr), ended.stderr
    assert ended.stdout == ""


WRONG_DATA = [
    ["intake", "no_such_register", "file.csv"],
    ["intake", "notifiable_case", "no-such-file.csv"],
    ["intake", "notifiable_case", "file.csv", "--as", "nobody"],
    ["indicators", "--place", "123456", "--period", "2013H1"],
    ["indicators", "--place", "998800", "--period", "2013H3"],
    ["indicators", "--place", "998800", "--period", "2013H1", "--known-at", "yesterday"],
    ["records", "no_such_indicator", "--place", "000000", "--period", "2013H1"],
    ["why", "class_bc_cases", "notifiable_case/1"],
    ["report", "prove", "no-such-report.docx"],
    ["report", "build", "--place", "123456", "--period", "2013H1", "--out", "out"],
    ["report", "sign", "no-such-report", "--as", "nobody"],
    ["sample", "build", "--targets", "no-such.csv", "--out", "out"],
    ["snapshot", "--database", "Not A Name"],
]


@pytest.mark.parametrize("words", WRONG_DATA, ids=" ".join)
def test_wrong_data_is_told_in_one_sentence(xinglin: Run, words: list[str]) -> None:
    ended = xinglin(*words)
    assert ended.returncode != 0
    assert "Traceback" not in ended.stderr
    assert is_one_sentence(ended.stderr), ended.stderr
    assert "程序出错" not in ended.stderr, "no message of its own"


WRONG_LINE = '''"""Two faults: no label, and a day whose name does not end in _date."""

from xinglin.language.fields import Date, Division
from xinglin.language.lifecycle import REGISTERED
from xinglin.language.registers import CountingDate, CountingPlace, Register


class Loan(Register):
    """One loan of one book (借阅记录)."""

    office, source = "借阅部", "馆务会议"
    lent = Date("借出日期")
    branch = Division("馆")
    lifecycle = REGISTERED
    key = (lent, branch)
    counting_dates = {"lent": CountingDate(lent, "借出日期")}
    counting_places = {"branch": CountingPlace(branch, "馆")}
'''


def test_a_wrong_declaration_stops_the_start_with_every_fault_at_once(tmp_path: Path) -> None:
    """A line of another wheel, found by its entry point, with two faults."""
    package = tmp_path / "lending/registers/lending"
    package.mkdir(parents=True)
    (package / "loan.py").write_text(WRONG_LINE)
    for folder in (package, package.parent, package.parent.parent):
        (folder / "__init__.py").touch()
    wheel = tmp_path / "lending-0.dist-info"
    wheel.mkdir()
    (wheel / "METADATA").write_text("Metadata-Version: 2.1\nName: lending\nVersion: 0\n")
    (wheel / "entry_points.txt").write_text("[xinglin.content]\nlending = lending\n")
    env = os.environ | {"PYTHONPATH": str(tmp_path), "XINGLIN_VAR": str(tmp_path / "var")}
    ended = subprocess.run(
        [sys.executable, "-m", "xinglin.site.cli", "snapshot"],
        env=env, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ended.returncode == 1
    assert ended.stderr.splitlines() == [
        "声明中有 2 处错误，未启动；请按编号逐处改正：",
        "registers.E002 lending/registers/lending/loan.py: Loan: no label",
        '    Give the official Chinese label: label = "…".',
        'registers.E012 lending/registers/lending/loan.py: Loan: field "lent" must end in "_date"',
        "    Days end in _date, moments in _at, money (whole fen) in _fen, measures in _milli.",
    ]
    assert not (tmp_path / "var").exists(), "nothing was started"
