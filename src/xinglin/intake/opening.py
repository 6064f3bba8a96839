"""Open a file for a register: its cells, and which column is which item."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xinglin.intake.headers import Layout, expected_headers, layout_of
from xinglin.intake.mapping import FileMapping
from xinglin.intake.reading import SourceFile, read_file
from xinglin.language.registers import Register


@dataclass(frozen=True)
class Opened:
    """A file and how its rows are read."""

    source: SourceFile
    layout: Layout


def open_file(
    path: Path,
    register: type[Register],
    channel: str,
    mapping: FileMapping | None,
    *,
    is_known_whole: bool = False,
) -> Opened:
    """Open a file for intake into a register. Raises IntakeFileError."""
    source = read_file(
        path,
        known_headers=expected_headers(register, mapping),
        encoding=mapping.encoding if mapping else "",
        is_known_whole=is_known_whole,
    )
    return Opened(source, layout_of(source, register, channel, mapping))
