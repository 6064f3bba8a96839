"""Who may do what: posts carry permissions, scope says where (and the database holds it too)."""

from __future__ import annotations

from xinglin.actions.problems import ForbiddenError
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.language.roles import PERMISSIONS
from xinglin.store.models import User


def may(user: User, permission: str, register: type[Register] | None = None) -> bool:
    """Whether the user's post carries the permission, in the register's line."""
    role = catalogue.load().roles.get(user.role)
    if role is None or not user.is_active or not role.may(permission):
        return False
    if register is None or user.is_everything or "*" in user.scope_lines:
        return True
    return register.line in user.scope_lines


def require(user: User, permission: str, register: type[Register] | None = None) -> None:
    """Raise ForbiddenError, with one Chinese sentence, where the user may not."""
    if not may(user, permission, register):
        about = f"“{register.label}”的" if register else ""
        raise ForbiddenError(
            f"您（{user.name or user.username}）没有{about}“{PERMISSIONS[permission]}”权限，"
            "如工作需要请向系统管理员申请。"
        )


def user_named(username: str) -> User:
    """The user in use of that name. Raises ForbiddenError."""
    found = User.objects.filter(username=username, is_active=True).first()
    if found is None:
        raise ForbiddenError(f"没有在用的用户“{username}”，请核对用户名。")
    return found
