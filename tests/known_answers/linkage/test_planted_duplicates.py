"""Planted duplicates are found, of every kind, and few others with them."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from planted import KINDS, Planted, named, planted

from xinglin.content.rulebooks.office.person_matching import PersonMatching
from xinglin.linkage import PersonRow, Points, compare, likely_duplicates

DAY = date(2026, 1, 1)
POINTS = Points(
    **{  # type: ignore[arg-type]
        name: PersonMatching.as_code_set().attribute(name, "value", DAY)
        for name in PersonMatching.parameters
    }
)


@pytest.fixture(scope="module")
def town() -> Planted:
    return planted(12_000)


def test_planted_duplicates_are_found(town: Planted, capsys: pytest.CaptureFixture[str]) -> None:
    """2 000 are planted, 333 or 334 of each kind: counted while planting, not by the code tried."""
    found, passed_over = likely_duplicates(town.rows, POINTS)
    pairs = {(f.first, f.second) for f in found}
    hits = pairs & set(town.pairs)
    precision, recall = len(hits) / len(pairs), len(hits) / len(town.pairs)
    by_kind = Counter(town.pairs[pair] for pair in hits)
    planted_by_kind = Counter(town.pairs.values())
    with capsys.disabled():
        print(  # noqa: T201 - the measured figures are wanted
            f"\n  疑似重复：植入 {len(town.pairs)} 对，列出 {len(pairs)} 对，"
            f"查准率 {precision:.4f}，查全率 {recall:.4f}；各类 "
            + "，".join(f"{k} {by_kind[k]}/{planted_by_kind[k]}" for k in KINDS)
        )
    assert len(town.pairs) == 2_000
    assert passed_over == 0
    assert recall >= 0.99
    assert precision >= 0.95
    assert all(by_kind[kind] >= 0.97 * planted_by_kind[kind] for kind in KINDS)


def test_strangers_of_one_name_are_not_listed() -> None:
    """Two whole numbers that differ speak against any likeness of name: arithmetic by hand."""
    one = PersonRow(1, "张伟", "zhang1 wei3|张伟", "1", date(1985, 1, 1), "998801198501010016")
    two = PersonRow(2, "张伟", "zhang1 wei3|张伟", "1", date(1985, 1, 1), "998801198501010032")
    told = compare(one, two, POINTS)
    assert one.has_whole_number
    assert two.has_whole_number
    assert told.score == 30 + 25 + 5 - 60
    assert told.reasons == ("证件号码不同", "姓名相同", "出生日期相同", "性别相同")


@pytest.mark.parametrize(
    ("number", "name", "score", "reason"),
    [
        # 90 same number, -25 another name
        ("998801198501010016", "李娜", 65, "证件号码相同"),
        # the old number of the same person: 90 + 30, at most 100
        ("998801850101001", "张伟", 100, "15 位与 18 位号码属同一人"),
        # 50 + 30
        ("998801198501010026", "张伟", 80, "证件号码只差一位"),
        # 0 - 25, kept at 0
        ("", "李娜", 0, "姓名不同"),
    ],
)
def test_points_by_hand(number: str, name: str, score: int, reason: str) -> None:
    one = named(PersonRow(1, "", id_number="998801198501010016"), "张伟")
    two = named(PersonRow(2, "", id_number=number), name)
    told = compare(one, two, POINTS)
    assert told.score == score
    assert reason in told.reasons


def test_a_clinics_telephone_joins_nobody() -> None:
    """61 people of one surname and one telephone: no group that is looked into, and it is said."""
    rows = [
        named(PersonRow(n, "", phone="13900000000"), f"王{chr(0x4E00 + n)}") for n in range(1, 62)
    ]
    assert likely_duplicates(rows, POINTS) == ([], 1)
