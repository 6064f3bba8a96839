"""The how-to page "Add a register", followed literally in a copy of the checkout.

Blocks with `file=` are written; each `$ ` line of a console block is run, and every line shown
below it must be part of what was printed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from postgres import remove
from xinglin.store.server import installation

PAGE = "docs/how-to/add-a-register.md"
BLOCK = re.compile(r"^```(\w+)(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OVERRIDES = ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL", "XINGLIN_APP_URL")


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Iterator[Path]:
    """The package and the tests it needs, with a `.venv/bin` that runs the copy."""
    root = tmp_path / "checkout"
    nothing_built = shutil.ignore_patterns("__pycache__", "node_modules")
    shutil.copytree(repository / "src", root / "src", ignore=nothing_built)
    shutil.copytree(repository / "tests/spec", root / "tests/spec", ignore=nothing_built)
    for name in ("conftest.py", "postgres.py"):
        shutil.copy(repository / "tests" / name, root / "tests" / name)
    shutil.copy(repository / "pyproject.toml", root)
    programs = root / ".venv/bin"
    programs.mkdir(parents=True)
    for name, what in (("xinglin", "-m xinglin.site.cli"), ("python", "")):
        program = programs / name
        program.write_text(
            f'#!/bin/sh\nPYTHONPATH="{root}/src" exec "{sys.executable}" {what} "$@"\n'
        )
        program.chmod(0o755)
    yield root
    remove(installation("demo", base=root / "var"))


def run(root: Path, tools: Path, command: str) -> subprocess.CompletedProcess[str]:
    env = {k: v for k, v in os.environ.items() if k not in OVERRIDES}
    env = {"XINGLIN_TOOLS": str(tools)} | env | {"XINGLIN_VAR": str(root / "var")}
    return subprocess.run(
        ["sh", "-c", command], cwd=root, env=env, capture_output=True, text=True, check=False
    )


def commands(block: str) -> Iterator[tuple[str, list[str]]]:
    """Each command of a console block with the lines shown below it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *shown = part.strip().splitlines()
        yield command, shown


def test_the_page_can_be_followed(repository: Path, checkout: Path) -> None:
    ran = 0
    for kind, file, text in BLOCK.findall((repository / PAGE).read_text("utf-8")):
        if file:
            path = checkout / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            continue
        assert kind == "console"
        for command, shown in commands(text):
            ended = run(checkout, repository / ".tools", command)
            told = ended.stdout + ended.stderr
            for line in shown:
                assert line in told, f"{command}\n{told}"
            ran += 1
    assert ran == 8
