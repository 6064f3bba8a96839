"""A step of set-up: done once, done again when its inputs change, safe to interrupt."""

from __future__ import annotations

import fcntl
import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tools.command import say
from tools.place import LOCK, STAMPS


@dataclass(frozen=True)
class Step:
    """One thing to have in place.

    `inputs` are files and words whose digest decides whether it is up to date; `outputs` must all
    exist; `act` makes it, may be called on a half-made state, and raises SetUpError.
    """

    name: str
    title: str
    inputs: Sequence[Path | str]
    outputs: Sequence[Path]
    act: Callable[[], None]

    def up_to_date(self) -> bool:
        """Whether the stamp matches the inputs and every output is there."""
        stamp = STAMPS / self.name
        return (
            stamp.is_file()
            and stamp.read_text(encoding="utf-8") == self._digest()
            and all(path.exists() for path in self.outputs)
        )

    def ensure(self) -> None:
        """Does the step unless it is up to date; the stamp is written last."""
        if self.up_to_date():
            say(f"  已就绪  {self.title}")
            return
        say(f"  开始    {self.title}")
        begun = time.monotonic()
        stamp = STAMPS / self.name
        stamp.unlink(missing_ok=True)
        self.act()
        stamp.parent.mkdir(parents=True, exist_ok=True)
        stamp.write_text(self._digest(), encoding="utf-8")
        say(f"  完成    {self.title}({time.monotonic() - begun:.0f} 秒)")

    def _digest(self) -> str:
        total = hashlib.sha256()
        for item in self.inputs:
            content = item.read_bytes() if isinstance(item, Path) else item.encode()
            total.update(hashlib.sha256(content).digest())
        return total.hexdigest()


@contextmanager
def alone() -> Iterator[None]:
    """Lets one set-up at a time work on this checkout; a second one waits."""
    LOCK.parent.mkdir(parents=True, exist_ok=True)
    with LOCK.open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("另一个安装正在进行,等它结束……")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
