"""The made-up town (see `tests/town.py`) and a clean desk for each test's own cards."""

from __future__ import annotations

from postgres import migrated, test_installation, urls
from town import town

__all__ = ["migrated", "test_installation", "town", "urls"]
