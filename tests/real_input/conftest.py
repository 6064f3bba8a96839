"""Real data through the real door; one database for all of it."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from postgres import migrated, test_installation, urls
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]


@pytest.fixture(scope="session")
def administrator(migrated: Urls) -> str:
    """A user who may import and load divisions. China's divisions are loaded."""
    with psycopg.connect(migrated.owner) as owner:
        owner.execute(
            "INSERT INTO store_user (username, name, password, role, scope_lines, is_everything)"
            " VALUES ('computer', '', '!', 'administrator', '{*}', true)"
            " ON CONFLICT (username) DO NOTHING"
        )
    from xinglin.store.divisions import load_table  # Django is set up by `migrated`

    load_table("china")
    return "computer"


@pytest.fixture(scope="session")
def bring(administrator: str, shared: Path, repository: Path):
    """Bring in one of the shared data sets by its mapping."""
    from xinglin.intake.run import intake_file

    def intake(data: str, mapping: str):
        return intake_file(
            shared / "data" / data, mapping=repository / "mappings" / mapping, by=administrator
        )

    return intake


@pytest.fixture(scope="session")
def ask(migrated: Urls):
    """Run a query over all rows."""

    def query(sql: str, *parameters: object) -> list[tuple]:
        with psycopg.connect(migrated.owner) as owner:
            owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
            return owner.execute(sql, parameters).fetchall()

    return query
