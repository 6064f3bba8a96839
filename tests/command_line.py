"""Runs the command line in this process: what it leaves behind, what a refusal looks like."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

_CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Ended:
    """What a command left behind: its exit code and everything on both streams."""

    code: int
    out: str
    err: str

    @property
    def sentences(self) -> list[str]:
        """The lines of stderr that are no progress."""
        lines = re.split(r"[\r\n]+", self.err)
        return [x for x in lines if x.strip() and not re.search(r"……$|约剩 \d+ 秒 ?$", x)]

    def is_refusal(self) -> bool:
        """One Chinese sentence, a failing exit, and nothing on stdout."""
        said = self.sentences
        return (
            self.code not in (0, None)
            and self.out == ""
            and len(said) == 1
            and bool(_CHINESE.search(said[0]))
            and said[0].endswith("。")
            and "Traceback" not in self.err
            and "程序出错" not in said[0]
        )


Command = Callable[..., Ended]

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
