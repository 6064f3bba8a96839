"""Print the reference manual: `python -m tests.spec` (make docs) writes docs/reference."""

from __future__ import annotations

from pathlib import Path

from tests.spec.manual import pages

REFERENCE = Path(__file__).resolve().parents[2] / "docs" / "reference"


def write() -> None:
    """Write every page of the manual."""
    REFERENCE.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (REFERENCE / name).write_text(text, "utf-8")


write()
