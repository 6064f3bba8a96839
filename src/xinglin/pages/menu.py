"""The menu: what this user may open, made from the declarations."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from xinglin.actions.permissions import may
from xinglin.language import catalogue
from xinglin.store.models import User


@dataclass(frozen=True)
class Entry:
    """One line of the menu; `here` marks the page one is on."""

    label: str
    address: str
    here: bool


@dataclass(frozen=True)
class Group:
    """Entries that belong together under one heading; folded away where there are very many."""

    label: str
    entries: tuple[Entry, ...]
    is_open: bool = True


@cache
def line_label(line: str) -> str:
    """The official term of a business line: in brackets in its package's docstring."""
    register = catalogue.load().registers_of(line)[0]
    package = sys.modules[register.__module__.rpartition(".")[0]]
    found = re.search(r"[(（]([^)）]+)[)）]", package.__doc__ or "")
    return found[1] if found else line


_UNFOLDED = 24
"""So many entries stand open at once: what a screen shows."""
_OFFERED: dict[str, list[tuple[str, str, str]]] = {}


def offer(line: str, label: str, name: str, permission: str) -> None:
    """Put a page of another surface into a line's group: its label, address name, who may."""
    entry = (label, name, permission)
    if entry not in _OFFERED.setdefault(line, []):
        _OFFERED[line].append(entry)


def menu(request: HttpRequest) -> dict[str, Any]:
    """Context of every page: menu groups, the user's post in words."""
    user = getattr(request, "user", None)
    if not isinstance(user, User):
        return {}
    role = catalogue.load().roles.get(user.role)
    return {"menu": _groups(user, request.path), "post": role.label if role else ""}


def _groups(user: User, path: str) -> list[Group]:
    loaded = catalogue.load()
    groups = [Group("", (Entry("工作台", reverse("workbench"), path == reverse("workbench")),))]
    lines = sorted(loaded.lines, key=lambda line: line == "foundation")
    for line in lines:
        registers = loaded.registers_of(line)
        entries = [
            _entry(label, name, path)
            for label, name, permission in _OFFERED.get(line, ())
            if may(user, permission, registers[0])
        ]
        entries += [
            _entry(register.label, "list", path, register.name)
            for register in registers
            if may(user, "see", register)
        ]
        if entries:
            groups.append(Group(line_label(line), tuple(entries)))
    if user.is_everything or user.scope_places:
        groups.insert(1, Group("统计", tuple(_figures(path))))
    groups.append(Group("人员", tuple(_persons(user, path))))
    if may(user, "audit"):
        names = (("查阅记录", "looks"), ("异常使用", "findings"), ("审计", "audit"))
        groups.append(Group("管理", tuple(_entry(label, name, path) for label, name in names)))
    if sum(len(group.entries) for group in groups) <= _UNFOLDED:
        return groups
    return [replace(g, is_open=any(e.here for e in g.entries)) for g in groups]


def _persons(user: User, path: str) -> list[Entry]:
    """The pages of the person index; those of merging for posts that may."""
    found = [Entry("查找人员", reverse("persons"), path == reverse("persons"))]
    if may(user, "merge"):
        pages = (("疑似重复", "duplicates"), ("合并记录", "merges"))
        found += [_entry(label, name, path) for label, name in pages]
    return found


def _figures(path: str) -> list[Entry]:
    """The pages of figures; a line that counts persons has a page of its own."""
    analysed = dict.fromkeys(
        i.line
        for i in catalogue.load().indicators.values()
        if i.formula == "total" and i.main_register().person is not None
    )
    return [
        *(_entry(f"{line_label(line)}分析", "analysis", path, line) for line in analysed),
        _entry("指标", "indicators", path),
        _entry("统计报告", "reports", path),
    ]


def _entry(label: str, name: str, path: str, *arguments: str) -> Entry:
    address = reverse(name, args=arguments)
    return Entry(label, address, path.startswith(address))
