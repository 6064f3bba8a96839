"""The pages' doors: who comes in how, and every address there is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from town import Town
from xinglin.store.server import Urls

PASSWORD = "杏林-测试-口令-1"  # noqa: S105 - of people who exist in this test alone
CARD = "notifiable_case"


@pytest.fixture(scope="module")
def doors(town: Town, migrated: Urls) -> Town:
    """The town, with a password for everybody and the days of its drawing on the clock."""
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    with psycopg.connect(migrated.owner) as owner:
        owner.execute("UPDATE store_user SET password = %s", [make_password(PASSWORD)])
    settings.SIMULATED_CLOCK = "2013-06-30T18:00:00+08:00"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    return town


@pytest.fixture(scope="module")
def snapshot(doors: Town) -> str:
    from xinglin.reports.snapshot_taking import take
    from xinglin.store.acting import acting

    with acting("city", action="snapshot"):
        return take().name


def enter(username: str) -> Client:
    """A browser in which somebody has logged in by the page."""
    client = Client()
    answer = client.post("/login/", {"username": username, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


def routes(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, address with its placeholders) of every page."""
    if patterns is None:
        rooms = ("pages", "scheme", "disease_control", "clinic")
        patterns = [
            entry for room in rooms for entry in get_resolver(f"xinglin.{room}.urls").url_patterns
        ]
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from routes(entry.url_patterns, prefix + str(entry.pattern))
        elif isinstance(entry, URLPattern):
            yield str(entry.name), prefix + str(entry.pattern)


def address(route: str, **given: object) -> str:
    """A route with something real in each placeholder."""
    values = {
        "name": CARD,
        "record": 1,
        "taken": "submit",
        "deadline": "report_limit",
        "act": "stop",
        "job": "nothing",
        "kind": "pdf",
        "line": "infectious",
        "indicator": "class_bc_cases",
        "report_id": "R-1",
        "person": 1,
        "pair": 1,
        "link": 1,
        "finding": 1,
        "claim": 1,
        "audit": 1,
        "child": 1,
        "ticket": 1,
        "unit": "H1",
        "key": "0",
        "disclosure": 1,
        "signal": 1,
        "event": 1,
        "figure_id": "class_bc_cases",
        **given,
    }
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(values[found[1]]), route)


def page(route: str, /, **given: object) -> str:
    """The address of a page by its name."""
    return address(dict(routes())[route], **given)
