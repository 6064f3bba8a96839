"""Which snapshots a command counts, and on which engine."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xinglin.site.progress import say

if TYPE_CHECKING:
    from xinglin.query.snapshots import Tables
    from xinglin.reports.figures import Evaluation


class WrongEngineError(ValueError):
    """Words that do not go together; the message is one sentence in Chinese."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of a command that computes figures."""
    parser.add_argument("--snapshot", default="", metavar="名称", help="用已有的快照，默认新取")
    parser.add_argument(
        "--snapshots",
        nargs="+",
        default=[],
        metavar="目录",
        help="把几套系统的快照合在一起算：各套系统的快照目录，取其中最新的一个；"
        "也可写成“名称=目录”，或指明某个快照的清单文件",
    )
    engine_arguments(parser, here="duckdb")


def engine_arguments(parser: argparse.ArgumentParser, *, here: str) -> None:
    """Which engine computes: `here`, the one on this machine, or a cluster."""
    parser.add_argument(
        "--engine", choices=(here, "spark"), default=here,
        help=f"在本机算（{here}）或在 Spark 集群上算",
    )  # fmt: skip
    parser.add_argument(
        "--connect", default="", metavar="地址", help="Spark Connect 服务的地址，如 sc://主机:15002"
    )


def check(given: argparse.Namespace) -> None:
    """Raise WrongEngineError for arguments that contradict each other."""
    if given.snapshot and given.snapshots:
        raise WrongEngineError("--snapshot 与 --snapshots 只能给一个，请去掉其中之一。")
    check_engine(given)


def check_engine(given: argparse.Namespace) -> None:
    """Raise WrongEngineError where an address and the engine do not go together."""
    if given.engine == "spark" and not given.connect:
        raise WrongEngineError("用 Spark 计算须写明服务的地址，请加上 --connect sc://主机:端口。")
    if given.connect and given.engine != "spark":
        raise WrongEngineError("--connect 只用于 Spark，请加上 --engine spark，或去掉 --connect。")


@contextmanager
def evaluating(given: argparse.Namespace) -> Iterator[Evaluation]:
    """The evaluation asked for. Raises SnapshotError or SparkError, in Chinese."""
    from xinglin.reports.definitions import frozen
    from xinglin.reports.figures import Evaluation, current_definitions, evaluation
    from xinglin.store.home import folder

    if given.engine == "duckdb" and not given.snapshots:
        yield evaluation(_own(given))
        return
    tables = _tables(given)
    definitions = frozen(current_definitions().name, folder("definitions"))
    if given.engine == "duckdb":
        yield Evaluation(tables, definitions)
        return
    from xinglin.query.spark_engine import SparkEngine, connect, disconnect

    session = connect(given.connect)
    try:
        yield Evaluation(tables, definitions, SparkEngine(tables, definitions.code_sets, session))
    finally:
        disconnect(session)


def _own(given: argparse.Namespace) -> str:
    from xinglin.reports.snapshot_taking import take

    return str(given.snapshot or take().name)


def _tables(given: argparse.Namespace) -> Tables:
    from xinglin.query.unions import open_union
    from xinglin.reports.figures import snapshot_store

    if not given.snapshots:
        return snapshot_store().open(_own(given))
    union = open_union(given.snapshots)
    for label, snapshot in union.snapshots.items():
        say(f"{label}：快照 {snapshot.name[:12]}，取于 {snapshot.manifest.taken_at}")
    return union
