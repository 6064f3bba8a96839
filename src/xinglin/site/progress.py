"""Progress and errors go to stderr, data to stdout."""

from __future__ import annotations

import sys
import time


def say(sentence: str) -> None:
    """One line for the person at the console."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def give(text: str) -> None:
    """Data for whoever reads our output."""
    sys.stdout.write(text if text.endswith("\n") else text + "\n")


class Counter:
    """Rows done of so many, with the time left; told twice a second at most."""

    def __init__(self, what: str) -> None:
        self._what, self._start, self._told = what, time.monotonic(), 0.0

    def __call__(self, done: int, total: int) -> None:
        """So many of so many are done."""
        now = time.monotonic()
        if now - self._told < 0.5 and done < total:
            return
        self._told = now
        spent = now - self._start
        left = spent / done * (total - done) if done else 0
        end = "\n" if done >= total else ""
        sys.stderr.write(f"\r{self._what} {done}/{total}，约剩 {left:.0f} 秒 {end}")
        sys.stderr.flush()
