"""Random policies, and random years of claims under them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from xinglin.claims.claim import Claim
from xinglin.claims.policy import KINDS, LEVELS, Policy
from xinglin.claims.policy_faults import faults_of

_ON = {"clause": "随机规则", "status": "local"}
DISEASES = ("D01", "D02", "K35", "V01", "")
HOSPITALS = ("H1", "H2")
FIRST = date(2012, 11, 20)


def _percent(low: int = 0, high: int = 10_000) -> st.SearchStrategy[str]:
    return st.integers(low, high).map(lambda parts: f"{parts // 100}.{parts % 100:02d}%")


def _yuan(high: int) -> st.SearchStrategy[str]:
    return st.integers(0, high * 100).map(lambda fen: f"{fen // 100}.{fen % 100:02d}")


@st.composite
def _bands(draw: st.DrawFn) -> list[dict[str, Any]]:
    edges = sorted(draw(st.sets(st.integers(1, 5_000), max_size=3)))
    return [{"from_yuan": edge, "rate": draw(_percent())} for edge in [0, *edges]]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """A policy of any structure the form allows."""
    per = draw(st.sampled_from(["stay", "year"]))
    levels = [
        draw(_level(level, per)) for level in draw(st.sets(st.sampled_from([*LEVELS]), min_size=1))
    ]
    made: dict[str, Any] = {
        "format": 1, "name": "random", "label": "随机方案", "area": "998800", "version": "1", **_ON,
        "rounding": {
            "to": draw(st.sampled_from(["fen", "jiao", "yuan"])),
            "way": draw(st.sampled_from(["half_up", "down"])), **_ON,
        },
        "catalogue": {
            "own_share_a": draw(_percent(0, 1_000)), "own_share_b": draw(_percent()), **_ON,
        },
        "inpatient": {"deductible_per": per, "levels": levels, **_ON},
    }  # fmt: skip
    if draw(st.booleans()):
        made["inpatient"]["referral"] = {
            "consent": draw(st.sampled_from(["before_admission", "not_needed"])),
            "emergency": draw(
                st.sampled_from(["instead_of_referral", "instead_of_consent", "nothing"])
            ),
            **_ON,
        }
    if draw(st.booleans()):
        made["inpatient"]["minimum"] = {"rate": draw(_percent()), **_ON}
    _others(draw, made)
    _caps(draw, made)
    policy = Policy.model_validate(made)
    assert not faults_of(policy)
    return policy


@st.composite
def _level(draw: st.DrawFn, level: str, per: str) -> dict[str, Any]:
    deductible = draw(st.integers(0, 800))
    made: dict[str, Any] = {
        "level": level, "deductible_yuan": deductible, "bands": draw(_bands()), **_ON,
    }  # fmt: skip
    if per == "stay" and draw(st.booleans()):
        made["second_stay_yuan"] = draw(st.integers(0, deductible))
    if draw(st.booleans()):
        made["referred_bands"] = draw(_bands())
    if draw(st.booleans()):
        made["institution_range"] = {"lowest": "0%", "highest": "100%"}
        made["institutions"] = {"H1": draw(_percent())}
    return made


def _others(draw: st.DrawFn, made: dict[str, Any]) -> None:
    if draw(st.booleans()):
        diseases: list[dict[str, Any]] = [{"code": "D01", "name": "甲病"}]
        diseases.append({"code": "D02", "name": "乙病", "rate": draw(_percent())})
        made["chronic"] = {
            "rate": draw(_percent()), "deductible_yuan": draw(st.integers(0, 400)),
            "diseases": diseases, **_ON,
        }  # fmt: skip
    if draw(st.booleans()):
        at = draw(st.sets(st.sampled_from([*LEVELS]), min_size=1))
        made["outpatient"] = {
            "levels": [{"level": one, "rate": draw(_percent())} for one in at],
            **_ON,
        }
        if draw(st.booleans()):
            made["outpatient"]["per_visit_yuan"] = draw(_yuan(100))
    if draw(st.booleans()):
        made["delivery"] = {"fund_yuan": draw(st.integers(0, 900)), **_ON}
    if draw(st.booleans()):
        made["fixed_prices"] = [
            {
                "disease": "K35", "name": "定额病", "levels": ["county"],
                "fund_yuan": draw(st.integers(0, 3_000)),
                "patient_yuan": draw(st.integers(0, 3_000)), **_ON,
            }
        ]  # fmt: skip
    if draw(st.booleans()):
        made["exclusions"] = [{"diseases": ["V01"], **_ON}]
    if draw(st.booleans()):
        made["aid"] = [
            {
                "aid_class": "wubao", "name": "五保户", "no_deductible": draw(st.booleans()),
                "rate_added": draw(_percent(0, 5_000)), **_ON,
            }
        ]  # fmt: skip
    if draw(st.booleans()):
        kinds = draw(st.sets(st.sampled_from([*KINDS]), min_size=1))
        covers = draw(st.sampled_from(["all", "eligible"]))
        made["account"] = {"kinds": sorted(kinds), "covers": covers, **_ON}


def _caps(draw: st.DrawFn, made: dict[str, Any]) -> None:
    paid = ["inpatient", *(k for k in ("chronic", "outpatient", "delivery") if k in made)]
    first = draw(st.sets(st.sampled_from(paid)))
    rest = [kind for kind in paid if kind not in first]
    groups = [sorted(first)] if first else []
    if rest and draw(st.booleans()):
        groups.append(rest)
    made["caps"] = [
        {"kinds": kinds, "yuan": draw(st.integers(0, 6_000)), **_ON} for kinds in groups
    ]


@st.composite
def claims(draw: st.DrawFn) -> list[Claim]:
    """A few years of a few households, in any order."""
    count = draw(st.integers(1, 25))
    return [draw(_claim(number)) for number in draw(st.permutations(range(count)))]


@st.composite
def _claim(draw: st.DrawFn, number: int) -> Claim:
    person = draw(st.integers(0, 3))
    parts = [draw(st.integers(0, high)) for high in (900_000, 300_000, 100_000)]
    discharged = FIRST + timedelta(days=draw(st.integers(0, 80)))
    admitted = discharged - timedelta(days=draw(st.integers(0, 20)))
    consented = draw(st.none() | st.integers(-3, 3))
    return Claim(
        claim_id=str(number), person_id=f"P{person}", household_id=f"F{person // 2}",
        kind=draw(st.sampled_from([*KINDS])), level=draw(st.sampled_from([*LEVELS])),
        institution_id=draw(st.sampled_from(HOSPITALS)), admitted_on=admitted,
        discharged_on=discharged, total_fen=sum(parts), class_a_fen=parts[0],
        class_b_fen=parts[1], excluded_fen=parts[2], referred=draw(st.booleans()),
        consented_on=None if consented is None else admitted + timedelta(days=consented),
        emergency=draw(st.booleans()), aid_class=draw(st.sampled_from(["", "wubao", "other"])),
        disease_code=draw(st.sampled_from(DISEASES)),
    )  # fmt: skip
