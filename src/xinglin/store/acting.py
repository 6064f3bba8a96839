"""Say who acts, for one transaction. Without it the database refuses every register."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, fields, replace
from datetime import date, datetime

from django.db import DEFAULT_DB_ALIAS, connections, transaction

_SET_ONE = "set_config('xinglin.{}', %s, true)"


@dataclass(frozen=True)
class Acting:
    """What a transaction says of itself; each field is a setting ``xinglin.<field>``."""

    actor: str
    action: str = ""
    reason: str = ""
    effective_on: str = ""
    channel: str = ""
    purpose: str = ""
    clock: str = ""


_stack: ContextVar[tuple[tuple[str, Acting], ...]] = ContextVar("xinglin_acting", default=())


@contextmanager
def acting(
    username: str,
    *,
    action: str = "",
    reason: str = "",
    effective_on: date | None = None,
    channel: str = "",
    purpose: str = "",
    clock: datetime | None = None,
    using: str = DEFAULT_DB_ALIAS,
) -> Iterator[Acting]:
    """Open one transaction in which ``username`` acts; everything is said for it alone.

    Inside another ``acting`` of the same user it is a savepoint: what is left out is inherited,
    and the outer's words hold again afterwards. ``effective_on``: the day from which the change
    holds, where that is not today. ``clock`` (aware) is heeded by demo and test installations only.
    Raises ValueError for an empty name, another user inside a transaction, or a naive clock.
    The database's own refusals come as ``DatabaseError`` with their ``sqlstate``: XL001 nobody
    acts, XL002 somebody wrote first, XL003 no removal, XL004 closed, XL005 a ring, 42501 not in
    scope.
    """
    if not username:
        raise ValueError("acting() needs a user name")
    if clock is not None and clock.tzinfo is None:
        raise ValueError("acting() needs an aware clock")
    outer = _outer(using)
    if outer is not None and outer.actor != username:
        raise ValueError("another user already acts in this transaction")
    said = Acting(
        username,
        action,
        reason,
        effective_on.isoformat() if effective_on else "",
        channel,
        purpose,
        clock.isoformat() if clock else "",
    )
    if outer is not None:
        said = _inherit(said, outer)
    # A transaction that has just begun has nothing said in it: what is empty is so already.
    is_fresh = not connections[using].in_atomic_block
    token = _stack.set((*_stack.get(), (using, said)))
    try:
        with transaction.atomic(using=using):
            _say(using, said, everything=not is_fresh)
            yield said
            # A failed savepoint takes its settings back by itself; a released one does not.
            if outer is not None:
                _say(using, outer, everything=True)
    finally:
        _stack.reset(token)


def now_acting(using: str = DEFAULT_DB_ALIAS) -> Acting | None:
    """What the transaction in progress says of itself, or None when nobody acts."""
    return _outer(using)


def _outer(using: str) -> Acting | None:
    if not connections[using].in_atomic_block:
        return None
    return next((said for alias, said in reversed(_stack.get()) if alias == using), None)


def _inherit(said: Acting, outer: Acting) -> Acting:
    missing = {f.name: getattr(outer, f.name) for f in fields(said) if not getattr(said, f.name)}
    return replace(said, **missing)


def _say(using: str, said: Acting, *, everything: bool) -> None:
    told = {k: v for k, v in vars(said).items() if v or everything}
    statement = "SELECT " + ", ".join(_SET_ONE.format(name) for name in told)
    with connections[using].cursor() as cursor:
        cursor.execute(statement, list(told.values()))
