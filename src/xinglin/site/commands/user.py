"""`xinglin user list|add|set|reset|disable|enable|unlock`: who may log in."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from xinglin.site.first_data import SYSTEM_USER
from xinglin.site.progress import give, say

if TYPE_CHECKING:
    from xinglin.site.users import Reach

_WHAT = {
    "list": "列出用户",
    "add": "建立用户，打印一次性密码",
    "set": "改动姓名、角色、范围",
    "reset": "重置密码，打印一次性密码",
    "disable": "停用",
    "enable": "重新启用",
    "unlock": "解除输错密码的锁定",
}


def arguments(parser: argparse.ArgumentParser) -> None:
    """The command's own arguments."""
    below = parser.add_subparsers(dest="what", required=True, metavar="|".join(_WHAT))
    for name, about in _WHAT.items():
        one = below.add_parser(name, help=about, description=about)
        one.add_argument("--database", default="demo", metavar="名称")
        if name != "list":
            one.add_argument("username", metavar="用户名")
        if name in ("add", "set"):
            one.add_argument("--name", metavar="姓名")
            one.add_argument("--role", required=name == "add", metavar="角色")
            one.add_argument("--unit", metavar="机构代码")
            one.add_argument("--place", action="append", metavar="区划代码")
            one.add_argument(
                "--line", action="append", metavar="业务线", help="可多次给；不给则全部业务线"
            )


def run(given: argparse.Namespace) -> int:
    """Do it as the system's own user, which the audit names."""
    from xinglin.site import users
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    with acting(SYSTEM_USER, action=f"user.{given.what}"):
        if given.what == "list":
            for user in User.objects.exclude(username=SYSTEM_USER).order_by("username"):
                give(users.described(user))
            return 0
        if given.what == "add":
            _tell(given.username, users.add_user(given.username, _asked(given)))
            return 0
        user = users.get_user(given.username)
        if given.username == SYSTEM_USER:
            raise users.UserError(f"“{SYSTEM_USER}”是系统自己的用户，不能登录，也不能改动。")
        if given.what == "reset":
            users.unlock(user)
            _tell(given.username, users.reset_password(user))
        elif given.what == "unlock":
            say(f"已解除“{given.username}”的锁定（{users.unlock(user)} 条输错记录）。")
        else:
            users.change_user(user, _asked(given))
            give(users.described(users.get_user(given.username)))
    return 0


def _asked(given: argparse.Namespace) -> Reach:
    from xinglin.site.users import Reach

    if given.what in ("disable", "enable"):
        return Reach(is_active=given.what == "enable")
    return Reach(given.name, given.role, given.unit, given.place, given.line)


def _tell(username: str, password: str) -> None:
    say(f"“{username}”的一次性密码如下，只显示这一次，3 天内有效，首次登录须改密码：")
    give(password)
