"""Write a settlement: the claim's record, its sums for the person's year, the account's entry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from psycopg import sql
from psycopg.types.json import Jsonb

from xinglin.actions.checking import RecordChecker, code_tables
from xinglin.actions.problems import RefusedError
from xinglin.actions.references import References
from xinglin.actions.settling.bills import claim_to_json
from xinglin.actions.settling.members import Member
from xinglin.actions.settling.prepared import first_row
from xinglin.actions.settling.scheme import claims_register
from xinglin.claims.policy import Policy
from xinglin.claims.window import Adjudication
from xinglin.codes.dates import local_day
from xinglin.language import catalogue
from xinglin.store.models import User


@dataclass(frozen=True)
class Kept:
    """What is written of one settlement.

    settled_as: the place in the person's year of the claim this one replaces; None: the next.
    reporter: whose record it is; '' for the actor's institution.
    """

    request_no: str
    request_sha256: str
    claim_no: str
    member: Member
    hospital_name: str
    policy: Policy
    result: Adjudication
    answer: Mapping[str, Any]
    moment: datetime
    settled_as: int | None = None
    reporter: str = ""


def keep(kept: Kept, by: User) -> int:
    """Write it within the caller's transaction; returns the claim's record number."""
    record = _record(kept, by)
    record["settled_date"] = local_day(kept.moment)
    _check(record, kept.moment)
    row = _settlement(kept, record)
    account = -kept.result.account, kept.member, kept.request_no
    given = [*record.values(), *row.values(), *_move("payment", *account)]
    claim_id: int = first_row(_statement(tuple(record), tuple(row)), given)[0]
    return claim_id


def move_account(member: Member, kind: str, amount: int, reference: str) -> None:
    """Move an amount into or out of the member's household's account."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.move_household_account(%s, %s, %s, %s, %s, %s)",
            _move(kind, amount, member, reference)[1:],
        )


def _move(kind: str, amount: int, member: Member, reference: str) -> list[Any]:
    """Whether there is anything to move, and what xinglin.move_household_account is told."""
    told = [member.household_no, kind, amount, reference, "", member.residence]
    return [amount != 0, *told]


def _record(kept: Kept, by: User) -> dict[str, Any]:
    r, m = kept.result, kept.member
    c = r.claim
    return {
        "state": "settled", "channel": "direct",
        "reporter": kept.reporter or by.unit or c.institution_id, "reporter_place": "",
        "place": m.residence,
        "person_id": m.person_id,
        "claim_no": kept.claim_no, "request_no": kept.request_no, "card_no": m.card_no,
        "household_no": m.household_no or None, "patient_name": m.name,
        "patient_name_key": m.name_key, "id_number": m.id_number, "sex": m.sex,
        "birth_date": m.birth_date, "kind": c.kind, "level": c.level,
        "hospital_name": kept.hospital_name, "residence": m.residence, "aid_class": m.aid_class,
        "disease_code": c.disease_code or None, "admitted_date": c.admitted_on,
        "discharged_date": c.discharged_on, "referred": c.referred,
        "consented_date": c.consented_on, "emergency": c.emergency, "total_fen": c.total_fen,
        "class_a_fen": c.class_a_fen, "class_b_fen": c.class_b_fen,
        "excluded_fen": c.excluded_fen, "paid_fen": r.paid, "account_fen": r.account,
        "own_fen": r.own, "hospital_fen": r.hospital, "used_before_fen": r.used_before,
        "used_after_fen": r.used_after, "policy_name": kept.policy.label,
        "policy_version": kept.policy.version,
    }  # fmt: skip


def _settlement(kept: Kept, record: Mapping[str, Any]) -> dict[str, Any]:
    r = kept.result
    taken = r.deducted
    return {
        "request_no": kept.request_no, "request_sha256": kept.request_sha256,
        "settled_as": kept.settled_as, "claim_no": kept.claim_no, "card_no": kept.member.card_no,
        "year": r.claim.year, "household_no": kept.member.household_no, "kind": r.claim.kind,
        "total_fen": r.claim.total_fen, "paid_fen": r.paid, "account_fen": r.account,
        "deducted": taken if r.claim.kind == "inpatient" else 0,
        "chronic_deducted": taken if r.claim.kind == "chronic" else 0,
        "stays": 1 if r.claim.kind == "inpatient" else 0,
        "claim": Jsonb(claim_to_json(r.claim)), "answer": Jsonb(dict(kept.answer)),
        "policy": kept.policy.name, "reporter": record["reporter"], "place": record["place"],
    }  # fmt: skip


@lru_cache(maxsize=8)
def _statement(claim: tuple[str, ...], settlement: tuple[str, ...]) -> str:
    """Both rows in one statement; the settlement takes the claim's number into its answer."""
    numbers = iter(range(1, len(claim) + len(settlement) + _MOVED + 1))
    values = [f"${next(numbers)}" for _ in claim]
    given = [_GIVEN.get(name, "{}").format(f"${next(numbers)}") for name in settlement]
    move, *moved = [f"${next(numbers)}" for _ in range(_MOVED)]
    quoted = [sql.Identifier(name).as_string() for name in claim]
    return (  # the names are the register's columns and ours
        f"WITH made AS (INSERT INTO {claims_register().table()} ({', '.join(quoted)})"  # noqa: S608
        f" VALUES ({', '.join(values)}) RETURNING id),"
        f" kept AS (INSERT INTO store_benefitsettlement ({', '.join(settlement)}, claim_id)"
        f" SELECT {', '.join(given)}, made.id FROM made)"
        f" SELECT id, CASE WHEN {move} THEN"
        f" xinglin.move_household_account({', '.join(moved)}) END FROM made"
    )


_GIVEN = {
    "settled_as": "coalesce({}, nextval('xinglin.settlement_order'))",
    "answer": "{} || jsonb_build_object('claim_id', made.id)",
    "policy": "{}::text",
}
_MOVED = 7
"""Whether to move, and the six things that `move_household_account` is told."""


@lru_cache(maxsize=1)
def _checker() -> RecordChecker:
    # The member's number and place were checked when he was enrolled; here are the claim's checks.
    return RecordChecker(claims_register(), "direct", code_tables(catalogue.load()), References())


def _check(record: dict[str, Any], moment: datetime) -> None:
    problems = [p for p in _checker().check(dict(record), now=moment) if p.level == "error"]
    if problems:
        raise RefusedError(problems)
