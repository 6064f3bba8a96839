"""A hospital's own system at the window: preview, settle, send again, and what a token may not."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from scheme_county import COUNTY, NOW, County

BILL: dict[str, Any] = {
    "request_no": "API-1", "claim_no": "G1-API1-2013", "card_no": "CF1", "hospital": "G1",
    "kind": "inpatient", "admitted_on": "2013-06-01", "discharged_on": "2013-06-10",
    "class_a_fen": 900_000, "class_b_fen": 100_000,
}  # fmt: skip
Post = Callable[..., Any]


@pytest.fixture
def post(county: County) -> Iterator[Post]:
    """POST with a token of the county hospital's window."""
    from django.test import Client, override_settings

    from xinglin.rest.tokens import issue_token

    def send(path: str, body: dict[str, Any], *may: str) -> Any:
        with county.now("window_g1") as user:
            token = issue_token(user, "医院系统", permissions=may)
        return Client().post(
            f"/api/v1{path}", json.dumps(body), "application/json",
            headers={"Authorization": f"Bearer {token}"},
        )  # fmt: skip

    clock = NOW.replace(" ", "T") + ":00+08:00"
    with override_settings(SIMULATED_CLOCK=clock, ALLOWED_HOSTS=["testserver"]):
        yield send


def test_previewed_settled_and_sent_again(county: County, post: Post) -> None:
    from datetime import date

    county.member("CF1", "FF", "试样丙", 61, date(1985, 1, 1))
    seen = post("/settlements/preview", BILL)
    assert (seen.status_code, seen.json()["paid_fen"]) == (200, 339_500), seen.content
    first = post("/settlements", BILL).json()
    again = post("/settlements", BILL).json()
    assert (first["is_repeat"], again["is_repeat"]) == (False, True)
    assert {**first, "is_repeat": True} == again and first["claim_id"] > 0
    assert [s["rule"] for s in first["steps"]] == ["目录自付", "起付线", "补偿比例"]
    other = post("/settlements", BILL | {"class_a_fen": 1})
    assert other.status_code == 409 and "已用于另一张单据" in other.json()["detail"]


def test_what_is_refused(county: County, post: Post) -> None:
    wrong = BILL | {"request_no": "API-9", "claim_no": "G1-API9-2013"}
    for changes, status, said in (
        ({"card_no": "NOBODY"}, 422, "没有这个合作医疗证号"),
        ({"hospital": "G2"}, 403, "只能结算本机构的单据"),
        ({"class_a_fen": -1}, 422, "class_a_fen"),
        ({"discharged_on": "2013-06-31"}, 422, "discharged_on"),
        ({"more": 1}, 422, "more"),
    ):
        answer = post("/settlements", wrong | changes)
        assert answer.status_code == status, answer.content
        assert said in answer.content.decode(), answer.content
    assert post("/settlements", wrong, "see").status_code == 403
    assert COUNTY in county.users["office"].scope_places
