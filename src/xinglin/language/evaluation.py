"""Evaluate an expression on one record: the slow, plain judge of every faster engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Protocol

from xinglin.language import expressions as e

Record = Mapping[str, Any]
Evaluator = Callable[[Record], Any]


class CodeTable(Protocol):
    """What the judge asks of a code set: an attribute of a code on a day, or None."""

    def __contains__(self, code: object) -> bool:
        """Whether the code was ever in the set."""

    def attribute(self, code: str, name: str, on: date) -> Any:
        """The attribute by the row in force on `on`; None where there is none."""


def compile_expression(expression: e.Expression, codes: Mapping[str, CodeTable]) -> Evaluator:
    """A function from a record (column → value) to the expression's value, None = unknown."""
    if isinstance(expression, e.Column):
        return _column(expression, codes)
    if isinstance(expression, e.Relation):
        slot = expression.slot
        return lambda record: record[slot]
    return _COMPILERS[type(expression)](expression, codes)


def _column(x: e.Column, _: Mapping[str, CodeTable]) -> Evaluator:
    name = x.name
    return lambda record: record[name]


def _literal(x: e.Literal, _: Mapping[str, CodeTable]) -> Evaluator:
    value = x.value
    return lambda record: value


_OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "eq": lambda a, b: a == b,
    "ne": lambda a, b: a != b,
    "lt": lambda a, b: a < b,
    "le": lambda a, b: a <= b,
    "gt": lambda a, b: a > b,
    "ge": lambda a, b: a >= b,
}


def _compare(x: e.Compare, codes: Mapping[str, CodeTable]) -> Evaluator:
    left, right = compile_expression(x.left, codes), compile_expression(x.right, codes)
    operator = _OPERATORS[x.op]

    def evaluate(record: Record) -> bool | None:
        a, b = left(record), right(record)
        return None if a is None or b is None else operator(a, b)

    return evaluate


def _in(x: e.In, codes: Mapping[str, CodeTable]) -> Evaluator:
    item, values = compile_expression(x.item, codes), frozenset(x.values)

    def evaluate(record: Record) -> bool | None:
        value = item(record)
        return None if value is None else value in values

    return evaluate


def _is_unknown(x: e.IsUnknown, codes: Mapping[str, CodeTable]) -> Evaluator:
    item = compile_expression(x.item, codes)
    return lambda record: item(record) is None


def _kleene(
    items: tuple[e.Expression, ...], codes: Mapping[str, CodeTable], decides: bool
) -> Evaluator:
    evaluators = [compile_expression(i, codes) for i in items]

    def evaluate(record: Record) -> bool | None:
        unknown = False
        for evaluator in evaluators:
            value: bool | None = evaluator(record)
            if value is None:
                unknown = True
            elif value is decides:
                return decides
        return None if unknown else not decides

    return evaluate


def _all(x: e.All, codes: Mapping[str, CodeTable]) -> Evaluator:
    return _kleene(x.items, codes, decides=False)


def _any(x: e.Any_, codes: Mapping[str, CodeTable]) -> Evaluator:
    return _kleene(x.items, codes, decides=True)


def _not(x: e.Not, codes: Mapping[str, CodeTable]) -> Evaluator:
    item = compile_expression(x.item, codes)

    def evaluate(record: Record) -> bool | None:
        value = item(record)
        return None if value is None else not value

    return evaluate


def _attribute(x: e.Attribute, codes: Mapping[str, CodeTable]) -> Evaluator:
    code, on = compile_expression(x.code, codes), compile_expression(x.on, codes)
    table, name = codes[x.code_set], x.attribute

    def evaluate(record: Record) -> Any:
        c, day = code(record), on(record)
        if c is None or day is None or c not in table:
            return None
        return table.attribute(c, name, day)

    return evaluate


def _first_known(x: e.FirstKnown, codes: Mapping[str, CodeTable]) -> Evaluator:
    evaluators = [compile_expression(i, codes) for i in x.items]

    def evaluate(record: Record) -> Any:
        return next((v for f in evaluators if (v := f(record)) is not None), None)

    return evaluate


def _days_between(x: e.DaysBetween, codes: Mapping[str, CodeTable]) -> Evaluator:
    start, end = compile_expression(x.start, codes), compile_expression(x.end, codes)

    def evaluate(record: Record) -> int | None:
        a, b = start(record), end(record)
        return None if a is None or b is None else int((b - a).days)

    return evaluate


def _years_between(x: e.YearsBetween, codes: Mapping[str, CodeTable]) -> Evaluator:
    start, end = compile_expression(x.start, codes), compile_expression(x.end, codes)

    def evaluate(record: Record) -> int | None:
        a, b = start(record), end(record)
        if a is None or b is None:
            return None
        return int(b.year - a.year - ((b.month, b.day) < (a.month, a.day)))

    return evaluate


def _plus(x: e.Plus, codes: Mapping[str, CodeTable]) -> Evaluator:
    items = [compile_expression(item, codes) for item in x.items]

    def evaluate(record: Record) -> int | None:
        values = [item(record) for item in items]
        return None if None in values else sum(values)

    return evaluate


def _when(x: e.When, codes: Mapping[str, CodeTable]) -> Evaluator:
    condition = compile_expression(x.condition, codes)
    then, otherwise = compile_expression(x.then, codes), compile_expression(x.otherwise, codes)
    return lambda record: then(record) if condition(record) is True else otherwise(record)


_COMPILERS: dict[type, Callable[[Any, Mapping[str, CodeTable]], Evaluator]] = {
    e.Literal: _literal,
    e.Compare: _compare,
    e.In: _in,
    e.IsUnknown: _is_unknown,
    e.All: _all,
    e.Any_: _any,
    e.Not: _not,
    e.Attribute: _attribute,
    e.FirstKnown: _first_known,
    e.DaysBetween: _days_between,
    e.YearsBetween: _years_between,
    e.Plus: _plus,
    e.When: _when,
}
