"""What every installation needs before its first record: divisions and the system's own user."""

from __future__ import annotations

from django.db import connections

SYSTEM_USER = "system"
"""Who acts when a command is run without --as: the two computer people at the console."""


def ensure_first_data() -> None:
    """Put the national divisions and the system user in, where they are not yet."""
    from xinglin.store.divisions import load_table
    from xinglin.store.models import Division

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "INSERT INTO store_user (username, name, password, role, is_everything,"
            " scope_lines, scope_units, scope_places)"
            " VALUES (%s, '系统', '!', 'administrator', true, ARRAY['*'], '{}', '{}')"
            " ON CONFLICT (username) DO NOTHING",
            [SYSTEM_USER],
        )
    if not Division.objects.exists():
        load_table("china")
