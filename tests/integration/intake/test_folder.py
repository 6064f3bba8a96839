"""A folder with its order of loading, as `sample build` writes it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from cards import card, write_csv

LOAD = """
format = 1
clock = "2013-07-05T09:00:00+08:00"

[[divisions]]
file = "divisions.csv"

[[load]]
register = "notifiable_case"
file = "cards.csv"
channel = "batch"
"""


def folder(tmp_path: Path, load: str = LOAD) -> Path:
    (tmp_path / "load.toml").write_text(load, "utf-8")
    (tmp_path / "divisions.csv").write_text(
        "code,name,level,parent,fictitious\n998801777,试验街道,township,998801,1\n", "utf-8"
    )
    write_csv(
        tmp_path / "cards.csv", [card(卡片编号="fold1", 现住址国标码="试验街道", 报告单位="990001")]
    )
    return tmp_path


def test_divisions_and_files_come_in_by_the_folders_clock(town, tmp_path, cards_in) -> None:
    from xinglin.intake.run import intake_folder

    (result,) = intake_folder(folder(tmp_path), by="admin")
    assert (result.rows, result.accepted) == (1, 1), result.errors
    (row,) = cards_in("fold1")
    assert row["place"] == "998801777"
    assert row["recorded_at"] == datetime.fromisoformat("2013-07-05T09:00:00+08:00")


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ("format = 1", "format = 3", "须写明 format = 1"),
        ('"cards.csv"', '"none.csv"', "文件夹里没有“none.csv”"),
        ('"cards.csv"', '"../cards.csv"', "文件夹里没有“../cards.csv”"),
        ("channel", "chanel", "不认识“chanel”"),
        ("09:00:00+08:00", "09:00:00", "clock 应是带时区的时间"),
        ("[[load]]", "[[loads]]", "须有 [[load]]"),
    ],
)
def test_a_slip_in_the_load_file_is_named(town, tmp_path, good, bad, sentence) -> None:
    from xinglin.intake.run import IntakeFileError, intake_folder

    with pytest.raises(IntakeFileError) as caught:
        intake_folder(folder(tmp_path, LOAD.replace(good, bad, 1)), by="admin")
    assert sentence in str(caught.value)


def test_divisions_take_an_administrator(town, tmp_path) -> None:
    from xinglin.actions.problems import ForbiddenError
    from xinglin.intake.run import intake_folder

    with pytest.raises(ForbiddenError, match="系统管理"):
        intake_folder(folder(tmp_path), by="clerk")


def test_a_division_below_an_unknown_one_is_named(town, tmp_path) -> None:
    from xinglin.intake.run import IntakeFileError, intake_folder

    made = folder(tmp_path)
    (made / "divisions.csv").write_text(
        "code,name,level,parent\n770001001,某镇,township,770001\n", "utf-8"
    )
    with pytest.raises(IntakeFileError, match="上级代码还没有载入：770001"):
        intake_folder(made, by="admin")
