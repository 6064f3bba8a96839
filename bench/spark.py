"""The 33 figures on Spark beside DuckDB, over the same snapshot: rates for a paper calculation.

    python bench/spark.py [ROWS=3000000] [DATA FOLDER]

A standalone master, two workers of one core and a Connect server on this machine, started for the
run. It shows what a core does in a second, not how a cluster scales: one machine cannot show that.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from indicators import (
    BY_HAND,
    COUNTIES,
    MONTHS,
    REPOSITORY,
    _indicators,
    make_snapshot,
    ours,
    seconds,
)  # fmt: skip

from xinglin.language.periods import parse_period
from xinglin.query.engine import SideKey, SideTotal
from xinglin.query.snapshots import Snapshot, SnapshotStore
from xinglin.query.spark_engine import SparkEngine, connect, disconnect

CORES = 2


def on_spark(snapshot: Snapshot, address: str) -> dict[SideKey, SideTotal]:
    """All figures, from opening a session on."""
    session = connect(address)
    try:
        plans = [i.plan() for found in _indicators().values() for i in found]
        engine = SparkEngine(snapshot, {}, session)
        return engine.totals(plans, [parse_period(m) for m in MONTHS], COUNTIES)
    finally:
        disconnect(session)


def main() -> None:
    """Make the data where missing, compare, and print the rates."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 3_000_000
    folder = Path(sys.argv[2] if len(sys.argv) > 2 else REPOSITORY / "var" / "bench" / f"{rows}")
    data, store = folder / "data", SnapshotStore(folder / "snapshots")
    if not (data / "followups.parquet").exists():
        subprocess.run([sys.executable, str(BY_HAND / "gen.py"), str(data), str(rows)], check=True)
    snapshot = store.latest() or make_snapshot(data, store)
    size = sum(s.bytes for entry in snapshot.tables.values() for s in entry.segments)
    sys.path.insert(0, str(REPOSITORY))
    from tests.spark_cluster import Cluster

    with tempfile.TemporaryDirectory() as place:
        settings = {"spark.sql.shuffle.partitions": "8"}
        cluster = Cluster(Path(place), 2048, "-XX:+UseParallelGC", settings)
        try:
            address = cluster.start()
            figures = ours(snapshot)
            if on_spark(snapshot, address) != figures:
                raise SystemExit("Spark 与 DuckDB 的数字不同。")
            spark, duckdb = (
                seconds(lambda: on_spark(snapshot, address)),
                seconds(lambda: ours(snapshot)),
            )
        finally:
            cluster.stop()
    report = {
        "rows": rows,
        "bytes_per_row": round(size / rows, 1),
        "values_equal": len(figures),
        "duckdb_s": round(duckdb, 2),
        "spark_s": round(spark, 2),
        "spark_to_duckdb": round(spark / duckdb, 1),
        "duckdb_rows_per_core_second": round(rows / duckdb / CORES),
        "spark_rows_per_core_second": round(rows / spark / CORES),
    }
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
