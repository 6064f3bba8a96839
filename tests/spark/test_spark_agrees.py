"""Random tables, conditions and plans: Spark must say what the judge says.

The plans are those of `tests/generative`; many are given to one session, because a question costs
Spark a good part of a second whatever its size.
"""

from __future__ import annotations

import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.generative.agreement import agree
from tests.generative.plan_strategies import DAYS, MOMENTS, histories, maybe, person_links, plans
from tests.spec.indicators.library import CODES, DIVISIONS, TAKEN_AT, BookLoan, snapshot, tables

from xinglin.language.periods import parse_period
from xinglin.language.plans import Plan, Side
from xinglin.query.in_memory import InMemoryEngine
from xinglin.query.spark_engine import SparkEngine


@settings(
    max_examples=4,
    deadline=None,
    derandomize=True,
    suppress_health_check=[
        HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture,
    ],
)  # fmt: skip
@given(
    histories(),
    person_links(),
    st.tuples(*(plans(n) for n in range(1, 4))),
    maybe(MOMENTS),
    maybe(DAYS),
    st.sampled_from(["", "genre"]),
)
def test_spark_agrees_with_the_judge(
    spark: Any,
    records: dict[Any, list[dict[str, Any]]],
    links: list[dict[str, Any]],
    asked: tuple[Plan, ...],
    known_at: datetime | None,
    true_on: date | None,
    category: str,
) -> None:
    judge = InMemoryEngine(tables(records, links), DIVISIONS, CODES, taken_at=TAKEN_AT)
    with tempfile.TemporaryDirectory() as folder:
        fast = SparkEngine(snapshot(Path(folder), records, links), CODES, spark)
        agree(judge, fast, asked, known_at, true_on, category, at_once=4, orders=["contribution"])


def test_a_word_may_hold_braces_and_quotes(spark: Any, tmp_path: Path) -> None:
    """They mean something to the client's templates and to SQL; to a condition they are text."""
    odd = "{t1}'s {小说}\\n"
    rows = [{"genre": genre, "branch": "1", "lent_date": date(2013, 2, 1)} for genre in (odd, "x")]
    records = {BookLoan: rows}
    side = Side(
        "numerator", "book_loan", BookLoan.table(), "lent_date", "branch", BookLoan.genre == odd
    )
    plan = Plan("odd", "", "", 0, "total", (side,))
    asked = (plan, "numerator", "1", parse_period("2013H1"))
    judge = InMemoryEngine(tables(records), DIVISIONS, CODES, taken_at=TAKEN_AT)
    page = SparkEngine(snapshot(tmp_path, records), CODES, spark).members(*asked)
    assert page == judge.members(*asked)
    assert page.total == 1
