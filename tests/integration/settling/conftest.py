"""The made-up county with a scheme (see `tests/scheme_county.py`)."""

from __future__ import annotations

from postgres import migrated, test_installation, urls
from scheme_county import county

__all__ = ["county", "migrated", "test_installation", "urls"]
