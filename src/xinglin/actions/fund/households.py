"""Households' accounts: what members have paid is put in once a year (划入家庭账户)."""

from __future__ import annotations

from django.db import connection

from xinglin.actions.permissions import require
from xinglin.actions.recording import kept
from xinglin.actions.settling.scheme import members_register
from xinglin.actions.staging import prefer_indexes
from xinglin.store.models import User


def credit_households(year: int, *, by: User) -> int:
    """Put the contributions of a year's members within reach into their households' accounts.

    Each member's once, however often it is asked; returns how many there were. What was left
    from earlier years stays in the account. Raises ForbiddenError.
    """
    members = members_register()
    require(by, "review", members)
    with kept(members, "credit_households", by), connection.cursor() as cursor:
        # Nobody has counted the rows yet when the first accounts are credited: plans made by that
        # read one table whole for each row of another. Seen: ten minutes and no end.
        prefer_indexes()
        cursor.execute("SET LOCAL enable_nestloop = off")
        cursor.execute("SELECT xinglin.credit_households(%s)", [year])
        credited: int = cursor.fetchone()[0]
    return credited
