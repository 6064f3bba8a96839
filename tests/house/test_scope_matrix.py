"""Everybody, at every door, before every record: what is not theirs is not there.

Who reaches what is worked out here, in Python over the owner's view of the town, from the users'
units, places and lines; the doors (pages, interface, evidence, the app's own SQL) must say the
same. Doors and registers are walked, not listed: a new one is held to it without a line here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
from django.test import Client
from doors import address, enter, routes
from psycopg.sql import SQL, Identifier

from town import CITY, Town
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.store.connections import acting_on
from xinglin.store.server import Urls

FOREIGN_AT_MOST = 3
"""Foreign records a person is tried with, of one register: each from another unit and place."""
HIDDEN = (403, 404, 405, 415, 422)


@dataclass(frozen=True)
class Reach:
    """What a user reaches, by the words of `docs/reference/roles.md`."""

    username: str
    units: frozenset[str]
    places: frozenset[str]
    lines: frozenset[str]
    everything: bool

    def has(self, register: type[Register], reporter: str, above: frozenset[str]) -> bool:
        """Whether a record of an institution, at a place below `above`, is theirs."""
        if not self.everything and not self.lines & {"*", register.line}:
            return False
        return self.everything or reporter in self.units or bool(self.places & above)


@dataclass(frozen=True)
class Filed:
    """One record as the owner sees it: by whom, and its place with all above it."""

    id: int
    reporter: str
    above: frozenset[str]


@pytest.fixture(scope="module")
def owner(doors: Town, migrated: Urls) -> Iterator[psycopg.Connection[Any]]:
    with psycopg.connect(migrated.owner, autocommit=True) as connection:
        connection.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        yield connection


@pytest.fixture(scope="module")
def reaches(owner: psycopg.Connection[Any]) -> dict[str, Reach]:
    rows = owner.execute(
        "SELECT username, unit, scope_units, scope_places, scope_lines, is_everything"
        " FROM store_user WHERE role <> '' AND is_active"
    ).fetchall()
    return {
        name: Reach(
            name, frozenset([*units, *([unit] if unit else [])]), frozenset(places),
            frozenset(lines), everything,
        )
        for name, unit, units, places, lines, everything in rows
    }  # fmt: skip


@pytest.fixture(scope="module")
def filed(owner: psycopg.Connection[Any]) -> dict[str, list[Filed]]:
    """Register → its records."""
    parents = dict(owner.execute("SELECT code, parent_code FROM store_division").fetchall())

    def above(place: str) -> frozenset[str]:
        found = []
        while place:
            found.append(place)
            place = parents.get(place, "")
        return frozenset(found)

    return {
        register.name: [
            Filed(number, reporter, above(place))
            for number, reporter, place in owner.execute(
                SQL("SELECT id, reporter, place FROM {} ORDER BY id").format(
                    Identifier(register.table())
                )
            ).fetchall()
        ]
        for register in catalogue.load().registers.values()
    }


def theirs(reach: Reach, register: type[Register], filed: dict[str, list[Filed]]) -> set[int]:
    return {f.id for f in filed[register.name] if reach.has(register, f.reporter, f.above)}


def foreign(reach: Reach, register: type[Register], filed: dict[str, list[Filed]]) -> list[int]:
    """A few records that are not theirs, each of another unit and place."""
    kinds = {
        (f.reporter, f.above): f.id
        for f in filed[register.name]
        if not reach.has(register, f.reporter, f.above)
    }
    return list(kinds.values())[:FOREIGN_AT_MOST]


def everybody_and_register(
    reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> Iterator[tuple[Reach, type[Register]]]:
    for reach in reaches.values():
        for register in catalogue.load().registers.values():
            if filed[register.name]:
                yield reach, register


def test_the_town_has_something_foreign_to_try(
    reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    """Else the tests below could not fail."""
    pairs = list(everybody_and_register(reaches, filed))
    assert sum(bool(foreign(*pair, filed)) for pair in pairs) > len(reaches)
    assert sum(bool(theirs(*pair, filed)) for pair in pairs) > len(reaches)


def test_the_apps_own_sql_reads_what_is_theirs_and_nothing_else(
    reaches: dict[str, Reach], filed: dict[str, list[Filed]], migrated: Urls
) -> None:
    with psycopg.connect(migrated.app) as app:
        for reach, register in everybody_and_register(reaches, filed):
            expected = theirs(reach, register, filed)
            for table in (register.table(), f"{register.table()}_history"):
                with acting_on(app, reach.username):
                    rows = app.execute(
                        SQL("SELECT DISTINCT id FROM {}").format(Identifier(table))
                    ).fetchall()
                assert {n for (n,) in rows} == expected, (reach.username, table)


def test_the_apps_own_sql_changes_nothing_foreign(
    reaches: dict[str, Reach], filed: dict[str, list[Filed]], migrated: Urls
) -> None:
    tried = 0
    with psycopg.connect(migrated.app) as app:
        for reach, register in everybody_and_register(reaches, filed):
            for record in foreign(reach, register, filed):
                with acting_on(app, reach.username):
                    done = app.execute(
                        SQL("UPDATE {} SET source_ref = 'x' WHERE id = %s").format(
                            Identifier(register.table())
                        ),
                        [record],
                    )
                assert done.rowcount == 0, (reach.username, register.name, record)
                tried += 1
    assert tried > len(reaches)


def test_no_page_of_a_record_opens_for_others(
    doors: Town, reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    walked = [(n, r) for n, r in routes() if "<int:record>" in r]
    assert len(walked) > 5
    for username in reaches:
        client = enter(username)
        for register in catalogue.load().registers.values():
            for record in foreign(reaches[username], register, filed):
                for name, route in walked:
                    where = address(route, name=register.name, record=record)
                    for method in ("get", "post"):
                        sent = {"purpose": "试", "version": "1", "reason": "试"}
                        answer = getattr(client, method)(where, sent)
                        told = (username, name, method, where, answer.status_code)
                        assert answer.status_code in HIDDEN, told


def test_a_record_of_theirs_opens_unless_the_post_may_not_see(
    doors: Town, reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    """The other half: doors that refuse everything would pass the tests above."""
    opened = 0
    for reach, register in everybody_and_register(reaches, filed):
        own = theirs(reach, register, filed)
        if own:
            answer = enter(reach.username).get(f"/registers/{register.name}/{min(own)}/")
            assert answer.status_code == 200, (reach.username, register.name)
            opened += 1
    assert opened > len(reaches)


def _links(text: str) -> Iterator[tuple[str, int]]:
    """(register, record) of every record a page leads to."""
    for name, record in re.findall(r"/registers/(\w+)/(\d+)/", text):
        yield name, int(record)


def test_lists_lead_to_what_is_theirs_alone(
    doors: Town, reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    led = 0
    for username, reach in reaches.items():
        client = enter(username)
        for where in ("/", *(f"/registers/{name}/" for name in filed)):
            answer = client.get(where)
            for name, record in _links(answer.content.decode()):
                own = theirs(reach, catalogue.load().register(name), filed)
                assert record in own, (username, where, name, record)
                led += 1
    assert led > len(reaches)


def test_evidence_leads_to_what_is_theirs_alone(
    doors: Town, snapshot: str, reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    """The figure is the same for everybody; the records behind it are not."""
    led = 0
    for username, reach in reaches.items():
        client = enter(username)
        for indicator in catalogue.load().indicators.values():
            sides = [s.name for s in indicator.plan().sides]
            for side in sides:
                where = f"/figures/{indicator.id}/"
                asked = {"place": CITY, "period": "2013H1", "side": side}
                answer = client.get(where, asked)
                assert answer.status_code in (200, 403), (username, where, answer.status_code)
                for name, record in _links(answer.content.decode()):
                    own = theirs(reach, catalogue.load().register(name), filed)
                    assert record in own, (username, where, side, name, record)
                    led += 1
    assert led > len(reaches)


@pytest.fixture(scope="module")
def programs(doors: Town, reaches: dict[str, Reach]) -> dict[str, str]:
    """Username → a token by which a program acts for them."""
    from xinglin.rest.tokens import issue_token
    from xinglin.store.acting import acting
    from xinglin.store.models import User

    made = {}
    with acting("admin", action="token"):
        for username in reaches:
            made[username] = issue_token(User.objects.get(username=username), "试验")
    return made


def test_the_interface_gives_and_changes_nothing_foreign(
    programs: dict[str, str], reaches: dict[str, Reach], filed: dict[str, list[Filed]]
) -> None:
    tried = 0
    for reach, register in everybody_and_register(reaches, filed):
        program = Client(headers={"Authorization": f"Bearer {programs[reach.username]}"})
        base = f"/api/v1/registers/{register.name}/records"
        listed = program.get(base)
        assert listed.status_code in (200, 403)
        if listed.status_code == 200:
            own = theirs(reach, register, filed)
            assert {r["id"] for r in json.loads(listed.content)["records"]} <= own
        for record in foreign(reach, register, filed):
            answers = [program.get(f"{base}/{record}")]
            body = {"version": 1, "changes": {}}
            answers.append(program.patch(f"{base}/{record}", body, "application/json"))
            for step in register.steps:
                where = f"{base}/{record}/steps/{step}"
                answers.append(program.post(where, {"version": 1}, "application/json"))
            for answer in answers:
                told = (reach.username, register.name, record, answer.status_code)
                assert answer.status_code in HIDDEN, told
            tried += 1
    assert tried > len(reaches)
