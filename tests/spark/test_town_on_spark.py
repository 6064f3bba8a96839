"""The made-up town on Spark: every shipped indicator, whole and dealt out to three."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.spark.dealt_out import share

from town import ANGELICA, CITY, SHIQIAO
from xinglin.language.periods import parse_period
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.spark_engine import SparkEngine
from xinglin.query.unions import SnapshotUnion

PLACES = (CITY, ANGELICA, SHIQIAO)
PERIODS = [parse_period(key) for key in ("2013H1", "2013-03", "2013-05YTD")]


def test_every_shipped_indicator_is_the_same_on_spark(spark: Any, asked: Any) -> None:
    plans = list(asked.definitions.plans.values())
    engine = SparkEngine(asked.snapshot, asked.definitions.code_sets, spark)
    told = engine.totals(plans, PERIODS, PLACES)
    assert told == asked.engine.totals(plans, PERIODS, PLACES)
    assert len(told) > 100


def test_figures_with_their_status_are_the_same_on_spark(spark: Any, asked: Any) -> None:
    """One indicator of each formula and each rule of completeness."""
    from xinglin.reports.figures import Evaluation

    engine = SparkEngine(asked.snapshot, asked.definitions.code_sets, spark)
    other = Evaluation(asked.snapshot, asked.definitions, engine)
    plans = asked.definitions.plans.values()
    one_of_each = {(p.formula, type(p.completeness)): p.indicator for p in plans}
    assert len(one_of_each) > 4
    names = list(one_of_each.values())
    assert other.figures(CITY, PERIODS[0], names) == asked.figures(CITY, PERIODS[0], names)


def test_dealt_out_to_three_installations_nothing_is_lost_or_counted_twice(
    spark: Any, asked: Any, tmp_path: Path
) -> None:
    """Each record lies in one of three; together they are the town again."""
    dealt = {f"第{n}套": share(asked.snapshot, n, tmp_path / str(n)) for n in range(3)}
    union = SnapshotUnion(dealt)
    # What is told by another record (a person's other cards, what followed) may lie elsewhere.
    plans = [
        replace(plan, sides=sides)
        for plan in asked.definitions.plans.values()
        if (
            sides := tuple(s for s in plan.sides if not (s.distinct or s.follow_up or s.latest_per))
        )
    ]
    assert len(plans) > 10
    whole = asked.engine.totals(plans, PERIODS, PLACES)
    codes = asked.definitions.code_sets
    fast = DuckDBEngine(union, codes, threads=1)
    try:
        assert fast.totals(plans, PERIODS, PLACES) == whole
    finally:
        fast.close()
    assert SparkEngine(union, codes, spark).totals(plans, PERIODS, PLACES) == whole
