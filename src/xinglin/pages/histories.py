"""The history of a record: every version, who, when, what changed; and who looked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import SimpleNamespace
from typing import Any

from django.db import connection

from xinglin.language import catalogue
from xinglin.language.registers import COMMON_COLUMNS, Register, key_column
from xinglin.pages.cells import cell
from xinglin.pages.names import Names
from xinglin.store.models import AuditEntry, User

_NOT_TOLD = {"version", "recorded_at", "recorded_by", "unknowns", "effective_on", "id"}
KINDS = {
    "open": "查看",
    "unmask": "查看原值",
    "change": "改动",
    "export": "导出",
    "login": "登录",
    "logout": "退出",
    "password": "改密码",
    "print": "打印",
    "find": "按号码查找",
    "refuse": "被拒绝",
    "sign": "签发",
    "prose": "撰写报告文字",
    "import": "导入",
    "figure": "查看数据依据",
}
"""Kinds of audit entries in the office's words."""


@dataclass(frozen=True)
class Change:
    """One column that a version changed."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Version:
    """One version of a record."""

    version: int
    recorded_at: datetime
    effective_on: date
    actor: str
    action: str
    reason: str
    changes: tuple[Change, ...]


def versions_of(
    register: type[Register], record_id: int, names: Names, *, masked: bool = True, after: int = 0
) -> list[Version]:
    """The versions of a record, newest first; `after` leaves out those up to one."""
    rows = _history(register, record_id)
    people = names_of_users({row.actor for row in rows})
    found = []
    before: Any = None
    for row in rows:
        if row.version > after:
            changes = () if before is None else _changes(register, before, row, names, masked)
            found.append(
                Version(
                    row.version,
                    row.recorded_at,
                    row.effective_on,
                    people.get(row.actor, row.actor),
                    action_label(row.action),
                    row.reason,
                    tuple(changes),
                )
            )
        before = row
    return found[::-1]


def _history(register: type[Register], record_id: int) -> list[Any]:
    table = connection.ops.quote_name(f"{register.table()}_history")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s ORDER BY version", [record_id])  # noqa: S608
        columns = [c.name for c in cursor.description or ()]
        return [
            SimpleNamespace(**dict(zip(columns, row, strict=True))) for row in cursor.fetchall()
        ]


def _changes(
    register: type[Register], before: Any, after: Any, names: Names, masked: bool
) -> list[Change]:
    keys = {key_column(f) for f in register.names()}
    told = [c for c in register.stored_columns() if c not in _NOT_TOLD | keys]
    changed = [c for c in told if getattr(before, c) != getattr(after, c)]
    found = []
    for column in changed:
        old, new = (cell(register, column, row, names, masked=masked) for row in (before, after))
        if (old.text, old.gap) == (new.text, new.gap) and not old.is_masked:
            continue
        found.append(Change(register.column_label(column), old.text, new.text))
    place = COMMON_COLUMNS["place"][1]  # follows the field the register names; told once
    follows = register.place_field.label if register.place_field is not None else ""
    labels = {c.label for c in found}
    return [c for c in found if c.label != place or follows not in labels]


_ACTIONS_OF_PERSONS = {
    "person": {
        "merge": "合并", "unmerge": "撤销合并", "dismiss": "判为不是同一人",
        "identify": "登记号码", "duplicates": "比对",
    },
    "access_finding": {"find": "检查", "answer": "核实说明"},
}  # fmt: skip


def action_label(action: str) -> str:
    """notifiable_case.submit → 提交审核."""
    name, _, step = action.partition(".")
    register = catalogue.load().registers.get(name)
    if register is not None and step in register.steps:
        return register.steps[step].label
    if name in _ACTIONS_OF_PERSONS and step in _ACTIONS_OF_PERSONS[name]:
        return _ACTIONS_OF_PERSONS[name][step]
    return {"create": "登记", "change": "修改", "import": "导入", "intake": "导入"}.get(
        step or name, step or name
    )


def names_of_users(usernames: set[str]) -> dict[str, str]:
    """Log-in name → the person's name, where one is given."""
    rows = User.objects.filter(username__in=usernames).values_list("username", "name")
    return {username: name or username for username, name in rows}


@dataclass(frozen=True)
class Look:
    """One audit entry as people read it."""

    at: datetime
    who: str
    kind: str
    register: str
    record_id: int | None
    purpose: str
    detail: str


def looks_at(register: type[Register], record_id: int, limit: int = 50) -> list[Look]:
    """Who looked at a record or changed it, newest first, as far as the user may know."""
    entries = AuditEntry.objects.filter(
        register__in=(register.table(), register.name), record_id=record_id
    ).order_by("-entry_id")[:limit]
    return told(list(entries))


def register_labels() -> dict[str, str]:
    """What audit entries are about → the office's word for it."""
    registers = catalogue.load().registers.values()
    return {r.table(): r.label for r in registers} | {r.name: r.label for r in registers} | _OTHERS


_OTHERS = {
    "store_person": "人员索引",
    "store_personlink": "人员合并",
    "store_personidentifier": "证件与卡号",
    "store_duplicatepair": "疑似重复人员",
    "store_accessfinding": "异常使用",
    "store_user": "用户",
    "audit": "审计",
    "store_report": "统计报告",
    "store_reportprose": "报告文字",
}


def told(entries: list[AuditEntry]) -> list[Look]:
    """Audit entries in words."""
    people = names_of_users({e.actor for e in entries})
    labels = register_labels()
    return [
        Look(
            e.recorded_at,
            people.get(e.actor, e.actor),
            _kind(e),
            labels.get(e.register, e.register),
            e.record_id,
            e.purpose,
            e.detail,
        )
        for e in entries
    ]


def _kind(entry: AuditEntry) -> str:
    if entry.kind == "change" and "." in entry.action:
        return action_label(entry.action)
    return KINDS.get(entry.kind, str(entry.kind))
