"""Expressions of the language as SQL, inside the subset on which all our engines agree.

No date_diff by months, no truncated timestamps, whole days only; ratios are never divided in SQL.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp

from xinglin.language import expressions as e

FIRST_DAY = date(1, 1, 1)
LAST_DAY = date(9999, 12, 31)

_COMPARISONS: dict[str, type[exp.Binary]] = {
    "eq": exp.EQ,
    "ne": exp.NEQ,
    "lt": exp.LT,
    "le": exp.LTE,
    "gt": exp.GT,
    "ge": exp.GTE,
}


def name(text: str) -> exp.Identifier:
    """An identifier, quoted, so that no column name can be taken for a word of SQL."""
    return exp.to_identifier(text, quoted=True)


def column(table: str, text: str) -> exp.Column:
    """A column of a table or alias."""
    return exp.Column(this=name(text), table=exp.to_identifier(table))


def constant(value: e.Scalar) -> exp.Expr:
    """A literal of the language."""
    if isinstance(value, date):
        return exp.cast(exp.Literal.string(value.isoformat()), "date")
    return exp.convert(value)


@dataclass(frozen=True)
class CodeJoin:
    """A look-up in a code set: the row of `code` in force on `on`."""

    alias: str
    code_set: str
    code: exp.Expr
    on: exp.Expr

    @property
    def table(self) -> str:
        """The name under which an engine holds the code set's rows."""
        return code_table(self.code_set)

    def condition(self) -> exp.Expr:
        """The rows to join: `valid_from` inclusive, `valid_to` exclusive, neither ever empty."""
        return exp.and_(
            exp.EQ(this=column(self.alias, "code"), expression=self.code.copy()),
            exp.GTE(this=self.on.copy(), expression=column(self.alias, "valid_from")),
            exp.LT(this=self.on.copy(), expression=column(self.alias, "valid_to")),
        )


def code_table(code_set: str) -> str:
    """The table that holds a code set."""
    return f"codes_{code_set}"


class ExpressionCompiler:
    """Compiles expressions over the columns of one aliased table; gathers the joins they need."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self.joins: dict[tuple[str, str, str], CodeJoin] = {}
        self.relations: dict[str, e.Relation] = {}
        self._compilers: dict[type, Callable[[Any], exp.Expr]] = {
            e.Literal: lambda x: constant(x.value),
            e.Compare: self._compare,
            e.In: self._in,
            e.IsUnknown: lambda x: exp.Is(this=self.compile(x.item), expression=exp.null()),
            e.All: lambda x: exp.and_(*self._each(_flat(x))),
            e.Any_: lambda x: exp.or_(*self._each(_flat(x))),
            e.Not: lambda x: exp.not_(self.compile(x.item)),
            e.Attribute: self._attribute,
            e.FirstKnown: lambda x: exp.Coalesce(
                this=self.compile(x.items[0]), expressions=self._each(x.items[1:])
            ),
            e.DaysBetween: lambda x: days_between(self.compile(x.start), self.compile(x.end)),
            e.YearsBetween: lambda x: _years_between(self.compile(x.start), self.compile(x.end)),
            e.Plus: lambda x: exp.paren(_added(self._each(x.items))),
            e.When: lambda x: (
                exp.Case()
                .when(self.compile(x.condition), self.compile(x.then))
                .else_(self.compile(x.otherwise))
            ),
        }

    def compile(self, expression: e.Expression) -> exp.Expr:
        """The SQL of an expression. Raises KeyError for a word this compiler does not know."""
        if isinstance(expression, e.Column):
            return column(self.alias, expression.name)
        if isinstance(expression, e.Relation):
            self.relations.setdefault(expression.slot, expression)
            return relation_value(expression)
        return self._compilers[type(expression)](expression)

    def _each(self, items: tuple[e.Expression, ...]) -> list[exp.Expr]:
        return [self.compile(i) for i in items]

    def _compare(self, x: e.Compare) -> exp.Expr:
        left, right = self.compile(x.left), self.compile(x.right)
        return _COMPARISONS[x.op](this=_wrapped(left), expression=_wrapped(right))

    def _in(self, x: e.In) -> exp.Expr:
        values = [constant(v) for v in x.values]
        return exp.In(this=_wrapped(self.compile(x.item)), expressions=values)

    def _attribute(self, x: e.Attribute) -> exp.Expr:
        code, on = self.compile(x.code), self.compile(x.on)
        key = (x.code_set, code.sql(), on.sql())
        if key not in self.joins:
            self.joins[key] = CodeJoin(f"c{len(self.joins) + 1}", x.code_set, code, on)
        return column(self.joins[key].alias, x.attribute)


def relation_value(x: e.Relation) -> exp.Expr:
    """The value of a relation, from the table `relation_table` that was joined for it.

    Nobody names the record: none, nothing, not there. A value that nobody gives stays unknown.
    """
    value = column(relation_table(x), "value")
    aggregate = getattr(x, "aggregate", "")
    if aggregate in ("count", "total"):
        return exp.Coalesce(this=value, expressions=[exp.Literal.number(0)])
    if aggregate == "exists":
        return exp.not_(exp.Is(this=value, expression=exp.null()))
    return value


def relation_table(x: e.Relation) -> str:
    """The name of the list of a relation's values."""
    return f"related_{x.slot[1:9]}"


def _flat(x: e.All | e.Any_) -> tuple[e.Expression, ...]:
    """The parts of a conjunction of conjunctions, so that the SQL reads as a list of conditions."""
    return tuple(p for i in x.items for p in (_flat(i) if type(i) is type(x) else (i,)))


def may_be_unknown(expression: e.Expression, gaps: frozenset[str]) -> bool:
    """Whether it can be unknown for some record, when only these columns have gaps."""
    if isinstance(expression, e.IsUnknown):
        return False
    if isinstance(expression, e.Column):
        return expression.name in gaps
    if isinstance(expression, e.Attribute):
        return True
    if isinstance(expression, e.Relation):
        return getattr(expression, "aggregate", "") not in ("count", "exists", "total")
    if isinstance(expression, e.When):
        # An unknown condition is not true: only the two values can be unknown.
        return any(may_be_unknown(x, gaps) for x in (expression.then, expression.otherwise))
    if isinstance(expression, e.Literal):
        return expression.value is None
    parts = [may_be_unknown(p, gaps) for p in expression.parts()]
    return all(parts) if isinstance(expression, e.FirstKnown) else any(parts)


def _wrapped(expression: exp.Expr) -> exp.Expr:
    simple = isinstance(expression, exp.Column | exp.Literal | exp.Boolean | exp.Null | exp.Func)
    return expression if simple else exp.paren(expression)


def _years_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Completed years, by year, month and day: no engine's own age function is asked."""

    def part(of: exp.Expr, unit: str) -> exp.Expr:
        return exp.Extract(this=exp.var(unit), expression=of.copy())

    def month_and_day(of: exp.Expr) -> exp.Expr:
        hundred = exp.Mul(this=part(of, "MONTH"), expression=exp.Literal.number(100))
        return exp.Add(this=hundred, expression=part(of, "DAY"))

    years = exp.Sub(this=part(end, "YEAR"), expression=part(start, "YEAR"))
    before = exp.LT(this=month_and_day(end), expression=month_and_day(start))
    one = exp.Case().when(before, exp.Literal.number(1)).else_(exp.Literal.number(0))
    return exp.paren(exp.Sub(this=years, expression=exp.paren(one)))


def _added(items: list[exp.Expr]) -> exp.Expr:
    total = items[0]
    for item in items[1:]:
        total = exp.Add(this=total, expression=item)
    return total


def days_between(start: exp.Expr, end: exp.Expr) -> exp.Expr:
    """Whole days from start to end; date_diff('day', …) means the same on all our engines."""
    return exp.DateDiff(this=end, expression=start, unit=exp.var("DAY"))
