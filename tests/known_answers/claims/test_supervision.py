"""Planted frauds are found, and what only looks like one is not."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from xinglin.claims.sampling import drawn, extrapolate
from xinglin.claims.supervision import DiseaseLimit, Finding, Item, Limits, Seen, findings_of

LIMITS = Limits(
    split_days=15, mass_admissions=8, mass_times=5, fee_deviations=3, fee_claims=20,
    frequency_deviations=3, frequency_peers=4, units_per_day=24,
)  # fmt: skip
OBSTETRIC = DiseaseLimit("O", "妊娠、分娩和产褥期", "2", 10, 59)
NEONATAL = DiseaseLimit("P", "起源于围生期的情况", "", 0, 1)


def seen(number: str, first: str, last: str, **changes: Any) -> Seen:
    """A stay of one woman in the county's hospital."""
    values = {
        "claim_no": number, "card_no": "C1", "hospital": "县医院", "level": "county",
        "kind": "inpatient", "admitted": date.fromisoformat(f"2013-{first}"),
        "discharged": date.fromisoformat(f"2013-{last}"), "total_fen": 100_000,
        "paid_fen": 40_000, "disease": "J18", "sex": "2", "born": date(1980, 6, 1),
    }  # fmt: skip
    return Seen(**{**values, **changes})


def found(
    *claims: Seen, diseases: tuple[DiseaseLimit, ...] = ()
) -> list[tuple[str, tuple[str, ...]]]:
    """(rule, claims) of each finding."""
    return [(f.rule, f.claims) for f in findings_of(claims, LIMITS, diseases)]


def test_two_stays_at_once() -> None:
    other = seen("b", "03-08", "03-12", hospital="卫生院", disease="K29", paid_fen=10_000)
    assert found(seen("a", "03-01", "03-10"), other) == [("overlap", ("a", "b"))]
    (finding,) = findings_of([seen("a", "03-01", "03-10"), other], LIMITS)
    assert "重叠 2 天" in finding.evidence and finding.fen == 10_000  # the cheaper one is in doubt


def test_moved_from_one_hospital_to_another_on_one_day_is_nothing() -> None:
    assert not found(seen("a", "03-01", "03-10"), seen("b", "03-10", "03-12", hospital="省医院"))


def test_another_person_may_lie_beside() -> None:
    assert not found(seen("a", "03-01", "03-10"), seen("b", "03-02", "03-09", card_no="C2"))


@pytest.mark.parametrize(
    ("day", "hospital", "hits"),
    [
        ("03-05", "卫生院", 1), ("03-01", "卫生院", 0), ("03-10", "卫生院", 0),
        ("03-05", "县医院", 0),
    ],
)  # fmt: skip
def test_elsewhere_during_a_stay(day: str, hospital: str, hits: int) -> None:
    visit = seen("v", day, day, kind="outpatient", hospital=hospital)
    assert [r for r, _ in found(seen("a", "03-01", "03-10"), visit)] == ["elsewhere"] * hits


@pytest.mark.parametrize(("left", "hits"), [("2013-03-09", 1), ("2013-03-10", 0)])
def test_after_death(left: str, hits: int) -> None:
    claim = seen("a", "03-01", "03-10", left=date.fromisoformat(left))
    assert len(found(claim)) == hits


@pytest.mark.parametrize(
    ("admitted", "changes", "hits"),
    [
        ("03-10", {}, 1), ("03-25", {}, 1), ("03-26", {}, 0),
        ("03-12", {"disease": "K29"}, 0), ("03-12", {"hospital": "省医院"}, 0),
    ],
)  # fmt: skip
def test_a_stay_split_in_two(admitted: str, changes: dict[str, str], hits: int) -> None:
    again = seen("b", admitted, "03-30", **changes)
    assert [r for r, _ in found(seen("a", "03-01", "03-10"), again)] == ["split"] * hits


def item(code: str, sort: str, quantity: int, day: str = "03-02") -> Item:
    """One line of a bill."""
    return Item(code, code, sort, date.fromisoformat(f"2013-{day}"), quantity, 100)


@pytest.mark.parametrize(
    ("items", "hits"),
    [
        ([item("床位", "bed", 9)], 0), ([item("床位", "bed", 10)], 1),
        ([item("吸氧", "treatment", 24)], 0), ([item("吸氧", "treatment", 25)], 1),
        ([item("吸氧", "treatment", 20), item("吸氧", "treatment", 20, "03-03")], 0),
        ([item("吸氧", "treatment", 20), item("吸氧", "treatment", 5)], 1),
        ([item("片剂", "drug", 100)], 0),
    ],
)  # fmt: skip
def test_quantities_that_cannot_be(items: list[Item], hits: int) -> None:
    assert len(found(seen("a", "03-01", "03-10", items=tuple(items)))) == hits


@pytest.mark.parametrize(
    ("changes", "hits"),
    [
        ({"disease": "O80", "sex": "1"}, 1), ({"disease": "O80"}, 0),
        ({"disease": "o80", "born": date(2005, 1, 1)}, 1), ({"disease": "P07"}, 1),
        ({"disease": "P07", "born": date(2012, 12, 1)}, 0),
        ({"disease": "O80", "sex": "", "born": None}, 0),
    ],
)  # fmt: skip
def test_diagnosis_against_sex_and_age(changes: dict[str, Any], hits: int) -> None:
    claim = seen("a", "03-01", "03-10", **changes)
    assert len(found(claim, diseases=(OBSTETRIC, NEONATAL))) == hits


def test_a_busload_admitted_on_one_day() -> None:
    usual = [seen(f"u{n}", f"04-{n:02d}", f"04-{n + 5:02d}", card_no=f"U{n}", disease=str(n))
             for n in range(1, 24)]  # fmt: skip
    many = [seen(f"m{n}", "04-12", "04-15", card_no=f"M{n}", disease="x") for n in range(9)]
    (finding,) = findings_of([*usual, *many], LIMITS)
    # 32 admissions in 23 days are 1.39 a day; ten on the twelfth are more than five times that.
    assert finding.rule == "mass" and len(finding.claims) == 10
    assert "一日住院 10 人次" in finding.evidence and "日均 1.4" in finding.evidence


def test_one_bill_far_above_its_peers() -> None:
    start = date(2013, 5, 1)
    peers = [
        seen("p", "05-01", "05-02", claim_no=f"p{n}", card_no=f"P{n}", total_fen=100_000 + n * 100,
             admitted=start, discharged=start + timedelta(days=n % 20), hospital=f"医院{n}")
        for n in range(30)
    ]  # fmt: skip
    dear = seen("dear", "05-03", "05-09", card_no="D", total_fen=900_000)
    assert found(*peers, dear) == [("fee", ("dear",))]
    assert found(*peers[:10], dear) == []  # too few to compare with


def test_an_item_used_far_more_than_by_others() -> None:
    claims = [
        seen(f"{h}{n}", "05-01", "05-09", card_no=f"{h}{n}", hospital=h,
             items=(item("CT", "examination", 6 if h == "戊院" else 1),))
        for h in ("甲院", "乙院", "丙院", "丁院", "戊院")
        for n in range(3)
    ]  # fmt: skip
    (finding,) = findings_of(claims, LIMITS)
    assert (finding.rule, finding.hospital) == ("frequency", "戊院")
    assert "每例住院 6.00 次，同级其他机构平均 1.00 次" in finding.evidence


def test_a_finding_has_one_name() -> None:
    one = Finding("split", "h", "c", ("a", "b"), "x", 1)
    assert one.key == "split:a+b"


def test_a_sample_speaks_for_all() -> None:
    # 3 of 4 claims of 100 yuan each are good, one is wholly bad: a quarter of 40,000 yuan.
    said = extrapolate([(10_000, 0)] * 3 + [(10_000, 10_000)], 400, 4_000_000)
    assert said is not None
    # off = (3 * 2,500^2 + 7,500^2) / 3 = 25,000,000; 1.645 * 400 * sqrt(25e6 / 4 * 0.99).
    assert said.expected == 1_000_000 and said.high == round(1_000_000 + 1_636_754.4)
    assert said.low == 10_000  # never below what was found
    whole = extrapolate([(100, 0), (100, 50)], 2, 200)
    assert whole is not None and (whole.low, whole.expected, whole.high) == (50, 50, 50)
    assert extrapolate([(100, 0)], 10, 1_000) is None


def test_the_same_claims_are_drawn_for_the_same_month() -> None:
    numbers = [str(n) for n in range(100)]
    first = drawn(numbers, 10, "998825-201306")
    assert first == drawn(list(reversed(numbers)), 10, "998825-201306") and len(set(first)) == 10
    assert first != drawn(numbers, 10, "998825-201307")
    assert drawn(["a"], 10, "x") == ["a"]
