"""One file that holds a whole installation: its database, its files, its keys; and back again.

``sealed_file`` is the file's form, ``database`` what PostgreSQL gives and takes, ``files`` which
files belong to it, ``making`` and ``restoring`` the two directions. No Django in here.
"""

from __future__ import annotations

from xinglin.store.backup.making import make_backup
from xinglin.store.backup.restoring import restore_backup
from xinglin.store.backup.sealed_file import BackupError

__all__ = ["BackupError", "make_backup", "restore_backup"]
