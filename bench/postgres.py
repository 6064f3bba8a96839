"""The 33 figures by hand-written SQL on PostgreSQL, beside ours over the same rows.

    python bench/postgres.py [ROWS=20000000] [DATA FOLDER]

Takes the data that `bench/indicators.py` made; loads them into a throw-away PostgreSQL 18 with the
settings of the shared bench (shared_buffers 4GB, work_mem 256MB). Ratios count, not seconds.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import psycopg
from indicators import BY_HAND, REPOSITORY, ours, seconds

from xinglin.query.snapshots import SnapshotStore
from xinglin.store.server import ensure_running, installation, stop, superuser_url
from xinglin.store.server.account import home_of

SETTINGS = {
    "shared_buffers": "4GB",
    "work_mem": "256MB",
    "jit": "off",
    "max_wal_size": "16GB",
    "effective_cache_size": "12GB",
}
RUNS = 3


def environment(url: str) -> dict[str, str]:
    """The PG* variables of an address."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        **os.environ,
        "PGUSER": unquote(parts.username or ""),
        "PGPASSWORD": unquote(parts.password or ""),
        "PGHOST": query["host"][0],
        "PGPORT": query["port"][0],
        "PGDATABASE": parts.path.lstrip("/"),
    }


def by_hand(what: str, data: Path, env: dict[str, str]) -> dict[str, object]:
    """Run the shared program; its last line is JSON."""
    command = [sys.executable, str(BY_HAND / "run.py"), what, str(data)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def measure(data: Path, snapshots: Path) -> dict[str, object]:
    """Load, run both, and say how many times faster ours is."""
    base = Path(tempfile.mkdtemp(prefix="xinglin-bench-"))
    inst = installation("bench", base=base)
    try:
        ensure_running(inst)
        with psycopg.connect(superuser_url(inst), autocommit=True) as connection:
            for name, value in SETTINGS.items():
                connection.execute(f"ALTER SYSTEM SET {name} = '{value}'")
        stop(inst)
        ensure_running(inst)
        env = environment(superuser_url(inst))
        by_hand("postgres-load", data, env)
        taken = [float(str(by_hand("postgres", data, env)["total_s"])) for _ in range(RUNS)]
    finally:
        stop(inst)
        shutil.rmtree(home_of(inst), ignore_errors=True)
        shutil.rmtree(base, ignore_errors=True)
    snapshot = SnapshotStore(snapshots).latest()
    if snapshot is None:
        raise SystemExit("先运行 bench/indicators.py 造数据。")
    own = seconds(lambda: ours(snapshot))
    hand = statistics.median(taken)
    return {
        "postgres_by_hand_s": round(hand, 3),
        "ours_s": round(own, 3),
        "times_faster_than_postgres": round(hand / own, 2),
    }


def main() -> None:
    """Measure and print."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000_000
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else REPOSITORY / "var" / "bench" / f"{rows}")
    report = {"rows": rows, **measure(folder / "data", folder / "snapshots")}
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
