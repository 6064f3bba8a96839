"""A throw-away installation with a real PostgreSQL 18, one for each folder of tests that asks.

Use: `from postgres import migrated, test_installation, urls` in a folder's conftest. Each conftest
has a server of its own, so that no folder sees another's records; the database is migrated once; a
test leaves it as its transaction found it, or works on rows of its own.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import django
import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connections

from xinglin.store.server import Installation, Urls, ensure_running, installation, stop
from xinglin.store.server.account import home_of

_OVERRIDES = ("DATABASE_URL", "XINGLIN_OWNER_URL", "XINGLIN_READER_URL")


def remove(inst: Installation) -> None:
    """Stop a throw-away installation and delete all its files, wherever they were put."""
    stop(inst)
    shutil.rmtree(home_of(inst), ignore_errors=True)
    shutil.rmtree(inst.root, ignore_errors=True)


class _Worlds:
    """The installations of the folders that have asked, and whose turn it is.

    Parallel runs take files of several folders in turn, so before each test the environment and
    Django are pointed at the installation of the test's own folder.
    """

    def __init__(self) -> None:
        self.made: dict[str, tuple[dict[str, str], Urls]] = {}
        self.current = ""

    def begin(self, folder: str, environment: dict[str, str], urls: Urls) -> None:
        self.made[folder] = (environment, urls)
        self._turn_to(folder)

    def _turn_to(self, folder: str) -> None:
        environment, urls = self.made[folder]
        self.current = folder
        os.environ |= environment
        if apps.ready:
            _point_django_at(urls)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        inside = [folder for folder in self.made if item.nodeid.startswith(folder)]
        folder = max(inside, key=len, default=self.current)
        if folder != self.current:
            self._turn_to(folder)


def _worlds(config: pytest.Config) -> _Worlds:
    found = config.pluginmanager.get_plugin("xinglin-worlds")
    if found is None:
        found = _Worlds()
        config.pluginmanager.register(found, "xinglin-worlds")
    return found  # type: ignore[no-any-return]


@pytest.fixture(scope="session")
def test_installation(request: pytest.FixtureRequest) -> Iterator[Installation]:
    """A fresh installation under a temporary folder; its addresses are in the environment."""
    before = {name: os.environ.pop(name, None) for name in _OVERRIDES}
    base = Path(tempfile.mkdtemp(prefix="xinglin-test-"))
    os.environ |= {"XINGLIN_VAR": str(base), "XINGLIN_DATABASE": "test"}
    inst = installation("test")
    try:
        urls = ensure_running(inst)
        environment = {
            "XINGLIN_VAR": str(base),
            "XINGLIN_DATABASE": "test",
            "DATABASE_URL": urls.app,
            "XINGLIN_OWNER_URL": urls.owner,
            "XINGLIN_READER_URL": urls.reader,
        }
        folder = request._fixturedef.baseid  # of the conftest that imported the fixture
        _worlds(request.config).begin(folder, environment, urls)
        yield inst
    finally:
        if apps.ready:
            connections.close_all()
        for name in _OVERRIDES:
            os.environ.pop(name, None)
        remove(inst)
        shutil.rmtree(base, ignore_errors=True)
        os.environ |= {name: value for name, value in before.items() if value is not None}


@pytest.fixture(scope="session")
def urls(test_installation: Installation) -> Urls:
    """The throw-away database's addresses."""
    return ensure_running(test_installation)


@pytest.fixture(scope="session")
def migrated(urls: Urls) -> Urls:
    """The throw-away database with all tables, and Django set up on it as the app role."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xinglin.site.settings")
    if not apps.ready:
        django.setup()
    _point_django_at(urls)
    call_command("migrate", database="owner", verbosity=0)
    with psycopg.connect(urls.owner) as owner:
        owner.execute(
            "INSERT INTO xinglin_installation (id, simulated_clock) VALUES (1, true)"
            " ON CONFLICT (id) DO UPDATE SET simulated_clock = true"
        )
    return urls


def _point_django_at(urls: Urls) -> None:
    """Django was set up for the first folder's server; from here on it talks to this one."""
    from xinglin.site.settings import database

    for alias, url in (("default", urls.app), ("owner", urls.owner), ("reader", urls.reader)):
        if alias in connections.databases:
            connections[alias].close()
            connections.databases[alias].update(database(url))
