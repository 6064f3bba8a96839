"""The worked examples of the Shaoguan rules (rulebook 8.9), row by row, and reckoned by hand."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from xinglin.claims.claim import Claim, PersonYear
from xinglin.claims.policy_reading import shipped_policy
from xinglin.claims.window import Adjudication, adjudicate

POLICY = shipped_policy("shaoguan-2009")


def stay(yuan: int, **said: Any) -> Claim:
    """A stay from 1 to 10 March 2009 with this payable cost in yuan."""
    given: dict[str, Any] = {
        "claim_id": "1",
        "person_id": "P",
        "household_id": "F",
        "kind": "inpatient",
        "level": "county",
        "institution_id": "H",
        "admitted_on": date(2009, 3, 1),
        "discharged_on": date(2009, 3, 10),
        "total_fen": yuan * 100,
        "class_a_fen": yuan * 100,
    }
    return Claim(**{**given, **said})


def settle(claim: Claim, used: int = 0, balance: int = 0) -> Adjudication:
    year = PersonYear(used={"inpatient": used * 100})
    return adjudicate(claim, year, POLICY, balance=balance * 100)


REFERRED = {"level": "outside", "referred": True}


@pytest.mark.parametrize(
    ("claim", "used", "paid"),
    [
        (stay(3_000, level="township"), 0, 2_250),
        (stay(10_000), 0, 6_000),
        (stay(20_000, level="outside"), 0, 8_000),
        (stay(20_000, **REFERRED, consented_on=date(2009, 2, 28)), 0, 12_000),
        (stay(20_000, **REFERRED, consented_on=date(2009, 3, 2)), 0, 8_000),
        (stay(20_000, **REFERRED, consented_on=date(2009, 3, 2), emergency=True), 0, 12_000),
        (stay(10_000), 48_500, 1_500),
        (stay(900, kind="chronic", disease_code="D08"), 0, 540),
        (stay(900, kind="chronic", disease_code="D08"), 49_900, 100),
        (stay(900, kind="chronic", disease_code="ASTHMA"), 0, 0),
        (stay(2_000, kind="chronic", disease_code="D10"), 0, 1_200),
    ],
)
def test_worked_examples(claim: Claim, used: int, paid: int) -> None:
    assert settle(claim, used).paid == paid * 100


def test_what_is_over_the_cap_is_told() -> None:
    done = settle(stay(10_000), 48_500)
    assert (done.status, done.used_before, done.used_after) == ("capped", 4_850_000, 5_000_000)
    assert done.own_parts["超过年度封顶线"] == 4_500 * 100 * 10**8
    assert "4500.00 元" in done.reason


def test_a_consent_after_the_admission_is_flagged() -> None:
    done = settle(stay(20_000, **REFERRED, consented_on=date(2009, 3, 2)))
    assert "转诊同意日期" in done.reason
    assert done.status == "settled"


def test_a_disease_not_in_the_ten_is_for_the_account_alone() -> None:
    done = settle(stay(45, kind="chronic", disease_code="ASTHMA"), balance=120)
    assert (done.paid, done.account, done.own, done.balance) == (0, 4_500, 0, 7_500)
    assert done.status == "not_payable"


def test_the_household_account_pays_a_visit() -> None:
    done = settle(stay(45, kind="outpatient", level="township"), balance=120)
    assert (done.account, done.own, done.balance) == (4_500, 0, 7_500)


def test_the_account_is_not_spent_on_a_stay() -> None:
    done = settle(stay(1_000), balance=120)
    assert (done.account, done.balance) == (0, 12_000)


def test_a_stay_over_the_turn_of_the_year_belongs_to_the_discharge() -> None:
    claim = stay(1_000, admitted_on=date(2008, 12, 20), discharged_on=date(2009, 1, 3))
    assert claim.year == 2009
    assert settle(claim).paid == 60_000
    late = stay(1_000, admitted_on=date(2009, 12, 20), discharged_on=date(2010, 1, 3))
    with pytest.raises(ValueError, match="有效期"):
        settle(late)
