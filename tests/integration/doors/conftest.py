"""The made-up town (see `tests/town.py`) with a password for everybody, for every door."""

from __future__ import annotations

from collections.abc import Callable

import psycopg
import pytest
from django.test import Client

from postgres import migrated, test_installation, urls
from town import Town, town
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "town", "urls"]

PASSWORD = "杏林-各门-口令-1"  # noqa: S105 - of people who exist in this test alone


@pytest.fixture(scope="session")
def doors(town: Town, migrated: Urls) -> Town:
    """The town, with log-ins and a clock in July 2014, after everything that is filed here."""
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    with psycopg.connect(migrated.owner) as owner:
        owner.execute("UPDATE store_user SET password = %s", [make_password(PASSWORD)])
    settings.SIMULATED_CLOCK = "2014-07-30T18:00:00+08:00"
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    return town


@pytest.fixture
def enter(doors: Town) -> Callable[[str], Client]:
    """Log in by the page."""

    def client(username: str) -> Client:
        browser = Client()
        answer = browser.post("/login/", {"username": username, "password": PASSWORD})
        assert answer.status_code == 302, answer.content.decode()
        return browser

    return client
