"""`xinglin doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import argparse
from unicodedata import east_asian_width

from xinglin.site.progress import give


def arguments(parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(given: argparse.Namespace) -> int:
    """Print one line a component; exit 1 when something needed for running is missing."""
    from xinglin.site.doctor import able_to_run, report

    found = report()
    width = max(_wide(item.name) for item in found)
    for item in found:
        name = item.name + " " * (width - _wide(item.name))
        version = item.version or "—"
        remedy = f"；{item.remedy}" if item.remedy else ""
        give(f"{item.state}  {name}  {version}  （{item.need}）{item.purpose}{remedy}")
    able = able_to_run(found)
    give("可以运行。" if able else "还缺运行所需的组件，请按上面的办法补齐。")
    return 0 if able else 1


def _wide(text: str) -> int:
    """How many columns of a terminal a text takes."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
