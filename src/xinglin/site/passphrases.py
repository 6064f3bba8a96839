"""The passphrase of a backup, from the first line of a file: never from the command line."""

from __future__ import annotations

from pathlib import Path

FEWEST = 12


class PassphraseError(ValueError):
    """A passphrase file that cannot be used; the message is one Chinese sentence."""


def passphrase_in(path: Path | None) -> str:
    """The passphrase; "" without a file. Raises PassphraseError."""
    if path is None:
        return ""
    first = path.read_text("utf-8").partition("\n")[0].strip()
    if len(first) < FEWEST:
        raise PassphraseError(f"口令文件“{path.name}”第一行不足 {FEWEST} 个字，请改长。")
    return first
