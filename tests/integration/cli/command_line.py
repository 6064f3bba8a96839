"""What a run of the command line leaves behind, and what a refusal looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

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
