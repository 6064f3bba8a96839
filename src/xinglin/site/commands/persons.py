"""`xinglin persons duplicates`: list who may be one human, for people to decide."""

from __future__ import annotations

import argparse
from time import monotonic

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument(
        "what", choices=("duplicates",), metavar="duplicates", help="比对全部人员，列出疑似重复"
    )


def run(given: argparse.Namespace) -> int:
    """Compare everybody in a group with everybody in it; the pairs wait on the page 疑似重复."""
    from xinglin.actions.duplicates import find_duplicates
    from xinglin.actions.moments import today
    from xinglin.store.acting import acting

    say("正在比对全部人员……")
    began = monotonic()
    with acting(SYSTEM_USER, action="person.duplicates"):
        batch = find_duplicates(today())
    give(
        f"人员 {batch.persons} 行，疑似重复 {batch.listed} 对，新列入 {batch.fresh} 对，"
        f"用时 {monotonic() - began:.1f} 秒；请在“疑似重复”页上逐对处理。"
    )
    if batch.passed_over:
        say(f"有 {batch.passed_over} 组共用号码或电话的人太多，未逐对比对，请核对。")
    return 0
