"""Reading targets files: faults all at once, in Chinese, with line and column."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.unit.sample.targets_files import count_row, share_row, write

from xinglin.language.catalogue import load
from xinglin.sample.build import known_divisions
from xinglin.sample.problems import SampleError
from xinglin.sample.targets import TargetFile, read_targets

GOOD = count_row("A-1", "class_bc_cases", "998825", "2013H1", 412)


def read(path: Path) -> TargetFile:
    return read_targets(path, load().indicators, known_divisions())


def faults(path: Path) -> tuple[str, ...]:
    with pytest.raises(SampleError) as caught:
        read(path)
    return caught.value.messages


@pytest.mark.parametrize(
    ("column", "row"),
    [
        ("value", {**GOOD, "value": "412.5", "value_base": "412.5"}),
        ("value_base", {**GOOD, "value_base": "41200"}),
        ("value_base", {**GOOD, "value": "4", "unit": "万例", "value_base": "4"}),
        ("value_base", {**GOOD, "value": "-4", "value_base": "4"}),
    ],
)
def test_a_number_that_cannot_be_what_its_line_says_is_never_bent(
    tmp_path: Path, column: str, row: dict[str, str]
) -> None:
    found = faults(write(tmp_path / "t.csv", [row]))
    assert [m.startswith(f"t.csv 第 2 行“{column}”列：") for m in found] == [True], found


def test_every_fault_is_told_with_line_and_column(tmp_path: Path) -> None:
    rows = [
        {**GOOD, "place": "130"},
        {**GOOD, "id": "A-2", "period": "2013H3"},
        {**GOOD, "id": "A-3", "indicator": "measels_cases"},
        {**GOOD, "id": "A-4", "value": "四百"},
        {**GOOD, "id": "A-5", "kind": "yoy"},
        {**GOOD, "id": "A-6", "value_base": "41"},
        {**GOOD, "id": "A-7", "qualifier": "大概"},
        {**GOOD, "id": "A-8", "decimals": ""},
        GOOD,
        {**GOOD, "id": ""},
    ]
    found = faults(write(tmp_path / "t.csv", rows))
    places = [m.split("”列", 1)[0].split("t.csv ", 1)[1] for m in found]
    assert places == [
        *("第 2 行“place", "第 3 行“period", "第 4 行“indicator", "第 5 行“value"),
        *("第 6 行“kind", "第 7 行“value_base", "第 8 行“qualifier", "第 9 行“decimals"),
        *("第 10 行“id", "第 11 行“id"),
    ]


def test_a_missing_column_and_a_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("id,place\n1,998825\n", encoding="utf-8")
    assert "period" in faults(tmp_path / "t.csv")[0]
    assert "不存在" in faults(tmp_path / "none.csv")[0]


def test_rows_without_an_indicator_are_kept_apart_unread(tmp_path: Path) -> None:
    rows = [GOOD, {**GOOD, "id": "B-1", "indicator": "", "place": "Y", "period": "half"}]
    found = read(write(tmp_path / "t.csv", rows))
    assert [t.id for t in found.targets] == ["A-1"]
    assert found.without_indicator == ("B-1",)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_in_use_are_read(tmp_path: Path, encoding: str) -> None:
    found = read(write(tmp_path / "t.csv", [{**GOOD, "metric_zh": "发病数"}], encoding))
    assert found.targets[0].printed == 412


def test_a_fall_stands_in_the_sign_of_the_base_value(tmp_path: Path) -> None:
    row = share_row("A-2", "class_bc_cases_change", "998825", "2013H1", -1, kind="yoy")
    target = read(write(tmp_path / "t.csv", [row])).targets[0]
    assert (target.printed, target.factor) == (-100, 100)
