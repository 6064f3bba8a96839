"""`xinglin indicators` on Spark and over several installations' snapshots."""

from __future__ import annotations

import json
import socket
import sys
from pathlib import Path
from typing import Any

import pytest
from tests.spark.dealt_out import share

from command_line import Command, xinglin
from town import CITY
from xinglin.query.spark_engine import SparkError, connect

__all__ = ["xinglin"]
ASKED = ("indicators", "--place", CITY, "--period", "2013H1")
SPARK = ("--engine", "spark", "--connect")


def _figures(out: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in row.items() if k != "snapshot"} for row in json.loads(out)]


def test_the_figures_of_this_installation_are_the_same(
    xinglin: Command, spark_address: str, as_a_program: None
) -> None:
    names = ("class_bc_cases", "class_bc_incidence", "class_bc_cases_change", "zero_reports_sent")
    only = [word for name in names for word in ("--indicator", name)]
    here, there = xinglin(*ASKED, *only), xinglin(*ASKED, *only, *SPARK, spark_address)
    assert (here.code, there.code) == (0, 0), there.err
    assert _figures(there.out) == _figures(here.out)
    assert [row["value"] for row in _figures(there.out)][::3] == ["5", "13"]


def test_three_installations_together(
    xinglin: Command, spark_address: str, as_a_program: None, asked: Any, tmp_path: Path
) -> None:
    """The town's cards dealt out to three; the same cards together again."""
    for number in range(3):
        share(asked.snapshot, number, tmp_path / f"第{number}套" / "snapshots")
    folders = ["--snapshots", *map(str, sorted(tmp_path.iterdir()))]
    only = ("--indicator", "class_bc_cases", "--by", "installation")
    here = xinglin(*ASKED, *folders, *only)
    there = xinglin(*ASKED, *folders, *only, *SPARK, spark_address)
    assert (here.code, there.code) == (0, 0), there.err
    assert json.loads(here.out) == json.loads(there.out)
    assert [row["category"] for row in json.loads(here.out)] == ["第0套", "第1套", "第2套"]
    assert "第0套：快照" in here.err
    whole = json.loads(xinglin(*ASKED, *folders, *only[:2]).out)[0]
    assert whole["value"] == json.loads(xinglin(*ASKED, *only[:2]).out)[0]["value"]


def _closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_what_cannot_be_asked_is_told_in_one_sentence(
    xinglin: Command, as_a_program: None, tmp_path: Path
) -> None:
    nobody = f"sc://127.0.0.1:{_closed_port()}"
    for words, told in (
        (["--engine", "spark"], "--connect"),
        (["--connect", nobody], "--engine spark"),
        ([*SPARK, "127.0.0.1:15002"], "sc://主机:端口"),
        ([*SPARK, "sc://127.0.0.1:many"], "sc://主机:端口"),
        ([*SPARK, nobody], f"连不上 Spark（{nobody}）"),
        (["--snapshots", str(tmp_path)], "没有快照"),
        (["--snapshots", str(tmp_path), "--snapshot", "x"], "只能给一个"),
    ):
        ended = xinglin(*ASKED, *words)
        assert ended.is_refusal(), (words, ended)
        assert told in ended.err


def test_without_the_client_the_way_to_get_it_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql.connect.session", None)
    with pytest.raises(SparkError, match=r"^没有装 Spark 的客户端.*requirements/spark\.txt.*。$"):
        connect("sc://127.0.0.1:15002")


def test_files_that_the_cluster_cannot_read_are_told(
    spark: Any, asked: Any, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    from xinglin.language.periods import parse_period
    from xinglin.query.spark_engine import SparkEngine

    gone = share(asked.snapshot, 0, tmp_path)
    engine = SparkEngine(gone, asked.definitions.code_sets, spark)
    plan = asked.plan("class_bc_cases")
    for path in gone.paths(plan.sides[0].table):
        path.unlink()
    with pytest.raises(SparkError, match=r"^Spark 没有算完.*读到快照文件。$"):
        engine.members(plan, "numerator", CITY, parse_period("2013H1"))
    assert capfd.readouterr().err == ""
