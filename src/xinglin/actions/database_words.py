"""The database's own refusals, in the words of the actions."""

from __future__ import annotations

from django.db import DatabaseError

from xinglin.actions.problems import ConflictError, ForbiddenError, Problem, RefusedError
from xinglin.language.registers import Register


def in_words(register: type[Register], error: DatabaseError) -> Exception:
    """What a refusal means; an error that nobody here knows comes back as it is."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    said = getattr(getattr(cause, "diag", None), "message_primary", "") or ""
    if state == "XL002":
        return ConflictError(said)
    if state == "42501":
        return ForbiddenError(f"这条{register.label}不在您的数据范围内，不能保存。")
    if state == "23505":
        key = "、".join(register.column_label(c.name) for c in register.key)
        return RefusedError(
            [Problem("KEY", register.key[0].name, f"{key}与已有记录重复，请核对是否已登记。")]
        )
    return error
