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
