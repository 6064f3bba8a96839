"""Random tables, conditions and plans: DuckDB must say what the judge says.

And on both: a value is the sum of its members, and places add up to the place above them. Spark is
asked the same in `tests/spark`.
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
from tests.spec.indicators.library import (
    CODES,
    DIVISIONS,
    TAKEN_AT,
    BookLoan,
    as_history,
    snapshot,
    tables,
)

from xinglin.language.expressions import Literal, every, from_json
from xinglin.language.plans import Plan
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.in_memory import InMemoryEngine


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    histories(),
    person_links(),
    st.tuples(plans(1), plans(2)),
    maybe(MOMENTS),
    maybe(DAYS),
    st.sampled_from(["", "genre"]),
)
def test_duckdb_agrees_with_the_judge(
    records: dict[Any, list[dict[str, Any]]],
    links: list[dict[str, Any]],
    asked: tuple[Plan, ...],
    known_at: datetime | None,
    true_on: date | None,
    category: str,
) -> None:
    judge = InMemoryEngine(tables(records, links), DIVISIONS, CODES, taken_at=TAKEN_AT)
    with tempfile.TemporaryDirectory() as folder:
        fast = DuckDBEngine(snapshot(Path(folder), records, links), CODES, threads=1)
        try:
            agree(judge, fast, asked, known_at, true_on, category)
        finally:
            fast.close()


def test_a_condition_survives_freezing() -> None:
    whole = every(BookLoan.lost == Literal(True), BookLoan.copies > 2)
    assert from_json(whole.to_json()).to_json() == whole.to_json()
    assert as_history(BookLoan, [{}])[0]["id"] == 1
