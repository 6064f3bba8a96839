"""Log-ins of the demo. They exist in installations made by `xinglin demo` and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connections, transaction

SCHEME_AREA = "998825"
_LINES = (
    "infectious",
    "emergencies",
    "special_diseases",
    "health_hazards",
    "immunisation",
    "foundation",
)
_CARE = ("maternal", "foundation")


@dataclass(frozen=True)
class DemoUser:
    """One log-in with its post and reach. unit_in, unit_class: the
    county and class of the institution it works at."""

    username: str
    name: str
    password: str
    role: str
    unit_in: str = ""
    unit_class: str = "A"
    places: tuple[str, ...] = ()
    lines: tuple[str, ...] = _LINES
    everything: bool = False


DEMO_USERS = (
    DemoUser(
        "juzhang", "局领导（演示）", "xinglin-juzhang", "leader", places=("998800",), lines=("*",)
    ),
    DemoUser(
        "tongji",
        "统计信息科（演示）",
        "xinglin-tongji",
        "statistics",
        places=("998800",),
        lines=("*",),
    ),
    DemoUser("jikong", "市疾控科（演示）", "xinglin-jikong", "disease_control", places=("998800",)),
    DemoUser("xiancdc", "县疾控中心（演示）", "xinglin-xiancdc", "cdc", places=("998801",)),
    DemoUser(
        "fuyou",
        "县妇幼保健院（演示）",
        "xinglin-fuyou",
        "maternal_care",
        places=("998801",),
        lines=_CARE,
    ),
    DemoUser(
        "guicai",
        "规划财务科（演示）",
        "xinglin-guicai",
        "department",
        places=("998800",),
        lines=("projects", "foundation"),
    ),
    DemoUser(
        "bangong",
        "办公室（演示）",
        "xinglin-bangong",
        "department",
        places=("998800",),
        lines=("tasks", "foundation"),
    ),
    DemoUser(
        "hezuo",
        "县合作医疗办公室（演示）",
        "xinglin-hezuo",
        "scheme_office",
        places=(SCHEME_AREA,),
        lines=("insurance", "foundation"),
    ),
    DemoUser(
        "yiyuan",
        "医院防保科（演示）",
        "xinglin-yiyuan",
        "hospital",
        unit_in="998801",
        lines=("infectious", "maternal", "foundation"),
    ),
    DemoUser(
        "chuangkou",
        "县人民医院结算窗口（演示）",
        "xinglin-chuangkou",
        "hospital",
        unit_in=SCHEME_AREA,
        lines=("insurance", "foundation"),
    ),
    DemoUser(
        "menzhen",
        "预防接种门诊（演示）",
        "xinglin-menzhen",
        "hospital",
        unit_in="998801",
        unit_class="B",
        lines=("immunisation", "foundation"),
    ),
    DemoUser(
        "yingji",
        "应急办（演示）",
        "xinglin-yingji",
        "department",
        places=("998800",),
        lines=("emergencies", "infectious", "foundation"),
    ),
    DemoUser(
        "aiwei",
        "爱卫办（演示）",
        "xinglin-aiwei",
        "department",
        places=("998800",),
        lines=("health_promotion", "foundation"),
    ),
    DemoUser(
        "guanli",
        "系统管理员（演示）",
        "xinglin-guanli",
        "administrator",
        everything=True,
        lines=("*",),
    ),
)


def _unit_in(cursor: Any, county: str, kind: str) -> str | None:
    """The first institution of a class in a county: people's hospital (A), community's (B)."""
    cursor.execute(
        "SELECT institution_code FROM foundation_health_institution"
        " WHERE (division = %s OR place LIKE %s) AND institution_class LIKE %s ORDER BY 1 LIMIT 1",
        [county, f"{county}%", f"{kind}%"],
    )
    row = cursor.fetchone()
    return row[0] if row else None


def ensure_demo_users() -> None:
    """Make the demo's log-ins, or set them back to what this page says."""
    with transaction.atomic(using="owner"), connections["owner"].cursor() as cursor:
        cursor.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
        for user in DEMO_USERS:
            unit = _unit_in(cursor, user.unit_in, user.unit_class) if user.unit_in else None
            cursor.execute(
                "INSERT INTO store_user (username, name, password, role, unit, scope_units,"
                " scope_places, scope_lines, is_everything)"
                " VALUES (%s, %s, %s, %s, %s, '{}', %s, %s, %s)"
                " ON CONFLICT (username) DO UPDATE SET password = excluded.password,"
                " unit = excluded.unit, scope_places = excluded.scope_places,"
                " scope_lines = excluded.scope_lines, role = excluded.role",
                [
                    user.username,
                    user.name,
                    make_password(user.password),
                    user.role,
                    unit,
                    list(user.places),
                    list(user.lines),
                    user.everything,
                ],
            )
    connections["owner"].close()
