"""One database for the intake tests: divisions, two institutions, users of different reach."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cards import HOSPITAL, OTHER_HOSPITAL, card, write_csv

from postgres import migrated, test_installation, urls
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]

USERS = (
    # username, role, unit, scope_places, everything
    ("admin", "administrator", None, [], True),
    ("clerk", "hospital", HOSPITAL, [], False),
    ("other_clerk", "hospital", OTHER_HOSPITAL, [], False),
    ("county", "cdc", None, ["998801"], False),
    ("leader", "leader", None, ["998800"], False),
)


@pytest.fixture(scope="session")
def town(migrated: Urls, tmp_path_factory: pytest.TempPathFactory) -> Urls:
    """Users, divisions and institutions; tests add cards of their own numbers."""
    with psycopg.connect(migrated.owner) as owner:
        for username, role, unit, places, everything in USERS:
            owner.execute(
                "INSERT INTO store_user (username, name, password, role, unit, scope_places,"
                " scope_lines, is_everything) VALUES (%s, %s, '!', %s, %s, %s, '{*}', %s)"
                " ON CONFLICT (username) DO NOTHING",
                [username, username, role, unit, places, everything],
            )
    from xinglin.intake.run import intake_file  # Django is set up by `migrated`
    from xinglin.store.divisions import load_table

    for table in ("china", "sample"):
        load_table(table)
    folder = tmp_path_factory.mktemp("town")
    path = write_csv(
        folder / "institutions.csv",
        [
            {"机构代码": HOSPITAL, "机构名称": "银杏区人民医院", "所在地": "998801001"},
            {"机构代码": OTHER_HOSPITAL, "机构名称": "茯苓县人民医院", "所在地": "998823100"},
        ],
    )
    result = intake_file(path, register="health_institution", by="admin")
    assert result.rejected == 0, result.errors
    return migrated


Take = Callable[..., Any]


@pytest.fixture
def take(town: Urls, tmp_path: Path) -> Take:
    """Write cards (changes to a valid card) to a CSV and bring it in."""
    from xinglin.intake.run import intake_file

    def bring(*changes: dict[str, Any], by: str = "clerk", name: str = "cards.csv", **how: Any):
        unit = {"报告单位": HOSPITAL} if by == "county" else {}
        path = write_csv(tmp_path / name, [card(**{**unit, **change}) for change in changes])
        return intake_file(path, register="notifiable_case", by=by, **how)

    return bring


@pytest.fixture
def cards_in(town: Urls) -> Callable[[str], list[dict[str, Any]]]:
    """Read cards whose number begins with a prefix, as the owner sees them."""

    def read(prefix: str, table: str = "infectious_notifiable_case") -> list[dict[str, Any]]:
        with psycopg.connect(town.owner, row_factory=psycopg.rows.dict_row) as owner:
            owner.execute("SELECT set_config('xinglin.unscoped', 'on', true)")
            owner.execute("SELECT set_config('xinglin.actor', 'admin', true)")
            return owner.execute(
                f"SELECT * FROM {table} WHERE card_no LIKE %s ORDER BY card_no, version",  # noqa: S608
                [prefix + "%"],
            ).fetchall()

    return read
