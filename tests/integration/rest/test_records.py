"""Records over the interface: who sees what, once only, by version, masked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import psycopg
from programs import Program, card, identity_number

CARDS = "/registers/notifiable_case/records"
PROBLEM = "application/problem+json"
Programs = Callable[..., Program]


def create(clerk: Program, serial: int, **changes: Any) -> dict[str, Any]:
    answer = clerk("POST", CARDS, {"values": card(serial, **changes)})
    assert answer.status == 201, answer.raw.decode()
    return answer.json


def count(owner: psycopg.Connection[Any], serial: int) -> int:
    row = owner.execute(
        "SELECT count(*) FROM infectious_notifiable_case WHERE id_number = %s",
        [identity_number(serial)],
    ).fetchone()
    assert row is not None
    return int(row[0])


def test_a_card_goes_through_its_life(program: Programs) -> None:
    clerk, county = program("clerk"), program("county")
    made = create(clerk, 1)
    assert (made["version"], made["state"]) == (1, "draft")
    step = f"{CARDS}/{made['id']}/steps"
    sent = clerk("POST", f"{step}/submit", {"version": 1})
    assert (sent.status, sent.json["state"]) == (200, "submitted"), sent.raw.decode()
    passed = county("POST", f"{step}/review", {"version": sent.json["version"]})
    assert passed.json["state"] == "reviewed"
    found = county("GET", f"{CARDS}/{made['id']}").json
    assert found["record"]["disease"] == "measles"
    assert [v["version"] for v in found["versions"]] == [3, 2, 1]
    changed = {c["column"]: c["after"] for c in found["versions"][0]["changes"]}
    assert changed["state"] == "reviewed"


def test_another_institution_sees_nothing(program: Programs) -> None:
    record = create(program("clerk"), 2)["id"]
    other = program("other_clerk")
    for method, path, body in (
        ("GET", f"{CARDS}/{record}", None),
        ("PATCH", f"{CARDS}/{record}", {"version": 1, "changes": {"age_years": 34}}),
        ("POST", f"{CARDS}/{record}/steps/submit", {"version": 1}),
    ):
        answer = other(method, path, body)
        assert (answer.status, answer.headers["Content-Type"]) == (404, PROBLEM)
    assert record not in [r["id"] for r in other("GET", CARDS).json["records"]]
    assert program("county")("GET", f"{CARDS}/{record}").status == 200


def test_what_a_post_or_a_token_may_not(program: Programs) -> None:
    record = create(program("clerk"), 3)["id"]
    leader = program("leader")
    assert leader("GET", f"{CARDS}/{record}").status == 200
    refused = leader("POST", CARDS, {"values": card(4)})
    assert refused.status == 403
    assert "填报" in refused.json["detail"]
    only_see = program("clerk", permissions=["see"])
    assert only_see("GET", f"{CARDS}/{record}").status == 200
    assert only_see("POST", CARDS, {"values": card(4)}).status == 403


def test_no_token_no_answer(base: str, program: Programs, owner: Any) -> None:
    for token in ("", "xl_wrong"):
        answer = Program(base, token)("GET", CARDS)
        assert (answer.status, answer.headers["Content-Type"]) == (401, PROBLEM)
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    clerk = program("clerk")
    assert clerk("GET", CARDS).status == 200
    owner.execute("UPDATE store_apitoken SET revoked_at = now() WHERE revoked_at IS NULL")
    assert clerk("GET", CARDS).status == 401


def test_only_the_digest_of_a_token_is_kept(program: Programs, owner: Any) -> None:
    token = program("clerk").token
    rows = owner.execute("SELECT t::text FROM store_apitoken t").fetchall()
    assert rows
    assert not [row for row in rows if token in row[0]]


def test_the_same_key_is_answered_once(program: Programs, owner: Any) -> None:
    clerk = program("clerk")
    body = {"values": card(5)}
    first = clerk("POST", CARDS, body, Idempotency_Key="k-5")
    again = clerk("POST", CARDS, body, Idempotency_Key="k-5")
    assert (first.status, again.status) == (201, 201)
    assert first.json == again.json
    assert count(owner, 5) == 1
    other = clerk("POST", CARDS, {"values": card(6)}, Idempotency_Key="k-5")
    assert (other.status, count(owner, 6)) == (409, 0)
    # A key belongs to its token: another program's is another.
    assert program("clerk")("POST", CARDS, {"values": card(6)}, Idempotency_Key="k-5").status == 201


def test_a_refused_request_leaves_its_key_free(program: Programs, owner: Any) -> None:
    clerk = program("clerk")
    refused = clerk("POST", CARDS, {"values": card(7, sex=None)}, Idempotency_Key="k-7")
    assert refused.status == 422
    assert [p["field"] for p in refused.json["problems"] if p["code"] == "REQ"] == ["sex"]
    assert clerk("POST", CARDS, {"values": card(7)}, Idempotency_Key="k-7").status == 201
    assert count(owner, 7) == 1


def test_the_second_writer_is_told(program: Programs) -> None:
    clerk = program("clerk")
    path = f"{CARDS}/{create(clerk, 8)['id']}"
    first = clerk("PATCH", path, {"version": 1, "changes": {"age_years": 32}})
    assert (first.status, first.json["version"]) == (200, 2)
    second = clerk("PATCH", path, {"version": 1, "changes": {"age_years": 31}})
    assert (second.status, second.headers["Content-Type"]) == (409, PROBLEM)
    assert clerk("GET", path).json["record"]["age_years"] == 32
    assert clerk("PATCH", path, {"changes": {"age_years": 31}}).status == 422


def test_every_problem_comes_back_at_once(program: Programs) -> None:
    wrong = card(9, onset_date="2013-06-02", residence="不存在的地方")
    answer = program("clerk")("POST", CARDS, {"values": wrong})
    assert answer.status == 422
    assert answer.json["problems"][0]["field"] == "residence"
    later = program("clerk")("POST", CARDS, {"values": card(9, onset_date="2013-06-02", sex=None)})
    codes = {p["code"] for p in later.json["problems"]}
    assert {"NC01", "REQ"} <= codes
    assert set(later.json) == {"type", "title", "status", "detail", "problems"}


def test_personal_data_are_masked_until_a_purpose_is_given(program: Programs, owner: Any) -> None:
    clerk = program("clerk")
    record = create(clerk, 10, patient_name="欧阳试样")["id"]
    masked = clerk("GET", f"{CARDS}/{record}")
    assert masked.json["record"]["patient_name"] == "欧***"
    assert "id_number" in masked.json["record"]["masked"]
    assert identity_number(10) not in masked.raw.decode()
    listed = clerk("GET", f"{CARDS}?limit=200").raw.decode()
    assert identity_number(10) not in listed
    opened = clerk("GET", f"{CARDS}/{record}", X_Purpose=quote("流行病学调查"))
    assert opened.json["record"]["patient_name"] == "欧阳试样"
    assert opened.json["record"]["masked"] == []
    said = owner.execute(
        "SELECT kind, actor, purpose FROM store_auditentry WHERE record_id = %s"
        " AND register = 'infectious_notifiable_case' AND kind <> 'change' ORDER BY entry_id",
        [record],
    ).fetchall()
    assert said == [("open", "clerk", ""), ("unmask", "clerk", "流行病学调查")]


def test_a_list_opened_with_a_purpose_is_written_down_record_by_record(
    program: Programs, owner: Any
) -> None:
    county = program("county")
    create(program("clerk"), 11)
    page = county("GET", f"{CARDS}?limit=200", X_Purpose=quote("名单核对")).json
    assert identity_number(11) in [r["id_number"] for r in page["records"]]
    said = owner.execute(
        "SELECT count(DISTINCT record_id) FROM store_auditentry WHERE purpose = '名单核对'"
    ).fetchone()
    assert said == (len(page["records"]),)
    refused = program("leader")("GET", CARDS, X_Purpose=quote("看看"))
    assert refused.status == 403


def test_pages_and_filters(program: Programs) -> None:
    clerk = program("clerk")
    made = [create(clerk, n, onset_date="2013-02-03")["id"] for n in (20, 21, 22)]
    asked = "onset_date_from=2013-02-03&onset_date_until=2013-02-03&disease=measles"
    found: list[int] = []
    cursor = 0
    while cursor is not None:
        page = clerk("GET", f"{CARDS}?{asked}&limit=2&cursor={cursor}").json
        assert len(page["records"]) <= 2
        found += [r["id"] for r in page["records"]]
        cursor = page["next_cursor"]
    assert found == made
    assert clerk("GET", f"{CARDS}?residence=998821").json["records"] == []
    assert clerk("GET", f"{CARDS}?limit=201").status == 422
    assert clerk("GET", f"{CARDS}?disease=no_such").status == 422


def test_a_browsers_log_in_opens_nothing(base: str, town: Any) -> None:
    from django.contrib.auth import get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    user = get_user_model().objects.get(username="admin")
    session = SessionStore()
    session["_auth_user_id"] = str(user.pk)
    session["_auth_user_backend"] = "django.contrib.auth.backends.ModelBackend"
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    cookie = f"xinglin_session={session.session_key}"
    assert Program(base, "", {"Cookie": cookie})("GET", CARDS).status == 401


def test_errors_are_problems_whatever_the_address(program: Programs) -> None:
    clerk = program("clerk")
    for answer, status in (
        (clerk("GET", "/nothing/here"), 404),
        (clerk("DELETE", CARDS), 405),
        (clerk("POST", CARDS, b"{not json"), 400),
        (clerk("POST", CARDS, b" " * (1024 * 1024 + 1)), 413),
        (clerk("GET", f"{CARDS}/{2**70}"), 422),
    ):
        assert (answer.status, answer.headers["Content-Type"]) == (status, PROBLEM)
        assert answer.json["detail"].endswith(("。", "）。"))
    assert "Allow" in clerk("DELETE", CARDS).headers
