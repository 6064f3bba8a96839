"""The judge: unknown travels as in SQL, held against a database that others wrote."""

from __future__ import annotations

from datetime import date
from itertools import product
from typing import Any

import duckdb
import pytest
from hypothesis import given
from tests.unit.language.expression_strategies import CODES, conditions, days, records

from xinglin.language import expressions as e
from xinglin.language.evaluation import compile_expression

TRUTH = (True, False, None)
A, B, C = e.Column("a"), e.Column("b"), e.Column("c")


def value_of(expression: e.Expression, **record: Any) -> Any:
    return compile_expression(expression, CODES)(record)


def in_sql(text: str, **values: Any) -> Any:
    """What DuckDB says; $a, $b are the record's values."""
    row = duckdb.execute(f"SELECT {text}", values).fetchone()
    assert row is not None
    return row[0]


@pytest.mark.parametrize(("a", "b"), list(product(TRUTH, TRUTH)))
def test_and_or_are_sql_s(a: bool | None, b: bool | None) -> None:
    assert value_of(A & B, a=a, b=b) is in_sql("$a::bool AND $b::bool", a=a, b=b)
    assert value_of(A | B, a=a, b=b) is in_sql("$a::bool OR $b::bool", a=a, b=b)


@pytest.mark.parametrize(("a", "b", "c"), list(product(TRUTH, TRUTH, TRUTH)))
def test_three_at_once_are_sql_s(a: bool | None, b: bool | None, c: bool | None) -> None:
    record = {"a": a, "b": b, "c": c}
    assert value_of(e.All((A, B, C)), **record) is in_sql(
        "$a::bool AND $b::bool AND $c::bool", **record
    )
    assert value_of(e.Any_((A, B, C)), **record) is in_sql(
        "$a::bool OR $b::bool OR $c::bool", **record
    )


@pytest.mark.parametrize("a", TRUTH)
def test_not_and_is_unknown_are_sql_s(a: bool | None) -> None:
    assert value_of(~A, a=a) is in_sql("NOT $a::bool", a=a)
    assert value_of(A.is_unknown(), a=a) is in_sql("$a::bool IS NULL", a=a)
    assert value_of(A.is_known(), a=a) is in_sql("$a::bool IS NOT NULL", a=a)


@pytest.mark.parametrize("sign", ["=", "<>", "<", "<=", ">", ">="])
@pytest.mark.parametrize(("a", "b"), list(product((1, 2, None), (1, 2, None))))
def test_comparisons_are_sql_s(sign: str, a: int | None, b: int | None) -> None:
    op = {"=": "eq", "<>": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}[sign]
    assert value_of(e.Compare(op, A, B), a=a, b=b) is in_sql(f"$a::int {sign} $b::int", a=a, b=b)


@pytest.mark.parametrize("a", [1, 2, 3, None])
def test_membership_and_first_known_are_sql_s(a: int | None) -> None:
    assert value_of(A.in_(1, 2), a=a) is in_sql("$a::int IN (1, 2)", a=a)
    assert value_of(e.first_known(A, e.literal(9)), a=a) == in_sql("coalesce($a::int, 9)", a=a)


@pytest.mark.parametrize("a", TRUTH)
def test_a_case_takes_its_else_where_the_condition_is_unknown(a: bool | None) -> None:
    found = value_of(e.when(A, "then", "else"), a=a)
    assert found == in_sql("CASE WHEN $a::bool THEN 'then' ELSE 'else' END", a=a)


@given(days, days)
def test_days_between_are_sql_s(start: date, end: date) -> None:
    expected = in_sql("$b::date - $a::date", a=start, b=end)
    assert value_of(e.days_between(A, B), a=start, b=end) == expected


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        # 实足年龄 counts birthdays that have come; on a birthday the year is complete.
        (date(2000, 6, 30), date(2013, 6, 29), 12),
        (date(2000, 6, 30), date(2013, 6, 30), 13),
        (date(2012, 2, 29), date(2013, 2, 28), 0),
        (date(2012, 2, 29), date(2013, 3, 1), 1),
        (date(2012, 2, 29), date(2016, 2, 29), 4),
        (None, date(2013, 6, 30), None),
    ],
)
def test_completed_years(born: date | None, on: date, years: int | None) -> None:
    assert value_of(e.years_between(A, B), a=born, b=on) == years


@pytest.mark.parametrize(
    ("genre", "on", "expected"),
    [
        ("map", date(2012, 12, 31), 7),
        ("map", date(2013, 1, 1), 3),  # the rule of the day changes that morning
        ("map", date(2009, 12, 31), None),  # no row was in force
        ("poem", date(1990, 1, 1), 14),
        ("no such code", date(2013, 1, 1), None),
        (None, date(2013, 1, 1), None),
        ("map", None, None),
    ],
)
def test_an_attribute_follows_the_rules_of_the_day(
    genre: str | None, on: date | None, expected: int | None
) -> None:
    asked = e.Attribute(A, "Genre", "loan_days", B)
    assert value_of(asked, a=genre, b=on) == expected


@given(conditions, records)
def test_a_negated_comparison_is_true_where_the_comparison_is_false(
    condition: e.Expression, record: dict[str, Any]
) -> None:
    for part in condition.walk():
        if isinstance(part, e.Compare):
            assert value_of(part.negated(), **record) is value_of(~part, **record)


@given(conditions, records)
def test_de_morgan_holds_with_unknowns(one: e.Expression, record: dict[str, Any]) -> None:
    other = e.Column("is_new")
    assert value_of(~(one & other), **record) is value_of(~one | ~other, **record)
