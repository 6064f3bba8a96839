"""The command line `xinglin`. Data go to stdout, progress to stderr, errors are one sentence."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

from xinglin.codes.dates import SHANGHAI
from xinglin.site.command_words import Parser
from xinglin.site.progress import say
from xinglin.site.refusals import in_words
from xinglin.site.start import started
from xinglin.store.server import installation

COMMANDS = {
    "intake": "导入登记数据（.xlsx、.csv）",
    "snapshot": "取快照",
    "indicators": "计算指标",
    "records": "列出一个指标所依据的记录",
    "why": "说明一条记录为什么计入或不计入",
    "report": "编制报告、核验报告、签发",
    "sample": "生成样例数据、对照目标值评分",
    "audit": "核验审计链、列出异常使用",
    "persons": "列出疑似重复的人员",
    "backup": "把一套系统的数据库、快照、报告、密钥备份成一个文件",
    "restore": "由备份文件恢复一套系统",
    "outbreak": "疾病预警：逐期计算阈值，不用数据库",
    "claims": "合作医疗：按补偿方案审核结算、测算、检查方案",
    "demo": "建立演示系统并打开网页",
    "serve": "打开网页服务",
    "doctor": "检查已安装和缺少的组件",
    "template": "生成某登记表的 Excel 模板",
    "user": "用户：建立、角色、范围、停用、重置密码、解锁",
    "token": "发给程序接口用的令牌",
    "migrations": "（开发）按声明写出数据表迁移",
}

WITHOUT_DATABASE = frozenset({"claims", "doctor", "outbreak", "restore"})
"""Commands that work before a database can."""


def parser() -> Parser:
    """The whole command line."""
    top = Parser(prog="xinglin", description="杏林：卫生局业务登记与可核验报告")
    below = top.add_subparsers(dest="command", required=True, metavar="命令", parser_class=Parser)
    for name, about in COMMANDS.items():
        module = importlib.import_module(f"xinglin.site.commands.{name}")
        own = below.add_parser(name, help=about, description=about)
        own.add_argument(
            "--database",
            default="demo",
            metavar="名称",
            help="使用哪一套数据（首次使用时建立），默认 demo",
        )
        module.arguments(own)
        own.set_defaults(run=module.run)
    return top


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit code."""
    given = parser().parse_args(arguments)
    run: Callable[[argparse.Namespace], int] = given.run
    try:
        if given.command in WITHOUT_DATABASE:
            return run(given)
        with started(given.database):
            return run(given)
    except BrokenPipeError:
        # Whoever read our output has enough (`xinglin records … | head`): no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 141
    except KeyboardInterrupt:
        say("已中断；已确认保存的内容不受影响，可重新运行继续。")
        return 130
    except Exception as error:
        if os.environ.get("XINGLIN_DEBUG"):
            raise
        say(_sentence(error, given.database))
        return 1


def _sentence(error: Exception, database: str) -> str:
    text = str(error).strip()
    if text and any("\u4e00" <= c <= "\u9fff" for c in text):
        return text
    if words := in_words(error):
        return words
    place = _log(error, database)
    return (
        f"程序出错（{type(error).__name__}），没做完的部分没有保存；"
        f"出错位置已记入 {place}，请交系统管理员查看。"
    )


def _log(error: Exception, database: str) -> Path:
    """Write down where it happened; never the message or values, which may name a person."""
    folder = installation(database).root / "log"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "errors.log"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    when = datetime.now(SHANGHAI).isoformat(timespec="seconds")
    with path.open("a", encoding="utf-8") as file:
        file.write("\n".join([f"{when} {type(error).__name__}", *lines, ""]))
    return path


if __name__ == "__main__":
    sys.exit(main())
