"""Roles: who may do what in which line, and how far they see."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

PERMISSIONS = {
    "see": "查看",
    "enter": "填报",
    "review": "审核",
    "remove": "删除",
    "unmask": "查看隐藏信息",
    "merge": "合并人员",
    "import": "批量导入",
    "export": "导出",
    "report": "编制报告",
    "sign": "签发",
    "publish": "对外公开",
    "audit": "查看审计",
    "administer": "系统管理",
}


@dataclass(frozen=True)
class Role:
    """A post at a bureau or institution.

    scope: "everything", "place" (the division and all below it) or "unit" (own institution).
    """

    name: str
    label: str
    scope: str
    permissions: frozenset[str]
    source: str
    declared: ClassVar[dict[str, Role]] = {}
    """Every role declared so far; the catalogue reads it."""

    def __post_init__(self) -> None:
        Role.declared[self.name] = self

    def may(self, permission: str) -> bool:
        """Whether the post carries a permission. Raises KeyError for an unknown word."""
        if permission not in PERMISSIONS:
            raise KeyError(permission)
        return permission in self.permissions
