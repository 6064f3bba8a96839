"""The person index by the interface: the same actions as the pages, the same refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from programs import Program, card, identity_number

CARDS = "/registers/notifiable_case/records"
Programs = Callable[..., Program]


def filed(program: Program, serial: int, name: str) -> int:
    """A card's person row."""
    made = program("POST", CARDS, {"values": card(serial, patient_name=name)})
    assert made.status in (200, 201), made.raw.decode()
    return int(program("GET", f"{CARDS}/{made.json['id']}").json["record"]["person_id"])


def test_a_person_is_found_merged_and_taken_apart(program: Programs) -> None:
    clerk, admin = program("clerk"), program("admin")
    one, two = (filed(clerk, 401, name) for name in ("钱试样", "钱试羊"))
    found = program("other_clerk")("POST", "/persons/find", {"number": identity_number(401)})
    assert found.status == 200
    assert [h["id"] for h in found.json] == [one, two]
    assert found.json[0]["masked_name"] == "钱**"
    assert found.json[0]["birth_year"] == 1980
    asked = {"from_person": two, "to_person": one, "reason": "户口本为证"}
    assert clerk("POST", "/persons/merges", asked).status == 403
    made = admin("POST", "/persons/merges", asked)
    assert made.status == 200, made.raw.decode()
    ring = admin("POST", "/persons/merges", {**asked, "from_person": one, "to_person": two})
    assert ring.status == 422
    assert "绕成一圈" in ring.raw.decode()
    undo = f"/persons/merges/{made.json['id']}/undo"
    assert admin("POST", undo, {"version": 9, "reason": "核实为两人"}).status == 409
    assert admin("POST", undo, {"version": 1, "reason": " "}).status == 422
    assert admin("POST", undo, {"version": 1, "reason": "核实为两人"}).status == 200
    assert admin("POST", undo, {"version": 2, "reason": "再撤一次"}).status == 422


def test_half_a_number_finds_nobody_and_no_record_tells_the_number(
    program: Programs, owner: Any
) -> None:
    clerk = program("clerk")
    filed(clerk, 402, "孙试样")
    number = identity_number(402)
    assert clerk("POST", "/persons/find", {"number": number[:17]}).json == []
    assert len(clerk("POST", "/persons/find", {"number": number}).json) == 1
    told = owner.execute("SELECT detail FROM store_auditentry WHERE kind = 'find'").fetchall()
    assert len(told) >= 2
    assert not any(number[:17] in detail for (detail,) in told)
