"""The demo's pages live where its sample lives; a real installation keeps the real clock."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path

from django.conf import settings

CLOCK = "XINGLIN_CLOCK"


def use_sample_clock(root: Path) -> None:
    """Let the pages of a training installation start at its sample's clock, unless one is set.

    root: the installation's folder. The database heeds it in training installations only.
    """
    clock = "" if CLOCK in os.environ else sample_clock(root)
    if clock:
        os.environ[CLOCK] = clock  # for the server's worker, a process of its own
        settings.SIMULATED_CLOCK = clock


def sample_clock(root: Path) -> str:
    """The moment at which an installation's sample was loaded; '' where it has none."""
    plan = root / "sample" / "load.toml"
    if not plan.is_file():
        return ""
    return str(tomllib.loads(plan.read_text("utf-8")).get("clock") or "")
