"""Expressions as Python functions, for lists of a hundred thousand rows.

Each means what `evaluation` says, which stays the judge (`tests/generative` holds the two
together); written out as one Python expression it is several times as fast.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import count
from typing import Any

from xinglin.language import expressions as e
from xinglin.language.evaluation import CodeTable, Evaluator, compile_expression

_DEEPEST = 40
"""Python's own parser takes no more than 200 brackets in each other."""

_SIGNS = {"eq": "==", "ne": "!=", "lt": "<", "le": "<=", "gt": ">", "ge": ">="}


def compile_fast(expression: e.Expression, codes: Mapping[str, CodeTable]) -> Evaluator:
    """A function from a record to the expression's value, None = unknown."""
    if _depth(expression) > _DEEPEST:
        return compile_expression(expression, codes)
    writer = _Writer(codes)
    source = f"lambda r: {writer.write(expression)}"
    # Made of our own declarations alone: names are quoted by repr, values are bound as objects.
    made: Evaluator = eval(source, writer.bound)  # noqa: S307
    return made


def _depth(x: e.Expression) -> int:
    return 1 + max((_depth(part) for part in x.parts()), default=0)


class _Writer:
    """Writes expressions as Python; `bound` are the objects the text names."""

    def __init__(self, codes: Mapping[str, CodeTable]) -> None:
        self._codes = codes
        self._numbers = count(1)
        self.bound: dict[str, Any] = {"__builtins__": {}}

    def write(self, x: e.Expression) -> str:
        if isinstance(x, e.Column):
            return f"r[{x.name!r}]"
        if isinstance(x, e.Relation):
            return f"r[{x.slot!r}]"
        return _WRITERS[type(x)](self, x)

    def bind(self, value: object) -> str:
        """A name for an object of the declaration."""
        name = f"k{next(self._numbers)}"
        self.bound[name] = value
        return name

    def keep(self, x: e.Expression) -> tuple[str, str]:
        """A variable, and the text that evaluates an expression once and keeps it there."""
        name = f"v{next(self._numbers)}"
        return name, f"({name} := {self.write(x)})"

    def known(self, parts: list[e.Expression], then: Callable[..., str]) -> str:
        """`then` of the values where all are known, else unknown."""
        names, tests = [], []
        for part in parts:
            if isinstance(part, e.Literal) and part.value is not None:
                names.append(self.bind(part.value))
                continue
            name, kept = self.keep(part)
            names.append(name)
            tests.append(f"{kept} is None")
        value = then(*names)
        return f"(None if {' or '.join(tests)} else {value})" if tests else f"({value})"


def _compare(w: _Writer, x: e.Compare) -> str:
    return w.known([x.left, x.right], lambda a, b: f"{a} {_SIGNS[x.op]} {b}")


def _in(w: _Writer, x: e.In) -> str:
    values = w.bind(frozenset(x.values))
    return w.known([x.item], lambda a: f"{a} in {values}")


def _not(w: _Writer, x: e.Not) -> str:
    return w.known([x.item], lambda a: f"not {a}")


def _kleene(decides: str, otherwise: str) -> Callable[[_Writer, Any], str]:
    def write(w: _Writer, x: e.All | e.Any_) -> str:
        kept = [w.keep(item) for item in x.items]
        decided = "".join(f"{decides} if {text} is {decides} else " for _, text in kept)
        unknown = " or ".join(f"{name} is None" for name, _ in kept)
        return f"({decided}None if {unknown} else {otherwise})"

    return write


def _attribute(w: _Writer, x: e.Attribute) -> str:
    table, attribute = w._codes[x.code_set], x.attribute

    def of(code: Any, day: Any) -> Any:
        return table.attribute(code, attribute, day) if code in table else None

    function = w.bind(of)
    return w.known([x.code, x.on], lambda c, d: f"{function}({c}, {d})")


def _first_known(w: _Writer, x: e.FirstKnown) -> str:
    kept = [w.keep(item) for item in x.items]
    return "(" + "".join(f"{n} if {text} is not None else " for n, text in kept) + "None)"


def _years_between(w: _Writer, x: e.YearsBetween) -> str:
    return w.known(
        [x.start, x.end],
        lambda a, b: f"{b}.year - {a}.year - (({b}.month, {b}.day) < ({a}.month, {a}.day))",
    )


def _when(w: _Writer, x: e.When) -> str:
    return f"({w.write(x.then)} if {w.write(x.condition)} is True else {w.write(x.otherwise)})"


_WRITERS: dict[type, Callable[[_Writer, Any], str]] = {
    e.Literal: lambda w, x: w.bind(x.value),
    e.Compare: _compare,
    e.In: _in,
    e.IsUnknown: lambda w, x: f"({w.write(x.item)} is None)",
    e.All: _kleene("False", "True"),
    e.Any_: _kleene("True", "False"),
    e.Not: _not,
    e.Attribute: _attribute,
    e.FirstKnown: _first_known,
    e.DaysBetween: lambda w, x: w.known([x.start, x.end], lambda a, b: f"({b} - {a}).days"),
    e.YearsBetween: _years_between,
    e.Plus: lambda w, x: w.known(list(x.items), lambda *items: " + ".join(items)),
    e.When: _when,
}
