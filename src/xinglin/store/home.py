"""Where this process's installation keeps its files."""

from __future__ import annotations

import os
from pathlib import Path

from xinglin.store.server.installation import Installation, installation


def home() -> Installation:
    """The installation named by XINGLIN_DATABASE (the demo's without one)."""
    return installation(os.environ.get("XINGLIN_DATABASE") or "demo")


def folder(name: str) -> Path:
    """A folder of the installation (snapshots, definitions, reports, log, files)."""
    return home().root / name
