"""What our plans say in SQL stays inside the subset on which all engines agree."""

from __future__ import annotations

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from tests.generative.plan_strategies import plans
from tests.spec.indicators.library import REGISTERS, history_columns
from tests.sql_subset import EXPRESSIONS, Asked, outside, tree

from xinglin.language import catalogue
from xinglin.language.plans import Plan
from xinglin.query.kinds import INSTALLATION
from xinglin.query.parts_sql import part_columns
from xinglin.query.records_sql import Knowledge
from xinglin.query.snapshots import Part
from xinglin.query.sql import Scan, ScanKey


def test_there_are_33_expressions() -> None:
    assert len(EXPRESSIONS) == 33


@pytest.mark.parametrize("asked", EXPRESSIONS, ids=lambda a: a.sql)
def test_duckdb_answers_as_worked_out_by_hand(asked: Asked) -> None:
    with duckdb.connect() as connection:
        ((answer,),) = connection.execute(f"SELECT {asked.sql}").fetchall()
    assert answer == asked.answer


SILENT = [
    "DATE_DIFF('month', DATE '2013-01-31', DATE '2013-02-01')",  # 1 and 0
    "1 / 0",  # infinite and an error
    "DATE '2013-02-01' - DATE '2013-01-31'",  # 1 and an interval
    "AVG(x)",  # as many decimals as each likes
    "WEEK(day)",
    "QUANTILE_CONT(x, 0.5)",
    "DATE_TRUNC('month', moment)",
    "CAST(x AS DOUBLE)",
    "CAST(moment AS TIMESTAMP)",
    "a || b",
    "SUM(x) / COUNT(*)",
    "x LIKE '%a'",
    "LOWER(x)",
    "EXTRACT(WEEK FROM day)",
]


@pytest.mark.parametrize("sql", SILENT)
def test_what_engines_answer_differently_is_caught(sql: str) -> None:
    assert outside(tree(f"SELECT {sql} FROM t"))  # noqa: S608


def _statements(plan: Plan, gaps: dict[str, frozenset[str]]) -> list[str]:
    found = []
    for side in plan.sides:
        for split in ("", "place"):
            scan = Scan(ScanKey.of(side), Knowledge(), gaps, category=split)
            scan.add(side)
            made = [scan.totals_sql(), scan.undated_sql()]
            made += [scan.members_sql(side, kind) for kind in ("member", "unknown", "undated")]
            made.append(scan.values_sql(side, [side.place]))
            found += [o for statement in made for o in outside(statement)]
    return found


@pytest.mark.parametrize("indicator", list(catalogue.load().indicators))
def test_every_shipped_indicator_stays_inside(indicator: str) -> None:
    loaded = catalogue.load()
    gaps = {r.table(): frozenset(r.stored_columns()) for r in loaded.registers.values()}
    assert _statements(loaded.indicators[indicator].plan(), gaps) == []


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(plans(1))
def test_whatever_the_language_can_say_stays_inside(plan: Plan) -> None:
    gaps = {r.table(): frozenset(history_columns(r)) for r in REGISTERS}
    assert _statements(plan, gaps) == []


def test_putting_installations_together_stays_inside() -> None:
    columns = {**history_columns(REGISTERS[0]), INSTALLATION: "text"}
    there = {c: k for c, k in columns.items() if c not in ("genre", "fee_fen", "checked_at")}
    selected = part_columns(Part((), there, 2, "甲"), columns)
    assert [o for expression in selected for o in outside(expression)] == []
