"""The made-up town (see `tests/town.py`) and the command line run over it in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from command_line import Command, Ended

from postgres import migrated, test_installation, urls
from town import town

__all__ = ["migrated", "test_installation", "town", "urls"]

_SET_BY_COMMANDS = ("XINGLIN_APP_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL")


@pytest.fixture
def xinglin(town: object, capfd: pytest.CaptureFixture[str]) -> Iterator[Command]:
    """Run `xinglin …` on the town's installation; both streams are read at the descriptors."""
    from xinglin.site.cli import main

    before = {name: os.environ.get(name) for name in _SET_BY_COMMANDS}

    def run(*words: object, database: str = "test") -> Ended:
        capfd.readouterr()
        try:
            code = main([*map(str, words), "--database", database])
        except SystemExit as left:  # argparse leaves so
            code = int(left.code or 0)
        out, err = capfd.readouterr()
        return Ended(code, out, err)

    yield run
    for name, value in before.items():
        if value is None:
            os.environ.pop(name, None)
        else:
            os.environ[name] = value
