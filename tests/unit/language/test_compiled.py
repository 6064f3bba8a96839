"""Expressions written out as Python mean what the judge says."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from tests.unit.language.expression_strategies import CODES, conditions, records

from xinglin.language.compiled import compile_fast
from xinglin.language.evaluation import compile_expression
from xinglin.language.expressions import All, Column, Expression, Not


@settings(max_examples=400, deadline=None, derandomize=True)
@given(conditions, records)
def test_they_give_what_the_judge_gives(condition: Expression, record: dict[str, Any]) -> None:
    asked = record
    fast, slow = compile_fast(condition, CODES), compile_expression(condition, CODES)
    assert fast(asked) is slow(asked) or fast(asked) == slow(asked)


def test_an_expression_too_deep_for_pythons_parser_is_left_to_the_judge() -> None:
    deep: Expression = All((Column("is_new"),))
    for _ in range(301):
        deep = Not(deep)
    assert compile_fast(deep, CODES)({"is_new": True}) is False
