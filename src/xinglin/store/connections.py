"""Plain connections (psycopg, no Django) to an installation's database, by role."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

import psycopg

from xinglin.store.server import Installation, ServerError, ensure_running

RoleName = Literal["owner", "app", "reader"]


def connect(inst: Installation, role: RoleName, *, autocommit: bool = False) -> psycopg.Connection:
    """Connect as ``owner``, ``app`` or ``reader``, starting the embedded server if need be.

    Raises ServerError when the role has no address (production settings) or refuses.
    """
    url = getattr(ensure_running(inst), role)
    if not url:
        raise ServerError(
            f"没有给出数据库角色 {role} 的地址，请设定环境变量 XINGLIN_{role.upper()}_URL 后再试。"
        )
    try:
        return psycopg.connect(
            # A prepared statement keeps its plan, and scope is asked while planning.
            url,
            autocommit=autocommit,
            prepare_threshold=None,
        )
    except psycopg.OperationalError as error:
        raise ServerError(f"连不上数据库（角色 {role}），请核对地址和口令后再试。") from error


@contextmanager
def acting_on(
    connection: psycopg.Connection, username: str, **said: str
) -> Iterator[psycopg.Connection]:
    """One transaction of a plain connection in which ``username`` acts.

    said: ``action``, ``reason``, ``effective_on``, ``channel``, ``purpose``, ``clock`` as text.
    """
    with connection.transaction():
        for name, value in {"actor": username, **said}.items():
            connection.execute("SELECT set_config(%s, %s, true)", [f"xinglin.{name}", value])
        yield connection
