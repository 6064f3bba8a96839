"""Files that a command is asked to write: refused before the work begins."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO


class OutputPathError(ValueError):
    """A place where nothing can be written; the message is one sentence in Chinese."""


def output_file(path: Path) -> Path:
    """A file to be written. Raises OutputPathError where its folder is none, or it is a folder."""
    if path.is_dir():
        raise OutputPathError(f"“{path}”是一个文件夹，请写明要写成的文件名。")
    if not path.parent.is_dir():
        raise OutputPathError(f"没有文件夹“{path.parent}”，请先建立它，或换一个位置。")
    return path


def output_folder(path: Path) -> Path:
    """A folder to be filled, made when missing. Raises OutputPathError where a file is there."""
    taken = next((p for p in (path, *path.parents) if p.exists()), path)
    if taken.exists() and not taken.is_dir():
        raise OutputPathError(f"“{taken}”是一个文件，不能当作文件夹，请换一个位置。")
    return path


@contextmanager
def written_whole(path: Path, *, newline: str | None = None) -> Iterator[TextIO]:
    """A text file that appears under its name when it is whole, or not at all."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8", newline=newline) as stream:
            yield stream
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
