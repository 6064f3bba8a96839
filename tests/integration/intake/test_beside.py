"""A long file read by two workers gives what one gives: same records, same findings, same order."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from cards import card, id_number, write_csv

CHUNK = 20


@pytest.fixture
def two_workers(town: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Small chunks from here on; files of any length go to two workers once it is called."""
    from xinglin.actions import bulk_preparing

    monkeypatch.setattr(bulk_preparing, "CHUNK", CHUNK)

    def switch() -> None:
        from xinglin.intake import beside

        monkeypatch.setattr(beside, "LONG", 0)

    return switch


def rows_of(prefix: str) -> list[dict[str, Any]]:
    """Two hundred cards: some wrong, some twice (same or not, near and far), one person often."""
    rows = [card(卡片编号=f"{prefix}{i:04d}") for i in range(200)]
    rows[7]["疾病名称"] = "没有的病"
    rows[31] = {**rows[30]}
    rows[150] = {**rows[3]}
    rows[160] = {**rows[4], "患者姓名": "李四"}
    rows[161] = {**rows[5], "报卡类别": "1"}
    for i in range(40, 180, 20):
        rows[i]["有效证件号"] = id_number(399, born="19750301")
    return rows


def outcome(result: Any) -> tuple[Any, ...]:
    return (
        (result.rows, result.accepted, result.unchanged, result.rejected),
        [(r.row, [(e.field, e.code, e.message) for e in r.errors]) for r in result.rejected_rows],
        [(f.code, f.rows) for f in result.findings],
    )


def test_two_workers_do_what_one_does(town, tmp_path, cards_in, two_workers) -> None:
    alone = take(write_csv(tmp_path / "a.csv", rows_of("BA")))
    two_workers()
    told: list[int] = []
    path = write_csv(tmp_path / "b.csv", rows_of("BB"))
    beside = take(path, progress=lambda done, about: told.append(done))
    assert outcome(beside) == outcome(alone)
    assert alone.rejected == 2
    assert alone.unchanged == 3
    one, two = cards_in("BA"), cards_in("BB")
    assert len(two) == 195
    assert [r["card_no"][2:] for r in two] == [r["card_no"][2:] for r in one]
    assert told[-1] == 200
    assert len(told) == 200 / CHUNK
    again = take(path)
    assert (again.accepted, again.unchanged, again.rejected) == (0, 198, 2)


def test_a_person_in_many_chunks_is_filed_once(town, tmp_path, cards_in, two_workers) -> None:
    two_workers()
    take(write_csv(tmp_path / "p.csv", rows_of("BP")))
    wanted = id_number(399, born="19750301")
    persons = {r["person_id"] for r in cards_in("BP") if r["id_number"] == wanted}
    assert len(persons) == 1


def test_numbers_are_given_in_the_order_of_the_file(town, tmp_path, cards_in, two_workers) -> None:
    two_workers()
    rows = [
        card(卡片编号="", 患者姓名=f"王{'甲乙丙丁'[i % 4]}", 备注=f"第{i:03d}行")
        for i in range(130)
    ]
    for i, row in enumerate(rows):
        row["有效证件号"] = id_number(i, born="19660606")
    result = take(write_csv(tmp_path / "n.csv", rows))
    assert result.accepted == 130
    found = [r for r in cards_in("") if (r["remark"] or "").startswith("第")]
    assert len(found) == 130
    by_number = sorted(found, key=lambda r: r["card_no"])
    assert [r["remark"] for r in by_number] == sorted(r["remark"] for r in found)


def test_a_file_changed_under_way_is_refused(town, tmp_path, two_workers, monkeypatch) -> None:
    from xinglin.intake import beside
    from xinglin.intake.run import IntakeFileError

    two_workers()
    path = write_csv(tmp_path / "c.csv", rows_of("BC"))
    told = beside.record_beside

    def changed(*args: Any) -> Any:
        write_csv(path, rows_of("BX"))
        return told(*args)

    monkeypatch.setattr("xinglin.intake.one_file.record_beside", changed)
    with pytest.raises(IntakeFileError, match="被改动"):
        take(path)


def test_rows_out_of_reach_are_refused_by_both_workers(town, tmp_path, two_workers) -> None:
    two_workers()
    rows = [card(卡片编号=f"BR{i:04d}", 报告单位="990001") for i in range(100)]
    result = take(write_csv(tmp_path / "r.csv", rows), by="other_clerk")
    assert (result.accepted, result.rejected) == (0, 100)


def take(path: Path, *, by: str = "clerk", **how: Any) -> Any:
    from xinglin.intake.run import intake_file

    return intake_file(path, register="notifiable_case", by=by, **how)
