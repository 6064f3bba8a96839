"""Three installations' snapshots together on Spark: the same figures as apart, and as on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.spec.indicators.library import CODES
from tests.three_libraries import PERIODS, PLACES, Borrowers, indicators, three_libraries

from xinglin.language.indicators import Distinct
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.spark_engine import SparkEngine
from xinglin.query.unions import SnapshotUnion


def test_places_add_up_whether_counted_apart_or_together(spark: Any, tmp_path: Path) -> None:
    """Every numerator and denominator, of every indicator, place and period.

    Different values of a code are no sum: a genre lent in two installations is one genre.
    """
    three = three_libraries(tmp_path)
    asked = [i.plan() for i in indicators() if not issubclass(i, Distinct)]
    apart: dict[Any, list[int]] = {}
    for snapshot in three.values():
        totals = SparkEngine(snapshot, CODES, spark).totals(asked, PERIODS, PLACES)
        for key, total in totals.items():
            sums = apart.setdefault(key, [0, 0, 0, 0])
            apart[key] = [a + b for a, b in zip(sums, vars(total).values(), strict=True)]
    union = SnapshotUnion(three)
    together = SparkEngine(union, CODES, spark).totals(asked, PERIODS, PLACES)
    assert {key: list(vars(total).values()) for key, total in together.items()} == apart
    asked = [i.plan() for i in indicators()]
    together = SparkEngine(union, CODES, spark).totals(asked, PERIODS, PLACES)
    fast = DuckDBEngine(union, CODES, threads=1)
    try:
        assert together == fast.totals(asked, PERIODS, PLACES)
    finally:
        fast.close()


def test_lists_and_histories_of_a_union_are_the_same(spark: Any, tmp_path: Path) -> None:
    union = SnapshotUnion(three_libraries(tmp_path))
    slow, fast = SparkEngine(union, CODES, spark), DuckDBEngine(union, CODES, threads=1)
    try:
        plan, period = Borrowers.plan(), PERIODS[0]
        page = slow.members(plan, "numerator", "1", period)
        assert page == fast.members(plan, "numerator", "1", period)
        assert page.total == 5
        side = plan.sides[0]
        table, record = side.table, page.rows[0].record[1]
        assert slow.versions(table, record) == fast.versions(table, record)
        columns = ["installation", "genre", "lent_date"]
        assert slow.values(side, columns, "1", period) == fast.values(side, columns, "1", period)
        split = {"category": "installation"}
        assert slow.totals([plan], [period], ["1"], **split) == fast.totals(
            [plan], [period], ["1"], **split
        )
    finally:
        fast.close()
