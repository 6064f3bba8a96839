"""The made-up town (see `tests/town.py`) and the command line run over it in this process."""

from __future__ import annotations

from command_line import xinglin
from postgres import migrated, test_installation, urls
from town import town

__all__ = ["migrated", "test_installation", "town", "urls", "xinglin"]
