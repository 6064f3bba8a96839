"""Published figures become targets by a table; nothing is left out, nothing goes unseen."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from xinglin.sample.mapping import TARGET_COLUMNS, make_targets
from xinglin.sample.problems import SampleError

SAMPLES = Path(__file__).resolve().parents[3] / "samples"
FIGURE = {"id": "Y-1", "place": "Y", "period": "half", "value": "3"}
MAPPED = {
    "id": "Y-1",
    "indicator": "class_bc_cases",
    "place": "998881",
    "period": "2013H1",
    "contradiction": "",
}


def test_a_figure_takes_indicator_place_and_period_of_the_table() -> None:
    (row,) = make_targets([FIGURE], [MAPPED])
    assert row == {**MAPPED, "value": "3"}


def test_ids_in_one_table_only_are_named() -> None:
    with pytest.raises(SampleError) as caught:
        make_targets([FIGURE], [{**MAPPED, "id": "Y-2"}])
    assert [("Y-1" in m, "Y-2" in m) for m in caught.value.messages] == [
        (True, False),
        (False, True),
    ]


def test_the_shipped_files_agree_with_the_table() -> None:
    def rows(name: str) -> list[dict[str, str]]:
        with (SAMPLES / name).open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    targets, mapping = rows("targets-2013H1.csv"), rows("targets-mapping.csv")
    assert tuple(targets[0]) == TARGET_COLUMNS
    # 328 figures in ../shared/targets/published.csv (its README): none is dropped.
    assert len(targets) == len(mapping) == 328
    assert make_targets(targets, mapping) == targets
    assert {r["id"] for r in targets if r["contradiction"]} == {
        *("Y-D21-02", "X-M3-03", "X-L3-03", "Q-D1-07"),
    }
