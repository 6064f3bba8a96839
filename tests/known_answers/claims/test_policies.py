"""Policies that must be refused, with number and place; the shipped ones that must not."""

from __future__ import annotations

from importlib import resources

import pytest

from xinglin.claims.policy import Policy
from xinglin.claims.policy_faults import PolicyError, faults_between
from xinglin.claims.policy_reading import parse_policy, shipped_policies, shipped_policy

BANDED = (resources.files("xinglin.content") / "policies" / "banded-by-year.toml").read_text(
    "utf-8"
)
SHAOGUAN = (resources.files("xinglin.content") / "policies" / "shaoguan-2009.toml").read_text(
    "utf-8"
)

COUNTY = 'bands = [{ from_yuan = 0, rate = "60%" }]'
RANGED = 'institutions = { H1 = "85%" }\ninstitution_range'
WRONG = [
    (BANDED, "format = 1", "format = ", "P002", "x"),
    (BANDED, "deductible_per", "deductable_per", "P003", "inpatient.deductable_per"),
    (BANDED, 'version = "2013.1"\n', "", "P004", "version"),
    (BANDED, 'clause = "样例：住院补偿"\n', "", "P005", "inpatient.clause"),
    (BANDED, 'rate = "75%"', "rate = 0.75", "P006", "inpatient.levels[0].bands[0].rate"),
    (BANDED, 'rate = "75%"', 'rate = "175%"', "P006", "inpatient.levels[0].bands[0].rate"),
    (BANDED, "deductible_yuan = 300", "deductible_yuan = -3", "P006", "inpatient.levels[1]"),
    (BANDED, 'level = "township"', 'level = "town"', "P007", "inpatient.levels[0].level"),
    (BANDED, 'diseases = ["V01", "V02"]', "diseases = []", "P008", "exclusions[0].diseases"),
    (BANDED, "no_deductible = true", 'no_deductible = "yes"', "P009", "aid[0].no_deductible"),
    (BANDED, "valid_from = 2013-01-01", "valid_from = 2014-01-01", "P010", "valid_to"),
    (BANDED, 'level = "county"', 'level = "township"', "P011", "inpatient.levels"),
    (BANDED, "from_yuan = 0, to_yuan = 1000", "from_yuan = 5, to_yuan = 1000", "P012", "bands[0]"),
    (BANDED, "{ from_yuan = 1000,", "{ from_yuan = 900,", "P013", "inpatient.levels[0].bands[1]"),
    (BANDED, "{ from_yuan = 1000,", "{ from_yuan = 1100,", "P014", "inpatient.levels[0].bands[1]"),
    (BANDED, "{ from_yuan = 10000,", "{ from_yuan = 10000, to_yuan = 90000,", "P015", "levels[1]"),
    (SHAOGUAN, 'lowest = "70%"', 'lowest = "90%"', "P016", "institution_range"),
    (SHAOGUAN, COUNTY, COUNTY + '\ninstitutions = { H1 = "70%" }', "P017", "institutions.H1"),
    (SHAOGUAN, "institution_range", RANGED, "P018", "institutions.H1"),
    (
        BANDED,
        "deductible_yuan = 300",
        "deductible_yuan = 300\nsecond_stay_yuan = 100",
        "P019",
        "second_stay_yuan",
    ),
    (
        SHAOGUAN,
        "deductible_yuan = 0",
        "deductible_yuan = 0\nsecond_stay_yuan = 10",
        "P020",
        "second_stay_yuan",
    ),
    (
        BANDED,
        'kinds = ["outpatient"]\nyuan',
        'kinds = ["outpatient", "chronic"]\nyuan',
        "P021",
        "caps",
    ),
    (
        SHAOGUAN,
        'kinds = ["inpatient", "chronic"]',
        'kinds = ["inpatient", "delivery"]',
        "P022",
        "caps[0]",
    ),
    (BANDED, 'code = "D08"', 'code = "D07"', "P023", "chronic.diseases"),
    (BANDED, 'diseases = ["V01", "V02"]', 'diseases = ["D07"]', "P024", "exclusions"),
    (BANDED, 'advance = "90%"', 'advance = "99%"', "P025", "prepayment"),
]


@pytest.mark.parametrize(("text", "old", "new", "number", "place"), WRONG)
def test_a_wrong_policy_is_refused_with_its_place(text, old, new, number, place) -> None:
    assert old in text
    with pytest.raises(PolicyError) as caught:
        parse_policy(text.replace(old, new, 1).encode(), "x")
    found = [fault for fault in caught.value.faults if fault.number == number]
    assert found, str(caught.value)
    assert any(place in fault.place for fault in found)
    assert all(fault.sentence.endswith("。") for fault in caught.value.faults)


def test_all_faults_come_at_once() -> None:
    text = BANDED.replace('rate = "75%"', "rate = 75").replace("deductible_per", "deductable_per")
    with pytest.raises(PolicyError) as caught:
        parse_policy(text.encode(), "x")
    assert {fault.number for fault in caught.value.faults} == {"P003", "P004", "P006"}


def test_the_shipped_policies_are_right_and_follow_each_other() -> None:
    assert {"bench-simple", "shaoguan-2009", "shaoguan-2010"} <= set(shipped_policies())
    policies = [shipped_policy(name) for name in shipped_policies()]
    assert not faults_between(policies)
    assert shipped_policy("bench-simple").valid_to is None


def test_overlaps_and_gaps_between_years_are_told() -> None:
    first, second = shipped_policy("shaoguan-2009"), shipped_policy("shaoguan-2010")
    late = _moved(second, "2010-02-01")
    early = _moved(second, "2009-12-31")
    assert [fault.number for fault in faults_between([first, late])] == ["P031"]
    assert [fault.number for fault in faults_between([first, early])] == ["P030"]


def _moved(policy: Policy, day: str) -> Policy:
    from datetime import date

    return policy.model_copy(update={"valid_from": date.fromisoformat(day)})
