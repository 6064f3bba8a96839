"""Which files of an installation belong into its backup: all that are not made anew.

The folder is walked, so what a later version keeps there comes along without a line here.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

# The server's own files come as a dump; logs tell of this machine; the passwords of the database's
# roles belong to its server; locks and notes are of running programs.
_REBUILT_FOLDERS = frozenset({"pg", "log"})
_REBUILT_FILES = frozenset({"pg.location", "server.lock", "server.users", "server.by-command"})
_PASSWORDS = "database-*.password"
MANIFESTS, SEGMENTS, REPORTS = "snapshots/manifests", "snapshots/segments", "reports"


def files_of(root: Path) -> set[str]:
    """Paths, relative to the installation's folder, of all files that are kept."""
    found = set()
    for folder, below, names in os.walk(root):
        at = PurePosixPath(Path(folder).relative_to(root).as_posix())
        # Hidden ones are half written: each is renamed when it is whole.
        below[:] = [
            name
            for name in below
            if not name.startswith(".") and (at.parts or name not in _REBUILT_FOLDERS)
        ]
        found |= {str(at / name) for name in names if not _is_rebuilt(at, name)}
    return found


def _is_rebuilt(at: PurePosixPath, name: str) -> bool:
    if name.startswith(".") or name.endswith(".making"):
        return True
    if not at.parts:
        return name in _REBUILT_FILES
    return at == PurePosixPath("keys") and PurePosixPath(name).match(_PASSWORDS)


def chosen(root: Path, before: set[str], snapshots: set[str], reports: set[str]) -> list[str]:
    """The files to back up with a database state.

    before: those there before that state was fixed. Of snapshots and reports made since, only
    those the state knows: a snapshot that is newer than its database would count what is lost.
    """
    kept = set()
    for path in before | files_of(root):
        parts = PurePosixPath(path)
        if parts.is_relative_to(MANIFESTS):
            is_known = parts.stem in snapshots
        elif parts.is_relative_to(REPORTS):
            is_known = parts.parts[1] in reports
        else:
            is_known = not parts.is_relative_to(SEGMENTS)
        if is_known or (path in before and parts.is_relative_to(MANIFESTS)):
            kept.add(path)
    return sorted(kept | _segments(root, kept))


def _segments(root: Path, kept: Iterable[str]) -> set[str]:
    """The data files that the kept snapshots name."""
    found = set()
    for path in kept:
        if PurePosixPath(path).is_relative_to(MANIFESTS):
            tables = json.loads((root / path).read_bytes())["tables"].values()
            found |= {f"{SEGMENTS}/{s['file']}" for table in tables for s in table["segments"]}
    return found
