"""`xinglin restore FILE --database NAME`: an installation again from its backup."""

from __future__ import annotations

import argparse
from pathlib import Path

from xinglin.site.passphrases import passphrase_in
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", type=Path, metavar="文件")
    parser.add_argument("--passphrase-file", type=Path, metavar="口令文件")
    parser.add_argument(
        "--replace", metavar="名称",
        help="替换已有的一套数据：再写一遍其名称以示确认；原来的移到一旁，不删除",
    )  # fmt: skip


def run(given: argparse.Namespace) -> int:
    """Check the whole file first; then restore beside, and move into place."""
    from xinglin.site.known_migrations import known_migrations
    from xinglin.site.users_of_server import nobody_uses
    from xinglin.store.backup import restore_backup
    from xinglin.store.server import installation

    if given.replace is not None and given.replace != given.database:
        say(f"--replace 写的是“{given.replace}”，与 --database“{given.database}”不同，没有恢复。")
        return 2
    inst = installation(given.database)
    passphrase = passphrase_in(given.passphrase_file)
    with nobody_uses(inst):
        done = restore_backup(
            given.file,
            inst,
            known_migrations=known_migrations(),
            passphrase=passphrase,
            replace=given.replace is not None,
            progress=say,
        )
    if done.aside:
        say(f"原来的数据移到了 {done.aside}，核对无误后可自行删除。")
    say(f"“{done.from_name}”{done.made_at} 的备份已恢复：{done.rows} 行，{done.files} 个文件。")
    give(str(inst.root))
    return 0
