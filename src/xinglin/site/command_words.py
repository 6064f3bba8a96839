"""The command line's parser speaking Chinese: argparse's own headings and complaints put so."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterable
from typing import Any

from xinglin.site.progress import say

_COMPLAINTS = tuple(
    (re.compile(pattern, re.DOTALL), words)
    for pattern, words in (
        (r"argument (.+?): invalid choice: (.+) \(choose from (.+)\)", r"\1 没有 \2，可用：\3"),
        (r"the following arguments are required: (.+)", r"还缺 \1"),
        (r"unrecognized arguments: (.+)", r"不认识 \1"),
        (r"ambiguous option: (.+?) could match (.+)", r"\1 不够明确，可指 \2"),
        (r"argument (.+?): expected one argument", r"\1 后面要写一个值"),
        (r"argument (.+?): expected at least one argument", r"\1 后面至少要写一个值"),
        (r"argument (.+?): ignored explicit argument (.+)", r"\1 不带值，请去掉 \2"),
        (r"argument (.+?): invalid int value: (.+)", r"\1 的值 \2 不是整数"),
        (r"argument (.+?): not allowed with argument (.+)", r"\1 不能与 \2 同时用"),
        (r"one of the arguments (.+) is required", r"须写 \1 之一"),
        (r"argument (.+?): (.+)", r"\1：\2"),
    )
)


def complaint(message: str) -> str:
    """What argparse complains of, in Chinese."""
    for pattern, words in _COMPLAINTS:
        if found := pattern.fullmatch(message):
            return found.expand(words)
    return message


class _Help(argparse.HelpFormatter):
    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, "用法：" if prefix is None else prefix)


class Parser(argparse.ArgumentParser):
    """A parser of commands; its errors are one sentence and exit code 2."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"formatter_class": _Help, **options, "add_help": False})
        self._positionals.title, self._optionals.title = "命令和文件", "选项"
        self.add_argument("-h", "--help", action="help", help="显示本说明")

    def error(self, message: str) -> None:  # type: ignore[override]
        say(f"命令写法有误：{complaint(message)}。用 {self.prog} --help 查看用法。")
        raise SystemExit(2)
