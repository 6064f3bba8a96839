"""The made-up town (see `tests/town.py`), for the house tests that need records."""

from __future__ import annotations

from doors import doors, snapshot

from postgres import migrated, test_installation, urls
from town import town

__all__ = ["doors", "migrated", "snapshot", "test_installation", "town", "urls"]
