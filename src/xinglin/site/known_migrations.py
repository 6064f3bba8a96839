"""Which migrations of its own apps this program has, read from their files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import xinglin.store
from xinglin.store.lines import line_apps


def known_migrations() -> dict[str, frozenset[str]]:
    """App → names of its migrations."""
    packages = {"store": xinglin.store.__name__, **{a.label: a.name for a in line_apps()}}
    return {app: _names(package) for app, package in packages.items()}


def _names(package: str) -> frozenset[str]:
    found = find_spec(f"{package}.migrations")
    if found is None or not found.submodule_search_locations:
        return frozenset()
    folder = Path(found.submodule_search_locations[0])
    return frozenset(path.stem for path in folder.glob("[0-9]*.py"))
