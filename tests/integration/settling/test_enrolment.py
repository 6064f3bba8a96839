"""Enrolment by village, beside who could join: worked out by hand."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from scheme_county import County

TOWN = "998825200"


def test_a_township_by_village(county: County) -> None:
    from xinglin.actions.enrolment import enrolment

    born = date(1980, 1, 1)
    for card, household, village, changes in (
        ("V11", "V1", "东村", {}),
        ("V12", "V1", "东村", {"aid_class": "dibao", "fee_fen": 0, "subsidised_fen": 3_000}),
        ("V21", "V2", "东村", {"left_date": date(2013, 4, 1), "receipt_no": "S-1"}),
        ("V31", "V3", "西村", {}),
    ):
        county.member(card, household, "试样丁", None, born, village=village, residence=TOWN,
                      **changes)  # fmt: skip
    county.member("V11", "V1", "试样丁", None, born, year=2012, village="东村", residence=TOWN)
    county.create(
        "population", "admin", "2013-06-28 09:00", division=TOWN, population_kind="agricultural",
        as_of_date=date(2012, 12, 31), persons_count=5,
    )  # fmt: skip
    with county.now("office"):
        (town,) = [t for t in enrolment("998825", 2013) if t.code == TOWN]
    east, west = sorted(town.villages, key=lambda v: -v.members)
    assert (east.name, east.households, east.members, east.before) == ("东村", 2, 3, 1)
    assert (east.fee_fen, east.subsidised_fen, east.on_aid, east.left) == (6_000, 3_000, 1, 1)
    assert east.without_receipt == 2 and (west.members, west.before) == (1, 0)
    assert (town.eligible, town.rate) == (5, Fraction(80))
    with county.now("office"):
        assert all(t.rate is None for t in enrolment("998825", 2014))
