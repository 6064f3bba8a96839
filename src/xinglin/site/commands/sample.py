"""`xinglin sample build|score`: a training data set that reproduces given figures."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.outputs import output_file, output_folder
from xinglin.site.progress import give, say


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    below = parser.add_subparsers(dest="what", required=True, metavar="build|score")
    build = below.add_parser("build", help="由目标值生成样例数据")
    build.add_argument("--targets", required=True, type=Path, metavar="目标.csv")
    build.add_argument("--out", required=True, type=Path, metavar="文件夹")
    score = below.add_parser("score", help="现有记录重现了多少目标值")
    score.add_argument("--targets", required=True, type=Path, metavar="目标.csv")
    score.add_argument("--json", type=Path, metavar="结果.json")
    for one in (build, score):
        one.add_argument("--database", default="demo", metavar="名称")


def run(given: argparse.Namespace) -> int:
    """Build or score."""
    return _build(given) if given.what == "build" else _score(given)


def _build(given: argparse.Namespace) -> int:
    from xinglin.sample.build import build

    built = build(given.targets, output_folder(given.out), progress=say)
    for line in built.lines():
        say(line)
    give(str(given.out))
    return 0


def _score(given: argparse.Namespace) -> int:
    from xinglin.indicators.figures import Figure
    from xinglin.language.periods import parse_period
    from xinglin.reports.figures import evaluation
    from xinglin.reports.snapshot_taking import take
    from xinglin.sample.score import score
    from xinglin.store.acting import acting

    if given.json:
        output_file(given.json)
    with acting(SYSTEM_USER, action="sample.score"):
        asked = evaluation(take().name)

        def figure_of(indicator: str, place: str, period: str) -> Figure:
            return asked.figures(place, parse_period(period), [indicator])[0]

        result: Any = score(given.targets, figure_of)
    text = json.dumps(result.to_json(), ensure_ascii=False, indent=1)
    if given.json:
        given.json.write_text(text + "\n", "utf-8")
    give(text)
    return 0
