"""/health/live and /health/ready: can this machine serve, told without anybody's data.

``live`` answers as long as the process does. ``ready`` asks the database, the tables' state, the
folders, the disk, the sealer and both clocks; 503 with the names of what fails.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path

import psycopg
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from xinglin.site.two_clocks import clocks_apart
from xinglin.store.connections import connect
from xinglin.store.home import folder, home
from xinglin.store.server import ServerError

LEAST_FREE = 1024**3
SEALER_LATE = 60.0

_UNSEALED = """
    SELECT extract(epoch FROM clock_timestamp() - last.sealed_at)::float8
    FROM (SELECT pg_snapshot::pg_snapshot AS seen, sealed_at FROM store_auditblock
          ORDER BY block_no DESC LIMIT 1) AS last
    WHERE EXISTS (SELECT FROM store_auditentry
                  WHERE recorded_xid >= pg_snapshot_xmin(last.seen)
                    AND NOT pg_visible_in_snapshot(recorded_xid, last.seen))
"""


def database() -> str:
    """Whether the app's role gets an answer."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "数据库没有应答"
    return ""


def migrations() -> str:
    """Whether the tables are those of this program."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "数据库没有应答"
    return f"有 {len(waiting)} 步数据表升级没有做" if waiting else ""


def snapshot_folder() -> str:
    """Whether a snapshot could be written."""
    place = folder("snapshots")
    try:
        place.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=place) as trial:
            trial.write(b"x")
    except OSError:
        return "快照文件夹不能写入"
    return ""


def disk_space() -> str:
    """Whether there is room for more."""
    place: Path = home().root
    free = shutil.disk_usage(place if place.exists() else place.parent).free
    return f"磁盘只剩 {free // 2**20} MB" if free < LEAST_FREE else ""


def sealer() -> str:
    """Whether the audit is sealed behind the writers."""
    try:
        with connect(home(), "reader", autocommit=True) as reader:
            row = reader.execute(_UNSEALED).fetchone()
    except (ServerError, psycopg.Error):
        return "审计封存的情况查不到"
    late = row[0] if row else 0.0
    return f"审计有 {late:.0f} 秒没有封存" if late > SEALER_LATE else ""


def clock() -> str:
    """Whether this machine's clock and the database's agree; records go by the database's."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT clock_timestamp()")
            row = cursor.fetchone()
    except DatabaseError:
        return "数据库没有应答"
    return clocks_apart(datetime.now(UTC), row[0])


CHECKS: dict[str, Callable[[], str]] = {
    "database": database,
    "migrations": migrations,
    "snapshots": snapshot_folder,
    "disk": disk_space,
    "sealer": sealer,
    "clock": clock,
}


@login_not_required
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return _answer({"status": "live"})


@login_not_required
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Every check with what is wrong, or "ok"."""
    said = {name: check() for name, check in CHECKS.items()}
    fails = any(said.values())
    return _answer(
        {
            "status": "not ready" if fails else "ready",
            "checks": {name: wrong or "ok" for name, wrong in said.items()},
        },
        HTTPStatus.SERVICE_UNAVAILABLE if fails else HTTPStatus.OK,
    )


def _answer(content: dict[str, object], status: int = HTTPStatus.OK) -> JsonResponse:
    answer = JsonResponse(content, status=status, json_dumps_params={"ensure_ascii": False})
    answer.headers["Cache-Control"] = "no-store"
    return answer
