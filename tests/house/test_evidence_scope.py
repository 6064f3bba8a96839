"""What the snapshot says is the reader's is what the database lets him see; moved records too.

For every user of the town, every shipped indicator and side, at the whole city: the pages of the
evidence hold exactly those members that are his by the words of `docs/reference/roles.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from test_scope_matrix import Reach, filed, owner, reaches, theirs

from town import CITY, Town
from xinglin.language import catalogue
from xinglin.language.periods import parse_period

__all__ = ["filed", "owner", "reaches"]

PERIOD = parse_period("2013H1")
STEP = 4


@pytest.fixture
def asked(doors: Town, snapshot: str) -> Any:
    from xinglin.reports.figures import evaluation

    return evaluation(snapshot)


def pages(asked: Any, plan: Any, side: str) -> Iterator[Any]:
    """Every page of a side's evidence."""
    from xinglin.reports.evidence import evidence_of

    offset = 0
    while True:
        page = evidence_of(asked, plan, CITY, PERIOD, side, offset=offset, limit=STEP)
        yield page
        offset += STEP
        if offset >= page.reached:
            return


def test_everybody_pages_through_his_own_members_and_no_others(
    asked: Any, reaches: dict[str, Reach], filed: dict[str, Any]
) -> None:
    from xinglin.store.acting import acting

    narrowed = 0
    for plan, side, members in sides_with_members(asked):
        register = catalogue.load().register(side.register)
        for reach in reaches.values():
            expected = members & theirs(reach, register, filed)
            with acting(reach.username):
                found = list(pages(asked, plan, side.name))
            shown = [row.pk for page in found for row, _ in page.rows]
            told = (reach.username, plan.indicator, side.name)
            assert sorted(shown) == sorted(expected), told
            assert {p.total for p in found} == {len(members)}, told
            assert {p.out_of_scope for p in found} == {len(members) - len(expected)}, told
            assert sum(p.hidden for p in found) == 0, told
            narrowed += 0 < len(expected) < len(members)
    assert narrowed > 10, "else nothing was tried"


def sides_with_members(asked: Any) -> Iterator[tuple[Any, Any, set[int]]]:
    """Sides that count records, with the ids of these; sides that say the same but once."""
    seen = set()
    for name in catalogue.load().indicators:
        plan = asked.plan(name)
        for side in plan.sides:
            said = (side.register, str(side.where), side.window, side.years_back)
            if side.distinct or said in seen:
                continue
            seen.add(said)
            rows = asked.engine.members(plan, side.name, CITY, PERIOD).rows
            if rows:
                yield plan, side, {m.record[1] for m in rows}


def test_of_persons_those_are_counted_who_have_a_record_of_his(
    asked: Any, reaches: dict[str, Reach], filed: dict[str, Any]
) -> None:
    from xinglin.store.acting import acting

    sides = [
        (asked.plan(name), side)
        for name in catalogue.load().indicators
        for side in asked.plan(name).sides
        if side.distinct
    ]
    for reach in reaches.values():
        for plan, side in sides:
            register = catalogue.load().register(side.register)
            with acting(reach.username):
                found = list(pages(asked, plan, side.name))
            shown = {row.pk for page in found for row, _ in page.rows}
            assert shown <= theirs(reach, register, filed)
            assert len(shown) == found[0].reached <= found[0].total


def test_a_record_that_moved_is_counted_where_it_stood_and_not_shown(
    asked: Any, doors: Town, owner: psycopg.Connection[Any]
) -> None:
    """One of the county's two cards goes to another county after the snapshot."""
    from xinglin.reports.evidence import evidence_of
    from xinglin.store.acting import acting

    plan = asked.plan("class_bc_cases")
    with acting("cdc_angelica"):
        before = evidence_of(asked, plan, CITY, PERIOD)
    assert (before.reached, before.hidden) == (2, 0)
    moved = before.rows[0][0].pk
    table, other = "infectious_notifiable_case", ("998822", "")
    was = owner.execute(
        f"SELECT place, reporter FROM {table} WHERE id = %s",  # noqa: S608
        [moved],
    ).fetchone()
    put(owner, table, moved, *other)
    try:
        with acting("cdc_angelica"):
            after = evidence_of(asked, plan, CITY, PERIOD)
    finally:
        put(owner, table, moved, *was)
    assert (after.total, after.reached, after.hidden) == (before.total, 2, 1)
    assert [row.pk for row, _ in after.rows] == [r.pk for r, _ in before.rows if r.pk != moved]


def put(owner: psycopg.Connection[Any], table: str, record: int, place: str, reporter: str) -> None:
    """Move a record; a new version, as the database keeps it."""
    with owner.transaction():
        owner.execute("SELECT set_config('xinglin.actor', 'admin', true)")
        owner.execute(
            f"UPDATE {table} SET place = %s, reporter = %s WHERE id = %s",  # noqa: S608
            [place, reporter, record],
        )
