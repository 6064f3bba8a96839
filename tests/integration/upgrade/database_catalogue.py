"""Everything a database is made of besides its rows, as sorted lines that can be compared."""

from __future__ import annotations

import psycopg

QUERIES = {
    "columns": "SELECT table_name, column_name, data_type, is_nullable, column_default,"
    " is_identity FROM information_schema.columns WHERE table_schema IN ('public', 'xinglin')",
    "tables": "SELECT c.relname, c.relkind, c.relrowsecurity, c.relforcerowsecurity,"
    " pg_get_userbyid(c.relowner), c.relacl::text FROM pg_class c"
    " JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('public', 'xinglin')",
    "indexes": "SELECT indexdef FROM pg_indexes WHERE schemaname IN ('public', 'xinglin')",
    "constraints": "SELECT c.conrelid::regclass::text, c.conname, pg_get_constraintdef(c.oid)"
    " FROM pg_constraint c JOIN pg_namespace n ON n.oid = c.connamespace"
    " WHERE n.nspname IN ('public', 'xinglin')",
    "triggers": "SELECT pg_get_triggerdef(t.oid), t.tgenabled FROM pg_trigger t"
    " WHERE NOT t.tgisinternal",
    "policies": "SELECT tablename, policyname, permissive, roles::text, cmd, qual, with_check"
    " FROM pg_policies",
    "functions": "SELECT pg_get_functiondef(p.oid), p.proacl::text FROM pg_proc p"
    " JOIN pg_namespace n ON n.oid = p.pronamespace"
    " WHERE n.nspname IN ('public', 'xinglin') AND p.prokind = 'f'",
}


def catalogue(url: str) -> dict[str, list[str]]:
    """Kind → its definitions, sorted (the order of columns is history, not meaning)."""
    with psycopg.connect(url) as owner:
        return {
            kind: sorted(str(row) for row in owner.execute(query).fetchall())
            for kind, query in QUERIES.items()
        }


def assert_same(upgraded: dict[str, list[str]], fresh: dict[str, list[str]]) -> None:
    """Compare kind by kind, naming what is only on one side."""
    for kind, defined in fresh.items():
        assert defined, f"no {kind} at all: the query finds nothing"
        only_fresh = sorted(set(defined) - set(upgraded[kind]))
        only_upgraded = sorted(set(upgraded[kind]) - set(defined))
        assert (only_fresh, only_upgraded) == ([], []), kind
