"""`xinglin outbreak detect` as somebody runs it: a file in, a file out, no database."""

from __future__ import annotations

import csv
import os
import subprocess
from pathlib import Path

import pytest

from xinglin.site.tools import checkout

HEADER = "dataset,unit,epoch,date,year,period,freq,observed,state\n"


def _told(*words: object) -> subprocess.CompletedProcess[str]:
    command = [str(checkout() / ".venv" / "bin" / "xinglin"), "outbreak", "detect"]
    env = {k: v for k, v in os.environ.items() if not k.startswith("XINGLIN_")}
    return subprocess.run([*command, *map(str, words)], capture_output=True, text=True, env=env)


def _series(path: Path, counts: list[str], unit: str = "龙门") -> Path:
    rows = [f"麻疹,{unit},{n},,2013,{n},52,{count},\n" for n, count in enumerate(counts, 1)]
    path.write_text(HEADER + "".join(rows), "utf-8")
    return path


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def test_a_row_for_each_period_judged(tmp_path: Path) -> None:
    source = _series(tmp_path / "s.csv", ["1", "3", "3", "4", "5", "5", "7", "20", "NA"])
    out = tmp_path / "out.csv"
    told = _told(source, "--algorithm", "earsC1-minSigma0.5", "--out", out)
    assert told.returncode == 0, told.stderr
    first, second = _rows(out)
    assert (first["dataset"], first["unit"], first["row"]) == ("麻疹", "龙门", "8")
    assert (first["observed"], first["alarm"]) == ("20", "1")
    assert (second["observed"], second["alarm"]) == ("NA", "NA")


def test_only_the_last_and_by_a_file_of_settings(tmp_path: Path) -> None:
    source = _series(tmp_path / "s.csv", [str(n % 5) for n in range(60)])
    (tmp_path / "p.toml").write_text('method = "ears"\nname = "mine"\npast = 1\n', "utf-8")
    wrong = _told(source, "--params", tmp_path / "p.toml", "--out", tmp_path / "o.csv")
    assert wrong.returncode != 0 and "没有参数“past”" in wrong.stderr
    (tmp_path / "p.toml").write_text('method = "ears"\nname = "mine"\nminSigma = 2\n', "utf-8")
    told = _told(source, "--params", tmp_path / "p.toml", "--last", 3, "--out", tmp_path / "o.csv")
    assert told.returncode == 0, told.stderr
    assert [row["row"] for row in _rows(tmp_path / "o.csv")] == ["58", "59", "60"]
    assert {row["algorithm"] for row in _rows(tmp_path / "o.csv")} == {"mine"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit,epoch\nA,1\n", "缺少列 observed"),
        (HEADER, "只有表头"),
        (HEADER + "d,A,1,,,,52,-3,\n", "第 2 行 observed：“-3”不是非负整数"),
        (HEADER + "d,A,1,,,,52,3,\nd,A,3,,,,52,3,\n", "第 3 行 epoch"),
        (HEADER + "d,A,1,,,,52,3,\nd,A,1,,,,52,3,\n", "第 3 行 epoch"),
        (HEADER + "d,A,1,2013-13-01,,,52,3,\n", "第 2 行 date"),
        (HEADER + "d,A,1,2013-01-08,,,52,3,\nd,A,2,2013-01-01,,,52,3,\n", "第 3 行 date"),
        (HEADER + "d,A,1,,,,7,3,\n", "第 2 行 freq"),
    ],
)
def test_a_wrong_file_is_told_in_one_sentence(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "s.csv").write_text(text, "utf-8")
    told = _told(tmp_path / "s.csv", "--algorithm", "rki", "--out", tmp_path / "o.csv")
    assert told.returncode != 0
    assert said in told.stderr
    assert "Traceback" not in told.stderr and not (tmp_path / "o.csv").exists()


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--algorithm", "flex"], "没有叫“flex”的算法"),
        ([], "没有写明算法"),
        (["--algorithm", "rki", "--last", "0"], "--last"),
        (["--algorithm", "rki", "--params", "none.toml"], "参数文件"),
    ],
)
def test_wrong_words_are_told(words: list[str], said: str, tmp_path: Path) -> None:
    source = _series(tmp_path / "s.csv", ["1"] * 20)
    told = _told(source, *words, "--out", tmp_path / "o.csv")
    assert told.returncode != 0 and said in told.stderr and "Traceback" not in told.stderr


def test_too_short_a_series_is_told_and_leaves_the_header(tmp_path: Path) -> None:
    source = _series(tmp_path / "s.csv", ["1"] * 20)
    told = _told(source, "--algorithm", "flex-nb-p10", "--out", tmp_path / "o.csv")
    assert told.returncode == 0 and "没有够长的基线" in told.stderr
    assert (tmp_path / "o.csv").read_text("utf-8").startswith("dataset,unit,algorithm,row,observed")
