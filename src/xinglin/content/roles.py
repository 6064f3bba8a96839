"""The posts of a health bureau and its institutions (角色与权限)."""

from __future__ import annotations

from xinglin.language.roles import Role

_SOURCE = "项目规则，参照《个人信息保护法》第二十八条、第三十四条（最小必要）"


def _role(name: str, label: str, scope: str, *permissions: str) -> Role:
    return Role(name, label, scope, frozenset(permissions), _SOURCE)


ROLES: dict[str, Role] = {
    r.name: r
    for r in (
        _role("leader", "局领导", "place", "see", "sign", "publish", "report"),
        _role(
            "statistics",
            "统计信息科",
            "place",
            "see",
            "import",
            "export",
            "report",
            "audit",
            "merge",
        ),
        _role("disease_control", "疾控科", "place", "see", "export", "report"),
        _role(
            "cdc",
            "县（区）疾控中心",
            "place",
            "see",
            "enter",
            "review",
            "remove",
            "unmask",
            "import",
            "export",
            "merge",
        ),
        _role(
            "maternal_care",
            "县（区）妇幼保健院",
            "place",
            "see",
            "enter",
            "review",
            "remove",
            "unmask",
            "import",
            "export",
        ),
        _role(
            "department",
            "机关科室",
            "place",
            "see",
            "enter",
            "review",
            "remove",
            "import",
            "export",
            "report",
        ),
        _role(
            "scheme_office",
            "县（区）合作医疗办公室",
            "place",
            "see",
            "enter",
            "review",
            "remove",
            "unmask",
            "import",
            "export",
            "report",
        ),
        _role("hospital", "医疗机构", "unit", "see", "enter", "unmask", "import", "export"),
        _role(
            "administrator",
            "系统管理员",
            "everything",
            "see",
            "import",
            "export",
            "audit",
            "administer",
            "report",
            "enter",
            "review",
            "remove",
            "merge",
        ),
    )
}
