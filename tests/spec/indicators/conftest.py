"""Runs each Chinese spec on every engine."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from tests.spec.indicators.library import CODES, DIVISIONS, TAKEN_AT, snapshot, tables
from tests.spec.indicators.records import Records, read_records

from xinglin.indicators.figures import Circumstances, Figure, figures
from xinglin.language.indicators import Indicator
from xinglin.language.periods import parse_period
from xinglin.query.duckdb_engine import DuckDBEngine
from xinglin.query.in_memory import InMemoryEngine

Spec = Callable[..., Figure]


@pytest.fixture(params=["评判程序", "DuckDB"])
def engine_of(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[Records], Any]]:
    """A function from records to an engine over them."""
    opened: list[DuckDBEngine] = []

    def of(records: Records) -> Any:
        rows = read_records(records)
        if request.param == "评判程序":
            return InMemoryEngine(tables(rows), DIVISIONS, CODES, taken_at=TAKEN_AT)
        opened.append(DuckDBEngine(snapshot(tmp_path / str(len(opened)), rows), CODES, threads=1))
        return opened[-1]

    yield of
    for engine in opened:
        engine.close()


@pytest.fixture
def spec(engine_of: Callable[[Records], Any]) -> Spec:
    """spec(records, indicator, {side: {record: contribution}}, value=…, status=…)."""

    def check(
        records: Records,
        indicator: type[Indicator],
        members: Mapping[str, Mapping[int, int]],
        *,
        place: str = "1",
        period: str = "2013H1",
        value: str | None = None,
        status: str = "reported",
        **when: Any,
    ) -> Figure:
        engine, plan, days = engine_of(records), indicator.plan(), parse_period(period)
        circumstances = Circumstances(
            codes=CODES, revisions={plan.indicator: indicator.revisions}, **when
        )
        for side, expected in members.items():
            page = engine.members(plan, side, place, days, **when)
            assert {m.record[1]: m.contribution for m in page.rows} == dict(expected)
            assert page.total == len(expected)
        (figure,) = figures([plan], place, days, engine, circumstances)
        assert (figure.value, figure.status) == (value, status), figure.note
        return figure

    return check
