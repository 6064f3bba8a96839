"""Users from the console: who they are, what they may, and their one-time passwords."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from xinglin.codes.dates import SHANGHAI
from xinglin.language import catalogue
from xinglin.store.models import Division, User

VALID_FOR = timedelta(days=3)
_USERNAME = re.compile(r"[a-z][a-z0-9_.-]{1,39}")
# Without the signs that are taken for one another: 0 O, 1 l I.
_SIGNS = "23456789abcdefghjkmnpqrstuvwxyz"


class UserError(ValueError):
    """A user cannot be made or changed so; the message is one Chinese sentence."""


@dataclass(frozen=True)
class Reach:
    """What a user may and how far he sees, as asked for; None leaves it as it is."""

    name: str | None = None
    role: str | None = None
    unit: str | None = None
    places: Sequence[str] | None = None
    lines: Sequence[str] | None = None
    is_active: bool | None = None


def get_user(username: str) -> User:
    """A user by the name for the log-in. Raises UserError."""
    found = User.objects.filter(username=username).first()
    if found is None:
        raise UserError(f"没有用户“{username}”，请用 xinglin user list 核对用户名。")
    return found


def add_user(username: str, asked: Reach) -> str:
    """Make a user; returns the one-time password. Needs an actor. Raises UserError."""
    if not _USERNAME.fullmatch(username):
        raise UserError(
            f"用户名“{username}”不能用：由小写字母开头，只含小写字母、数字和 _.-，2 至 40 个字符。"
        )
    if User.objects.filter(username=username).exists():
        raise UserError(f"已有用户“{username}”，要改动请用 xinglin user set。")
    _save(User(username=username), asked)
    return reset_password(get_user(username))


def change_user(user: User, asked: Reach) -> None:
    """Change what is asked for and nothing else. Needs an actor. Raises UserError."""
    _save(user, asked)


def reset_password(user: User) -> str:
    """Give a user a new one-time password; the old one is no longer any good. Needs an actor."""
    password = "-".join("".join(secrets.choice(_SIGNS) for _ in range(5)) for _ in range(3))
    user.set_password(password)
    user.password_until = timezone.now() + VALID_FOR
    user.save(update_fields=["password", "password_until"])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.audit('password', 'store_user', %s, NULL, '重置')", [user.pk]
        )
    return password


def unlock(user: User) -> int:
    """Forget the wrong passwords that locked a user out; returns how many were known."""
    from axes.utils import reset

    return int(reset(username=user.username))


def described(user: User) -> str:
    """One line about a user."""
    role = catalogue.load().roles.get(user.role)
    known = [user.unit, *user.scope_places]
    reach = "全部" if user.is_everything else "、".join(r for r in known if r) or "无"
    state = "在用" if user.is_active else "停用"
    if user.password_until:
        until = user.password_until.astimezone(SHANGHAI)
        state += f"，一次性密码至 {until:%Y-%m-%d %H:%M}"
    lines = "、".join(user.scope_lines) or "无"
    return (
        f"{user.username}\t{user.name}\t{role.label if role else user.role}\t"
        f"范围 {reach}\t业务线 {lines}\t{state}\t{_last(user.last_login)}"
    )


def _last(moment: datetime | None) -> str:
    return f"上次登录 {moment.astimezone(SHANGHAI):%Y-%m-%d}" if moment else "未登录过"


def _save(user: User, asked: Reach) -> None:
    role_name = user.role if asked.role is None else asked.role
    role = catalogue.load().roles.get(role_name)
    if role is None:
        known = "、".join(f"{r.name}（{r.label}）" for r in catalogue.load().roles.values())
        raise UserError(f"没有角色“{role_name}”，可用的有：{known}。")
    unit = (user.unit or "") if asked.unit is None else asked.unit
    places = list(user.scope_places if asked.places is None else asked.places)
    lines = list(user.scope_lines if asked.lines is None else asked.lines) or ["*"]
    if asked.is_active is None:
        _check(role.scope, unit, places, lines)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT xinglin.save_user(%s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                user.username,
                user.name if asked.name is None else asked.name,
                role.name,
                unit or None,
                list(user.scope_units),
                places,
                lines,
                role.scope == "everything",
                user.is_active if asked.is_active is None else asked.is_active,
            ],
        )


def _check(scope: str, unit: str, places: Sequence[str], lines: Sequence[str]) -> None:
    if scope == "unit" and not unit:
        raise UserError("该角色只看本机构，请用 --unit 写明机构代码。")
    if scope == "place" and not places:
        raise UserError("该角色看一个地区，请用 --place 写明行政区划代码。")
    unknown = [p for p in places if not Division.objects.filter(code=p).exists()]
    if unknown:
        raise UserError(f"行政区划代码“{unknown[0]}”不在区划表中，请核对。")
    known = {"*", *catalogue.load().lines}
    strange = [line for line in lines if line not in known]
    if strange:
        raise UserError(f"没有业务线“{strange[0]}”，可用的有：{'、'.join(sorted(known))}。")
