"""`python3 -m tools.set_up run|check|test`: has everything in place that running, checking or
testing Xinglin needs; what is in place already is left alone."""

from __future__ import annotations

import argparse
import shutil
import sys

from tools import fonts, programs, python_packages, spark, web_files
from tools.command import SetUpError, say
from tools.place import DOWNLOADS
from tools.step import alone

STAGES = ("run", "check", "test")


def main(arguments: list[str]) -> int:
    """Exit status 0 when all is in place, 1 after one sentence on what is not."""
    parser = argparse.ArgumentParser(prog="tools.set_up", description="安装杏林所需的一切")
    parser.add_argument("stage", choices=STAGES, help="run:运行;check:检查代码;test:全部测试")
    stage = STAGES.index(parser.parse_args(arguments).stage)
    try:
        with alone():
            _set_up(stage)
    except SetUpError as error:
        say(f"出错:{error}。改正后重新运行同一条命令即可,已完成的部分不会重做。")
        return 1
    except OSError as error:
        say(f"出错:{error.filename or '文件'} 读写不了({error.strerror}),请检查磁盘空间和权限。")
        return 1
    except KeyboardInterrupt:
        say("已中断。重新运行同一条命令会接着做。")
        return 130
    return 0


def _set_up(stage: int) -> None:
    say("安装杏林所需的软件:")
    steps = python_packages.steps(with_tests=stage >= STAGES.index("check"))
    for step in [*steps, web_files.step(), fonts.step()]:
        step.ensure()
    if stage >= STAGES.index("test"):
        programs.note_missing([*programs.ensure_programs(), *spark.ensure_spark()])
    shutil.rmtree(DOWNLOADS, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
