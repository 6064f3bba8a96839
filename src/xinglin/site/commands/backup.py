"""`xinglin backup FILE`: everything of an installation in one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from xinglin.site.outputs import output_file
from xinglin.site.passphrases import passphrase_in
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("file", type=Path, metavar="文件")
    parser.add_argument(
        "--passphrase-file", type=Path, metavar="口令文件",
        help="用该文件第一行的口令加密备份；口令请另处保管",
    )  # fmt: skip


def run(given: argparse.Namespace) -> int:
    """Write it; the pages may go on meanwhile."""
    from xinglin.store.backup import make_backup
    from xinglin.store.home import home
    from xinglin.store.server import ensure_running

    path = output_file(given.file)
    passphrase = passphrase_in(given.passphrase_file)
    inst = home()
    owner = ensure_running(inst).owner
    size = make_backup(inst, owner, path, passphrase=passphrase, progress=say)
    if not passphrase:
        say(
            "注意：这份备份没有加密，内含个人信息和封存密钥（仅本账号可读），"
            "请放在上锁的介质上，或加 --passphrase-file 重做。"
        )
    say(f"备份已写成，{size / 2**20:.1f} MB。")
    give(str(path))
    return 0
