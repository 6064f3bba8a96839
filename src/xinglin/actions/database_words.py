"""The database's own refusals, in the words of the actions."""

from __future__ import annotations

from django.db import DatabaseError

from xinglin.actions.problems import ConflictError, ForbiddenError, Problem, RefusedError
from xinglin.language.registers import Register
from xinglin.store.registers import ONCE


def in_words(register: type[Register], error: DatabaseError) -> Exception:
    """What a refusal means; an error that nobody here knows comes back as it is."""
    cause = error.__cause__
    state = getattr(cause, "sqlstate", "") or ""
    diag = getattr(cause, "diag", None)
    said = getattr(diag, "message_primary", "") or ""
    named = getattr(diag, "constraint_name", "") or ""
    if state == "XL002":
        return ConflictError(said)
    if state == "42501":
        return ForbiddenError(f"这条{register.label}不在您的数据范围内，不能保存。")
    if state == "23505" and named.endswith(ONCE):
        once = "、".join(f.label for f in register.once_at_a_time)
        said = f"{once}相同的{register.label}还有一条没有办结，请先办结或取消那一条。"
        return RefusedError([Problem("ONCE", register.once_at_a_time[0].name, said)])
    if state == "23505":
        key = "、".join(register.column_label(c.name) for c in register.key)
        return RefusedError(
            [Problem("KEY", register.key[0].name, f"{key}与已有记录重复，请核对是否已登记。")]
        )
    return error
