"""The sample pack with bands and a deductible by the year, reckoned by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.window import Adjudication, adjudicate

POLICY = shipped_policy("banded-by-year")


def settle(year: PersonYear | None = None, *, balance: int = 0, **said: Any) -> Adjudication:
    given: dict[str, Any] = {
        "claim_id": "1",
        "person_id": "P",
        "household_id": "F",
        "kind": "inpatient",
        "level": "county",
        "institution_id": "H",
        "admitted_on": date(2013, 3, 1),
        "discharged_on": date(2013, 3, 10),
        "class_b_fen": 0,
        "excluded_fen": 0,
    }
    given |= said
    given["total_fen"] = given["class_a_fen"] + given["class_b_fen"] + given["excluded_fen"]
    return adjudicate(Claim(**given), year or PersonYear(), POLICY, balance=balance)


def test_three_bands_class_b_and_rounding_down_to_the_yuan() -> None:
    """11,000.00 A + 2,000.55 B + 500 excluded. B counts 90 %: 1,800.495. Payable 12,800.495, less
    300: 12,500.495. 3,000 x 55 % = 1,650; 7,000 x 65 % = 4,550; 2,500.495 x 70 % = 1,750.3465.
    Together 7,950.3465, paid 7,950."""
    done = settle(class_a_fen=1_100_000, class_b_fen=200_055, excluded_fen=50_000)
    assert (done.paid, done.own) == (795_000, 1_350_055 - 795_000)
    said = "".join(step.sentence for step in done.steps)
    assert "7950.3465" in said
    assert "2500.495 元 × 70%" in said


def test_the_deductible_of_the_year_is_topped_up_at_a_higher_level() -> None:
    """100 met at the township; the county's 300 leaves 200: (1,000 - 200) x 55 % = 440."""
    first = settle(class_a_fen=100_000, level="township")
    assert first.paid == 67_500  # (1,000 - 100) x 75 %
    second = settle(first.year, class_a_fen=100_000)
    assert second.paid == 44_000
    third = settle(second.year, class_a_fen=100_000)
    assert third.paid == 55_000  # nothing left to take off


def test_never_less_than_a_quarter_of_the_whole_cost() -> None:
    """1,000 payable outside, 9,000 out of the catalogue: (1,000 - 600) x 35 % = 140 is less than
    25 % of 10,000."""
    done = settle(class_a_fen=100_000, excluded_fen=900_000, level="outside")
    assert done.paid == 250_000


def test_a_fixed_price_leaves_the_rest_to_the_hospital() -> None:
    """Appendicitis at 2,100 + 1,400: a cost of 4,000 leaves 500 to the hospital."""
    done = settle(class_a_fen=400_000, disease_code="K35")
    assert (done.paid, done.own, done.hospital) == (210_000, 140_000, 50_000)
    cheap = settle(class_a_fen=300_000, disease_code="K35")
    assert (cheap.paid, cheap.own, cheap.hospital) == (210_000, 140_000, -50_000)


def test_people_on_aid_have_no_deductible_and_ten_points_more() -> None:
    """1,000 at the county: 65 % of all of it."""
    assert settle(class_a_fen=100_000, aid_class="wubao").paid == 65_000
    assert settle(class_a_fen=100_000, aid_class="dibao").paid == 55_000


def test_a_visit_has_a_cap_of_its_own_and_one_of_the_year() -> None:
    """100 at the township: 40 % is 40, 25.50 a visit, rounded down to 25; the year's 150."""
    done = settle(class_a_fen=10_000, kind="outpatient", level="township", balance=1_000)
    assert (done.paid, done.account, done.own) == (2_500, 1_000, 6_500)
    year = PersonYear(used={"outpatient": 14_000})
    assert settle(year, class_a_fen=10_000, kind="outpatient", level="township").paid == 1_000


def test_traffic_accidents_are_not_paid_for() -> None:
    done = settle(class_a_fen=100_000, disease_code="V01")
    assert (done.paid, done.status) == (0, "not_payable")
