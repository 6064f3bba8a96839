"""The interface on a real server on loopback, over a town with two hospitals and their county."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest
from programs import Program

from postgres import migrated, test_installation, urls
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]

HOSPITAL, OTHER_HOSPITAL = "990001", "990002"
LINES = ["infectious", "foundation"]
USERS = (
    # username, role, unit, scope_places, everything
    ("admin", "administrator", None, [], True),
    ("clerk", "hospital", HOSPITAL, [], False),
    ("other_clerk", "hospital", OTHER_HOSPITAL, [], False),
    ("county", "cdc", None, ["998801"], False),
    ("leader", "leader", None, ["998800"], False),
)


@pytest.fixture(scope="session")
def town(migrated: Urls) -> Urls:
    """Users, divisions and the two hospitals."""
    with psycopg.connect(migrated.owner) as owner:
        for username, role, unit, places, everything in USERS:
            owner.execute(
                "INSERT INTO store_user (username, name, password, role, unit, scope_units,"
                " scope_places, scope_lines, is_everything)"
                " VALUES (%s, %s, '!', %s, %s, '{}', %s, %s, %s) ON CONFLICT DO NOTHING",
                [username, username, role, unit, places, LINES, everything],
            )
    from xinglin.actions.recording import create_record
    from xinglin.language import catalogue
    from xinglin.store.acting import acting
    from xinglin.store.divisions import load_table
    from xinglin.store.models import User

    load_table("sample")
    with acting("admin"):
        admin = User.objects.get(username="admin")
        for code, place in ((HOSPITAL, "998801001"), (OTHER_HOSPITAL, "998821100")):
            create_record(
                catalogue.load().register("health_institution"),
                {
                    "institution_code": code,
                    "institution_name": f"试样医院{code}",
                    "division": place,
                },
                by=admin,
            )
    return migrated


@pytest.fixture(scope="session")
def base(town: Urls) -> Iterator[str]:
    """The address of a server in threads of this process."""
    from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
    from django.core.wsgi import get_wsgi_application

    class Quiet(WSGIRequestHandler):
        def log_message(self, *said: Any) -> None:
            """Say nothing: the tests read the answers."""

    server = ThreadedWSGIServer(("127.0.0.1", 0), Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join(10)


@pytest.fixture(scope="session")
def make_token(town: Urls) -> Callable[..., str]:
    """Make a token for a user, as the command does."""

    def make(username: str, **how: Any) -> str:
        from xinglin.rest.tokens import issue_token
        from xinglin.store.acting import acting
        from xinglin.store.models import User

        with acting("admin", action="token"):
            return issue_token(User.objects.get(username=username), "试验", **how)

    return make


@pytest.fixture
def program(base: str, make_token: Callable[..., str]) -> Callable[..., Program]:
    """A program that acts for a user."""
    return lambda username, **how: Program(base, make_token(username, **how))


@pytest.fixture
def owner(town: Urls) -> Iterator[psycopg.Connection[Any]]:
    """The database as its owner sees it, past all scopes."""
    with psycopg.connect(town.owner, autocommit=True) as connection:
        connection.execute("SELECT set_config('xinglin.unscoped', 'on', false)")
        connection.execute("SELECT set_config('xinglin.actor', 'admin', false)")
        yield connection
