"""What a person's year has come to so far, for the window: used, left under the cap, account."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from xinglin.actions.problems import RefusedError
from xinglin.actions.settling.members import Member
from xinglin.actions.settling.scheme import policy_on
from xinglin.actions.settling.window import year_of
from xinglin.claims.policy import KINDS


@dataclass(frozen=True)
class CapLeft:
    """One annual cap: kinds of claim it is shared by, its amount, used and left. Fen."""

    kinds: str
    cap: int
    used: int

    @property
    def left(self) -> int:
        """What may still be paid."""
        return max(0, self.cap - self.used)


@dataclass(frozen=True)
class SoFar:
    """A person's year. Fen; balance is None where the household has no account."""

    policy: str
    stays: int
    caps: tuple[CapLeft, ...]
    balance: int | None


def year_so_far(member: Member) -> SoFar | None:
    """A member's year up to now; None where no policy is in force."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, paid, deducted, chronic_deducted, stays FROM xinglin.person_year(%s, %s)",
            [member.card_no, member.year],
        )
        year = year_of(cursor.fetchall())
        cursor.execute("SELECT xinglin.household_balance(%s)", [member.household_no])
        balance = cursor.fetchone()[0]
    try:
        policy = policy_on(member.residence, date(member.year, 12, 31))
    except RefusedError:
        return None
    caps = tuple(
        CapLeft("、".join(KINDS[k] for k in cap.kinds), cap.yuan, year.used_by(cap.kinds))
        for cap in policy.caps
    )
    return SoFar(policy.label, year.stays, caps, balance)
