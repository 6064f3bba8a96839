"""`xinglin intake [REGISTER] FILE`: records come in through the same door as from a page."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.outputs import output_file
from xinglin.site.progress import Counter, give, say
from xinglin.site.registers import register_named


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("names", nargs="*", metavar="[登记表] 文件", help="登记表可由对照文件给出")
    parser.add_argument(
        "--mapping", type=Path, metavar="对照.toml", help="外来列名、代码的对照文件"
    )
    parser.add_argument("--as", dest="by", default=SYSTEM_USER, metavar="用户")
    parser.add_argument("--result", type=Path, metavar="结果.json")
    parser.add_argument(
        "--errors", type=Path, metavar="错误.xlsx", help="退回的行写成可改后再交的表"
    )
    parser.add_argument("--all", type=Path, metavar="文件夹", help="sample build 生成的文件夹")


def run(given: argparse.Namespace) -> int:
    """Take a file or a folder in; exit 1 when a file's rows were all rejected."""
    if bool(given.all) == bool(given.names) or len(given.names) > 2:
        say("命令写法有误：请给“登记表 文件”，或“文件 --mapping 对照.toml”，或 --all 文件夹。")
        return 2
    from xinglin.intake.run import intake_file, intake_folder

    for asked in (given.result, given.errors):
        if asked:
            output_file(asked)  # refused before any row comes in
    register = register_named(given.names[0]).name if len(given.names) == 2 else None
    if given.all:
        results = intake_folder(given.all, by=given.by, progress=Counter("已处理"))
    else:
        results = [
            intake_file(
                Path(given.names[-1]),
                register=register,
                mapping=given.mapping,
                by=given.by,
                progress=Counter("已处理"),
            )
        ]
    shown = [r.to_json() for r in results]
    text = json.dumps(shown if given.all else shown[0], ensure_ascii=False, indent=1)
    if given.result:
        given.result.write_text(text + "\n", "utf-8")
    if given.errors and not given.all and results[0].rejected:
        from xinglin.intake.error_workbook import error_workbook

        given.errors.write_bytes(error_workbook(results[0]))
    give(text)
    # Rejected rows are the reporter's to mend and stand in the result; the command has done its
    # work unless it could take nothing at all.
    return 1 if any(r.rejected and not (r.accepted or r.unchanged) for r in results) else 0
