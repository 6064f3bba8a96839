"""Where things are in the checkout."""

from __future__ import annotations

import hashlib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SPARK = ROOT / ".venv-spark"
TOOLS = ROOT / ".tools"
BIN = TOOLS / "bin"
FONTS = TOOLS / "fonts"
WEB = TOOLS / "web"
LOGS = TOOLS / "logs"
DOWNLOADS = TOOLS / "downloads"
STAMPS = TOOLS / "stamps"
MISSING = TOOLS / "missing.json"
LOCK = TOOLS / "set_up.lock"


def sha256_of(path: Path) -> str:
    """Hex SHA-256 of a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
