"""Small expressions inside the subset of SQL: Spark answers as worked out by hand."""

from __future__ import annotations

from typing import Any

from tests.sql_subset import EXPRESSIONS, tree


def test_spark_answers_as_worked_out_by_hand(spark: Any) -> None:
    """All in one statement, each a column: a question costs Spark its time whatever its size."""
    columns = ", ".join(
        f"{tree(asked.sql).sql('spark')} AS c{number}" for number, asked in enumerate(EXPRESSIONS)
    )
    (row,) = spark.sql(f"SELECT {columns}").toArrow().to_pylist()
    answers = {asked.sql: row[f"c{number}"] for number, asked in enumerate(EXPRESSIONS)}
    assert answers == {asked.sql: asked.answer for asked in EXPRESSIONS}
