"""`xinglin token --for USER --label TEXT`: a key by which a program acts for a user."""

from __future__ import annotations

import argparse
from datetime import timedelta

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import give, say

DAYS = 365


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    parser.add_argument("--for", dest="username", required=True, metavar="用户")
    parser.add_argument("--label", required=True, metavar="用途", help="哪个程序、做什么用")
    parser.add_argument(
        "--may", action="append", default=[], metavar="权限",
        help="只给这些权限（如 see、enter、import），可多次给；不给则同该用户",
    )  # fmt: skip
    parser.add_argument(
        "--days", type=int, default=DAYS, metavar="天数", help=f"有效天数，默认 {DAYS}"
    )
    parser.add_argument(
        "--revoke", action="store_true", help="吊销该用户以此用途发出的令牌，不发新的"
    )


def run(given: argparse.Namespace) -> int:
    """Print a new token, this once; or revoke those of a label."""
    from django.utils import timezone

    from xinglin.rest.tokens import issue_token, revoke_tokens
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    if given.days < 1:
        say("--days 应是 1 或更大的整数，请核对。")
        return 2
    user = User.objects.filter(username=given.username).first()
    if user is None:
        say(f"没有用户“{given.username}”，请核对用户名。")
        return 1
    with acting(SYSTEM_USER, action="token"):
        if given.revoke:
            say(f"已吊销 {revoke_tokens(user, given.label)} 个令牌。")
            return 0
        expires = timezone.now() + timedelta(days=given.days)
        token = issue_token(user, given.label, permissions=given.may, expires_at=expires)
    say(f"令牌只显示这一次，请存入密码库；{given.days} 天后失效。")
    give(token)
    return 0
