"""`xinglin snapshot [--known-at TIME]`: take a snapshot, print its name."""

from __future__ import annotations

import argparse

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.known_at import read_known_at
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "--known-at",
        metavar="时间",
        help="打印该时刻（含）之前最近的快照名；快照含全部历史，无须为过去另取",
    )


def run(given: argparse.Namespace) -> int:
    """Take it, or find the one that was newest at a time."""
    from xinglin.reports.figures import snapshot_store
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    known_at = read_known_at(given.known_at)
    with acting(SYSTEM_USER, action="snapshot"):
        manifest = take()
        if known_at is None:
            give(manifest.name)
            return 0
    store = snapshot_store()
    if known_at.isoformat() >= manifest.taken_at:
        say("所给时间不早于现在，用刚取的快照。")
    # History is in every snapshot: the newest one answers for any earlier knowledge.
    give(store.open(manifest.name).name)
    return 0
