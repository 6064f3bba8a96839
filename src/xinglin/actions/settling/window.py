"""Settle one bill: see what it comes to (预结算), then settle it, once, whatever is lost between.

One person's claims queue, and so do a household's: the turn is taken in the database and given
back with the transaction. A request that was answered before gets the same answer again.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import DatabaseError

from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, ForbiddenError, Problem, RefusedError
from xinglin.actions.recording import kept
from xinglin.actions.settling.bills import Bill
from xinglin.actions.settling.keeping import Kept, keep
from xinglin.actions.settling.members import Member, member_of
from xinglin.actions.settling.prepared import first_row
from xinglin.actions.settling.scheme import claims_register, level_at, policy_on
from xinglin.claims.claim import STATUSES, PersonYear
from xinglin.claims.policy import Kind, Level, Policy
from xinglin.claims.window import Adjudication, adjudicate, fault_of, own_parts_told, steps_told
from xinglin.codes.dates import local_day
from xinglin.store.models import User


@dataclass(frozen=True)
class Reckoned:
    """What a bill comes to, for whom, and by which policy."""

    bill: Bill
    member: Member
    policy: Policy
    hospital_name: str
    result: Adjudication
    moment: datetime


@dataclass(frozen=True)
class Settled:
    """A bill that is settled. answer: as it was given the first time. is_repeat: it was before."""

    request_no: str
    claim_id: int
    answer: dict[str, Any]
    is_repeat: bool = False


def presettle(bill: Bill, *, by: User) -> Reckoned:
    """What the bill would come to now; nothing is written. Raises RefusedError, ForbiddenError."""
    claims = claims_register()
    require(by, "enter", claims)
    _of_ones_own(bill, by)
    with kept(claims, "presettle", by):
        reckoned, prior = _reckon(bill)
        if prior is not None:
            said = f"请求号 {bill.request_no} 已经结算过，请查看原结算单，不要重复结算。"
            raise ConflictError(said)
        return reckoned


def settle(bill: Bill, *, by: User) -> Settled:
    """Settle a bill: the claim, its sums and the household's account in one transaction.

    Raises RefusedError with every problem, ForbiddenError, and ConflictError where the request
    number was used for another bill.
    """
    claims = claims_register()
    require(by, "enter", claims)
    _of_ones_own(bill, by)
    with kept(claims, "settle", by, channel="direct"):
        reckoned, prior = _reckon(bill)
        if prior is not None:
            return prior
        try:
            return _keep(reckoned, by)
        except DatabaseError as error:
            raise _already(bill, error) from error


def _of_ones_own(bill: Bill, by: User) -> None:
    """A hospital sends its own bills; only the office, which has no unit, sends anybody's."""
    if by.unit and bill.hospital not in (by.unit, *by.scope_units):
        raise ForbiddenError("只能结算本机构的单据，请核对就诊机构代码。")


def _reckon(bill: Bill) -> tuple[Reckoned, Settled | None]:
    turn = _take_turn(bill)
    if turn.prior is not None:
        return cast("Reckoned", None), turn.prior
    member = turn.member
    problems = bill.problems(local_day(turn.moment))
    if member is None:
        said = f"{bill.year} 年度没有这个合作医疗证号的参合登记，请核对证号或年度。"
        problems.append(Problem("MEMBER", "card_no", said))
        raise RefusedError(problems)
    problems += member.problems(bill.admitted_on, bill.discharged_on)
    if problems:
        raise RefusedError(problems)
    level = level_at(turn.designated, bill.discharged_on)
    policy = policy_on(member.residence, bill.discharged_on)
    claim = bill.claim(member.household_no, level, member.aid_class or "")
    if fault := fault_of(claim, policy):
        raise RefusedError([Problem("CLAIM", "", fault)])
    result = adjudicate(claim, turn.year, policy, balance=turn.balance)
    return Reckoned(bill, member, policy, turn.hospital_name, result, turn.moment), None


@dataclass(frozen=True)
class _Turn:
    """What the database says once the person's and the household's turn is ours."""

    member: Member | None
    designated: tuple[Level | None, str | None, date | None]
    hospital_name: str
    moment: datetime
    year: PersonYear
    balance: int
    prior: Settled | None


_TAKE_TURN = "SELECT * FROM xinglin.open_settlement($1, $2, $3::integer, $4, $5)"
"""One question for all: each one more is half a millisecond in which others wait."""


def _take_turn(bill: Bill) -> _Turn:
    asked = [bill.request_no, bill.card_no, bill.year, bill.hospital, bill.discharged_on]
    found, level, state, to_date, title, moment, sha256, answer, balance, before = first_row(
        _TAKE_TURN, asked
    )
    member = None
    if found is not None:
        member = member_of(_read(found).values(), bill.card_no, bill.year)
    prior = None
    if sha256 is not None:
        if sha256 != bill.digest:
            said = f"请求号 {bill.request_no} 已用于另一张单据，没有结算；新的单据请换新的请求号。"
            raise ConflictError(said)
        told = _read(answer)
        prior = Settled(bill.request_no, told["claim_id"], told, is_repeat=True)
    gone_before = year_of(_read(before) if before else ())
    return _Turn(member, (level, state, to_date), title or bill.hospital, moment, gone_before,
                 balance, prior)  # fmt: skip


def _read(told: Any) -> Any:
    """The database's JSON, which Django has come as text."""
    return json.loads(told) if isinstance(told, str | bytes) else told


def year_of(sums: Any) -> PersonYear:
    """A person's year from the sums of its settlements: kind, paid, deducted, chronic, stays."""
    used: dict[Kind, int] = {}
    deducted = chronic = stays = 0
    for kind, paid, taken, chronic_taken, times in sums:
        used[kind] = int(paid)
        deducted, chronic, stays = (
            deducted + int(taken),
            chronic + int(chronic_taken),
            stays + times,
        )
    return PersonYear(used, deducted, chronic, int(stays))


def _keep(reckoned: Reckoned, by: User) -> Settled:
    bill = reckoned.bill
    answer = answer_of_result(reckoned.result, reckoned.policy)
    made = keep(
        Kept(
            request_no=bill.request_no, request_sha256=bill.digest, claim_no=bill.claim_no,
            member=reckoned.member, hospital_name=reckoned.hospital_name,
            policy=reckoned.policy, result=reckoned.result, answer=answer,
            moment=reckoned.moment,
        ),
        by,
    )  # fmt: skip
    return Settled(bill.request_no, made, {**answer, "claim_id": made})


def answer_of_result(r: Adjudication, policy: Policy) -> dict[str, Any]:
    """What the window is told and prints: amounts in fen, and each step in words."""
    return {
        "claim_no": r.claim.claim_id,
        "status": r.status,
        "status_label": STATUSES[r.status],
        "total_fen": r.claim.total_fen,
        "paid_fen": r.paid,
        "account_fen": r.account,
        "own_fen": r.own,
        "hospital_fen": r.hospital,
        "used_before_fen": r.used_before,
        "used_after_fen": r.used_after,
        "balance_after_fen": r.balance,
        "reason": r.reason,
        "policy": policy.name,
        "policy_label": policy.label,
        "policy_version": policy.version,
        "steps": steps_told(r),
        "own_parts": own_parts_told(r),
    }


def _already(bill: Bill, error: DatabaseError) -> Exception:
    state = getattr(error.__cause__, "sqlstate", "")
    named = getattr(getattr(error.__cause__, "diag", None), "constraint_name", "") or ""
    if state != "23505":
        return error
    if named.endswith("_pkey"):
        said = f"请求号 {bill.request_no} 已用于另一张单据，没有结算；新的单据请换新的请求号。"
        return ConflictError(said)
    said = f"结算单号 {bill.claim_no} 已经结算过，请查看原结算单；要改正请先冲正。"
    return RefusedError([Problem("CLAIM_NO", "claim_no", said)])
