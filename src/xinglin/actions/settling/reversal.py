"""Reverse a settlement (冲正): its money goes back, and what followed it is reckoned anew.

Nothing is changed in place. The reversal is a record of its own with every amount negative; each
later claim of that person's year that now comes to something else is reversed too and settled
again in its old place. What differs is shown first, and what was shown is what is done.
"""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection

from xinglin.actions.moments import now
from xinglin.actions.permissions import require
from xinglin.actions.problems import ConflictError, Problem, RefusedError
from xinglin.actions.recording import kept, locked
from xinglin.actions.settling.bills import claim_from_json
from xinglin.actions.settling.keeping import Kept, keep, move_account
from xinglin.actions.settling.members import Member, find_member
from xinglin.actions.settling.scheme import claims_register, policies
from xinglin.actions.settling.visits import visit_reopened
from xinglin.actions.settling.window import answer_of_result, year_of
from xinglin.claims.claim import PersonYear
from xinglin.claims.policy import Policy
from xinglin.claims.window import Adjudication, adjudicate
from xinglin.store.models import BenefitSettlement, User
from xinglin.store.registers import model_of

_AGAIN = re.compile(r"-R(\d+)$")
"""How the numbers of a claim that was reckoned anew end."""


@dataclass(frozen=True)
class Difference:
    """One claim that the reversal changes. after is None for the reversed one itself."""

    settlement: BenefitSettlement
    after: Adjudication | None

    @property
    def claim_no(self) -> str:
        """The claim's number."""
        return str(self.settlement.claim_no)

    @property
    def paid_change(self) -> int:
        """Fen the fund pays more (+) or less (-)."""
        return (self.after.paid if self.after else 0) - int(self.settlement.paid_fen)

    @property
    def account_change(self) -> int:
        """Fen the household's account pays more (+) or less (-)."""
        return (self.after.account if self.after else 0) - int(self.settlement.account_fen)


@dataclass(frozen=True)
class Reversal:
    """What a reversal would do: the claim itself first, then what followed and changes."""

    target: BenefitSettlement
    member: Member
    differences: tuple[Difference, ...]
    unchanged: int

    def digest(self) -> str:
        """What was shown: the commit asks that it still be so."""
        told = [
            (d.claim_no, d.after.paid if d.after else 0, d.after.account if d.after else 0)
            for d in self.differences
        ]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]


def preview_reversal(request_no: str, *, by: User) -> Reversal:
    """What reversing a settlement would change; nothing is written.

    Raises RefusedError where it cannot be reversed, ForbiddenError.
    """
    claims = claims_register()
    require(by, "review", claims)
    with kept(claims, "preview_reversal", by):
        return _derive(request_no)


def reverse(request_no: str, *, by: User, reason: str, shown: str) -> Reversal:
    """Reverse a settlement and settle anew what followed it, as it was shown.

    shown: the digest of the preview. Raises RefusedError, ForbiddenError, and ConflictError where
    something was settled or reversed since.
    """
    claims = claims_register()
    require(by, "review", claims)
    if not reason.strip():
        raise RefusedError([Problem("REVERSE", "", "冲正须写明理由，请填写后再提交。")])
    with kept(claims, "reverse", by, reason=reason):
        found = _derive(request_no)
        if found.digest() != shown:
            raise ConflictError("查看之后情况有变（有新的结算或冲正），请重新查看差额再冲正。")
        for difference in found.differences:
            _undo(difference.settlement, found.member, by)
        visit_reopened(found.target.claim_no, by)
        for difference in found.differences:
            if difference.after is not None:
                _settle_again(difference, found.member, by)
        return found


def _derive(request_no: str) -> Reversal:
    target = BenefitSettlement.objects.filter(request_no=request_no).first()
    if target is None:
        raise RefusedError([Problem("REVERSE", "", "没有这笔结算，或它不在您的数据范围内。")])
    if target.reverses is not None:
        raise RefusedError([Problem("REVERSE", "", "冲正单不能再冲正；需要时请重新结算。")])
    balance = _take_turn(target)
    if BenefitSettlement.objects.filter(reverses=target).exists():
        raise RefusedError([Problem("REVERSE", "", "这笔结算已经冲正过，请刷新查看。")])
    member = find_member(target.card_no, target.year)
    if member is None:
        raise RefusedError([Problem("REVERSE", "", "找不到此人该年度的参合登记，不能冲正。")])
    rows = _in_force(target)
    # Claims from elsewhere stand before all of them: when they were settled nobody has said.
    year = from_elsewhere(target.card_no, target.year)
    balance += int(target.account_fen)
    differences, unchanged = [Difference(target, None)], 0
    for row in rows:
        if row.pk == target.pk:
            continue
        if row.settled_as < target.settled_as:
            year = _plus(year, row)
            continue
        after = _again(row, year, balance + int(row.account_fen))
        year = after.year
        if (after.paid, after.account) == (row.paid_fen, row.account_fen):
            unchanged += 1
            continue
        balance += int(row.account_fen) - after.account
        differences.append(Difference(row, after))
    return Reversal(target, member, tuple(differences), unchanged)


def _take_turn(target: BenefitSettlement) -> int:
    """The person's and the household's turn; the account's balance."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT balance FROM xinglin.open_settlement('', %s, %s, '', current_date)",
            [target.card_no, target.year],
        )
        balance: int = cursor.fetchone()[0]
        cursor.execute(
            "SELECT coalesce(sum(stays), 0), coalesce(sum(paid), 0)"
            " FROM xinglin.person_year(%s, %s)",
            [target.card_no, target.year],
        )
        stays, paid = cursor.fetchone()
    mine, elsewhere = _in_force(target), from_elsewhere(target.card_no, target.year)
    known = sum(r.paid_fen for r in mine) + sum(elsewhere.used.values())
    if (sum(r.stays for r in mine) + elsewhere.stays, known) != (stays, paid):
        said = "此人本年度有结算不在您的数据范围内，请由统筹地区合管办冲正。"
        raise RefusedError([Problem("REVERSE", "", said)])
    return balance


def from_elsewhere(card_no: str, year: int) -> PersonYear:
    """What claims that were not settled at a window have paid in a person's year."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, paid, 0, 0, stays FROM xinglin.person_year(%s, %s, true)",
            [card_no, year],
        )
        return year_of(cursor.fetchall())


def _in_force(target: BenefitSettlement) -> list[BenefitSettlement]:
    """The settlements of the person's year that stand, in their order."""
    rows = BenefitSettlement.objects.filter(card_no=target.card_no, year=target.year)
    undone = set(rows.exclude(reverses=None).values_list("reverses_id", flat=True))
    return [
        r
        for r in rows.filter(reverses=None).order_by("settled_as", "request_no")
        if r.pk not in undone
    ]


def _plus(year: PersonYear, row: BenefitSettlement) -> PersonYear:
    taken = row.deducted if row.kind == "inpatient" else row.chronic_deducted
    return year.after(row.kind, int(row.paid_fen), int(taken))


def _again(row: BenefitSettlement, year: PersonYear, balance: int) -> Adjudication:
    """A later claim by the policy it was settled by, with what has gone before it now."""
    return adjudicate(claim_from_json(row.claim), year, _policy(row), balance=balance)


def _policy(row: BenefitSettlement) -> Policy:
    for policy in policies():
        if policy.name == row.policy and policy.version == row.answer["policy_version"]:
            return policy
    said = (
        f"结算时所用的方案 {row.policy}（{row.answer['policy_version']}）已不在系统中，请先恢复它。"
    )
    raise RefusedError([Problem("REVERSE", "", said)])


def _undo(row: BenefitSettlement, member: Member, by: User) -> None:
    """The record with every amount negative, and the reversed one's state."""
    claims = claims_register()
    claim: Any = locked(claims, row.claim_id)
    number = f"{row.claim_no}-C"
    negative = {
        f.name: -value
        for f in claims.fields.values()
        if f.kind == "fen" and (value := getattr(claim, f.name)) is not None
    }
    copied = {
        name: getattr(claim, name)
        for name in claims.stored_columns()
        if name not in ("id", "version", "recorded_at", "recorded_by", "effective_on")
    }
    made = model_of(claims)(
        **{**copied, **negative, "state": "reversal", "claim_no": number,
           "request_no": f"{row.request_no}-C", "reverses_no": row.claim_no},
    )  # fmt: skip
    made.save(force_insert=True)
    claim.state = "reversed"
    claim.save(force_update=True)
    BenefitSettlement.objects.create(
        request_no=f"{row.request_no}-C", request_sha256="", settled_as=row.settled_as,
        claim_id=made.pk, claim_no=number, reverses=row, card_no=row.card_no, year=row.year,
        household_no=row.household_no, kind=row.kind, total_fen=-row.total_fen,
        paid_fen=-row.paid_fen, account_fen=-row.account_fen, deducted=-row.deducted,
        chronic_deducted=-row.chronic_deducted, stays=-row.stays, claim=row.claim,
        answer={"claim_id": made.pk}, policy=row.policy, reporter=row.reporter, place=row.place,
    )  # fmt: skip
    if row.account_fen:
        move_account(member, "return", int(row.account_fen), f"{row.request_no}-C")


def _settle_again(difference: Difference, member: Member, by: User) -> None:
    row, after = difference.settlement, difference.after
    assert after is not None  # noqa: S101 - the caller has asked
    time, policy = _next(row), _policy(row)
    claim: Any = locked(claims_register(), row.claim_id)
    keep(
        Kept(
            request_no=f"{_AGAIN.sub('', row.request_no)}-R{time}", request_sha256="",
            claim_no=f"{_AGAIN.sub('', row.claim_no)}-R{time}", member=member,
            hospital_name=claim.hospital_name,
            policy=policy, result=after, answer=answer_of_result(after, policy),
            moment=now(), settled_as=int(row.settled_as), reporter=row.reporter,
        ),
        by,
    )  # fmt: skip


def _next(row: BenefitSettlement) -> int:
    """Which time the claim is reckoned anew."""
    found = _AGAIN.search(row.claim_no)
    return int(found[1]) + 1 if found else 1
