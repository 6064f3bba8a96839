"""`xinglin migrations`: write the migrations the declarations ask for (for developers)."""

from __future__ import annotations

import argparse

from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--check", action="store_true", help="只看是否缺迁移，缺则退出码为 1")


def run(given: argparse.Namespace) -> int:
    """Write them, or say whether any is missing."""
    from xinglin.store.migration_writing import write_migrations

    paths = write_migrations(dry_run=given.check)
    for path in paths:
        give(path.name)
    return 1 if given.check and paths else 0
