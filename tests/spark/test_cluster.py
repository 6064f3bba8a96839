"""The cluster is one: a master with two workers, both of which work."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any


def test_both_workers_take_part(spark: Any, spark_folder: Path) -> None:
    master = (spark_folder / "master.log").read_text("utf-8")
    assert len(re.findall(r"Registering worker 127\.0\.0\.1:\d+ with 1 cores", master)) == 2
    assert "app-" in master
    for _ in range(20):  # eight tasks a time; an executor writes its log a moment later
        spark.range(0, 80_000, 1, 8).selectExpr("sum(id)").collect()
        logs = [
            log.read_text("utf-8")
            for worker in ("worker-1", "worker-2")
            for log in (spark_folder / worker).glob("app-*/*/stderr")
        ]
        if sum("Finished task" in log for log in logs) == 2:
            return
        time.sleep(0.5)
    raise AssertionError(f"{len(logs)} executors, not all have finished a task")
