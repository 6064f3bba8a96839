"""Bring an installation up: database server, settings, tables, divisions, system users."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from xinglin.language import catalogue
from xinglin.site.first_data import ensure_first_data
from xinglin.site.progress import say
from xinglin.site.users_of_server import using
from xinglin.store.server import Installation, Urls, ensure_running, installation, stop


@contextmanager
def started(database: str) -> Iterator[Installation]:
    """The installation, running and with its tables; a server that a command started is stopped
    again by the last command that uses it.

    The first use of a name makes the installation. Raises ServerError, in Chinese, and
    DeclarationError before anything is started.
    """
    catalogue.load()
    os.environ["XINGLIN_DATABASE"] = database
    inst = installation(database)
    with using(inst) as use:
        urls = ensure_running(inst)
        try:
            use.server_is_ours(started=urls.started)
            _set_up_django(urls)
            _bring_up_to_date()
            yield inst
        finally:
            if use.is_last():
                _close()
                stop(inst)
                use.server_is_gone()


def _set_up_django(urls: Urls) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "xinglin.site.settings"
    os.environ["XINGLIN_APP_URL"] = urls.app
    os.environ["XINGLIN_OWNER_URL"] = urls.owner
    os.environ["XINGLIN_READER_URL"] = urls.reader
    import django  # the settings read the environment set above

    django.setup()


def _bring_up_to_date() -> None:
    from django.core.management import call_command
    from django.db import connections
    from django.db.migrations.executor import MigrationExecutor

    with connections["owner"].cursor() as cursor:
        # Two commands at once on a fresh database: the second waits and finds the tables made.
        # The lock is the session's and ends with the connection, below or when we are killed.
        cursor.execute("SELECT pg_advisory_lock(hashtext('xinglin.bring_up_to_date'))")
    executor = MigrationExecutor(connections["owner"])
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("正在建立或升级数据表……")
        call_command("migrate", database="owner", verbosity=0)
    ensure_first_data()
    connections["owner"].close()


def _close() -> None:
    from django.db import connections

    connections.close_all()
