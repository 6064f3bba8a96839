"""Tokens: by which a program acts for a user; shown once, kept as a digest, narrowed at will."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.http import HttpRequest
from django.utils import timezone
from ninja.security import HttpBearer

from xinglin.actions.permissions import require
from xinglin.actions.problems import ForbiddenError
from xinglin.language.registers import Register
from xinglin.language.roles import PERMISSIONS
from xinglin.store.models import ApiToken, User

PREFIX = "xl_"
"""Lets a scanner of repositories and logs know a leaked token for what it is."""


class TokenError(ValueError):
    """A token that cannot be made; the message is one sentence in Chinese."""


@dataclass(frozen=True)
class Caller:
    """Who asks: the user, and the token by which a program acts for them."""

    user: User
    token: ApiToken

    def require(self, permission: str, register: type[Register] | None = None) -> None:
        """Raise ForbiddenError unless the token and the user's post both carry it."""
        allowed = self.token.permissions
        if allowed and permission not in allowed:
            raise ForbiddenError(
                f"这个令牌没有“{PERMISSIONS[permission]}”权限，请换用有此权限的令牌。"
            )
        require(self.user, permission, register)

    def has(self, permission: str, register: type[Register]) -> bool:
        """Whether `require` would pass."""
        try:
            self.require(permission, register)
        except ForbiddenError:
            return False
        return True


def digest(token: str) -> str:
    """What is kept of a token. It has 256 random bits, so a plain digest cannot be guessed."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def issue_token(
    user: User,
    label: str,
    *,
    permissions: Sequence[str] = (),
    expires_at: datetime | None = None,
) -> str:
    """Make a token for a user and return it; it is never shown again.

    permissions: what it may do, of what the user may; all, without any. Needs an actor, of whom
    an audit entry is written. Raises TokenError.
    """
    unknown = [p for p in permissions if p not in PERMISSIONS]
    if unknown:
        known = "、".join(PERMISSIONS)
        raise TokenError(f"没有“{'、'.join(unknown)}”这种权限，可用的有：{known}。")
    if not user.is_active:
        raise TokenError(f"用户“{user.username}”已停用，不能发令牌。")
    token = PREFIX + secrets.token_urlsafe(32)
    ApiToken.objects.create(
        token_sha256=digest(token),
        user=user,
        label=label,
        expires_at=expires_at,
        permissions=list(permissions),
    )
    _audit(f"发给 {user.username}：{label}")
    return token


def _audit(detail: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.audit('token', 'store_apitoken', NULL, NULL, %s)", [detail])


def revoke_tokens(user: User, label: str) -> int:
    """Revoke a user's tokens of a label that are in force; returns how many. Needs an actor."""
    now = timezone.now()
    tokens = ApiToken.objects.filter(user=user, label=label, revoked_at=None)
    count = tokens.update(revoked_at=now)
    _audit(f"吊销 {user.username} 的令牌 {count} 个：{label}")
    return count


def find_caller(token: str) -> Caller | None:
    """The caller of a token in force, or None."""
    found = ApiToken.objects.select_related("user").filter(token_sha256=digest(token)).first()
    if found is None or found.revoked_at is not None or not found.user.is_active:
        return None
    if found.expires_at is not None and found.expires_at <= timezone.now():
        return None
    return Caller(found.user, found)


class Bearer(HttpBearer):
    """Authorization: Bearer xl_…"""

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:
        """The caller, or None for a token that is unknown, revoked, over, or of nobody."""
        return find_caller(token)
