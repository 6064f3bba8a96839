"""What surfaces need of each other is handed over here: they do not know each other."""

from __future__ import annotations


def connect() -> None:
    """Give the pages their way to take files in."""
