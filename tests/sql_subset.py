"""The subset of SQL on which all our engines agree.

EXPRESSIONS are small expressions inside it with the answer worked out by hand; each engine's tests
ask them all. `outside` names what in a statement lies beyond the subset: there engines were seen to
differ, most of them without a word.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlglot import exp, parse_one


@dataclass(frozen=True)
class Asked:
    """An expression in DuckDB's words, and its answer."""

    sql: str
    answer: Any


_ROWS = "(SELECT {} FROM (VALUES (1, 'a', 2), (2, 'a', NULL), (3, 'b', 5)) AS t(id, kind, n))"


def _of(sql: str, answer: Any) -> Asked:
    """About three rows: (1, a, 2), (2, a, unknown), (3, b, 5)."""
    return Asked(_ROWS.format(sql), answer)


EXPRESSIONS = (
    # whole numbers and what is unknown
    Asked("7 + NULL", None),
    Asked("NULL = NULL", None),
    Asked("NULL IS NULL", True),
    Asked("1 <> NULL", None),
    Asked("(NULL AND FALSE)", False),
    Asked("(NULL OR TRUE)", True),
    Asked("(NULL AND TRUE) IS FALSE", False),
    Asked("(1 = 2) IS FALSE", True),
    Asked("1 IN (2, 1)", True),
    Asked("1 IN (2, NULL)", None),
    Asked("NULL IN (1, 2)", None),
    Asked("COALESCE(NULL, 3, 4)", 3),
    Asked("CASE WHEN NULL = 1 THEN 1 ELSE 2 END", 2),
    Asked("6 / NULLIF(0, 0)", None),
    Asked("17592186044416 + 1", 17592186044417),
    Asked("(3 - 5) * 100 + 7", -193),
    # whole days
    Asked("DATE_DIFF('day', DATE '2013-01-31', DATE '2013-02-01')", 1),
    Asked("DATE_DIFF('day', DATE '2013-03-01', DATE '2012-03-01')", -365),
    Asked("DATE '2012-02-29' <= DATE '2012-02-29'", True),
    Asked("DATE '0001-01-01' < DATE '9999-12-31'", True),
    Asked("DATE '2013-06-30' BETWEEN DATE '2013-01-01' AND DATE '2013-06-30'", True),
    Asked("DATE_DIFF('day', NULL::DATE, DATE '2013-01-01')", None),
    Asked(
        "CAST('2013-06-30T23:59:59+08:00' AS TIMESTAMPTZ)"
        " <= CAST('2013-06-30T15:59:59+00:00' AS TIMESTAMPTZ)",
        True,
    ),
    Asked("CAST('2013-02-28' AS DATE)", date(2013, 2, 28)),
    # text
    Asked("EXTRACT(MONTH FROM DATE '2012-02-29') * 100 + EXTRACT(DAY FROM DATE '2012-02-29')", 229),
    Asked("'小说' = '小说'", True),
    Asked("EXTRACT(YEAR FROM DATE '2013-06-30') - EXTRACT(YEAR FROM DATE '2012-12-31')", 1),
    # sums over rows
    _of("COUNT(*)", 3),
    _of("SUM(n)", 7),
    _of("COUNT(DISTINCT kind) FILTER (WHERE n IS NULL)", 1),
    _of("COUNT(*) FILTER (WHERE n > 2)", 1),
    _of("SUM(n) FILTER (WHERE n > 9)", None),
    _of("MAX(id)", 3),
)

_SAFE = frozenset(
    {
        # the statement
        exp.Select, exp.From, exp.Join, exp.Where, exp.Group, exp.Having, exp.With, exp.CTE,
        exp.Subquery, exp.Table, exp.TableAlias, exp.Alias, exp.Star, exp.Distinct, exp.Order,
        exp.Ordered, exp.Window, exp.RowNumber, exp.Qualify, exp.Limit, exp.Offset,
        # names and constants
        exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.Neg, exp.Cast,
        exp.DataType, exp.Var,
        # truth
        exp.And, exp.Or, exp.Not, exp.Paren, exp.Is, exp.In, exp.Between, exp.EQ, exp.NEQ, exp.LT,
        exp.LTE, exp.GT, exp.GTE, exp.Case, exp.If, exp.Coalesce, exp.Nullif,
        # sums, and whole days
        exp.Count, exp.Sum, exp.Min, exp.Max, exp.Filter, exp.DateDiff, exp.Extract, exp.Add,
        exp.Sub, exp.Mul,
    }
)  # fmt: skip
_TYPES = {exp.DataType.Type.DATE, exp.DataType.Type.TIMESTAMPTZ, exp.DataType.Type.BIGINT,
          exp.DataType.Type.BOOLEAN, exp.DataType.Type.TEXT}  # fmt: skip


def outside(statement: exp.Expr) -> list[str]:
    """What in a statement lies outside the subset; nothing in a safe one."""
    found = []
    for node in statement.walk():
        if type(node) not in _SAFE:
            found.append(f"{type(node).__name__}: {node.sql('duckdb')}")
        elif isinstance(node, exp.DateDiff) and str(node.args.get("unit", "")).upper() != "DAY":
            found.append(f"not whole days: {node.sql('duckdb')}")
        elif isinstance(node, exp.Sub | exp.Mul) and not _whole_numbers(node):
            found.append(f"reckons with other than whole numbers: {node.sql('duckdb')}")
        elif isinstance(node, exp.Extract) and node.name.upper() not in ("YEAR", "MONTH", "DAY"):
            found.append(f"part of a day: {node.sql('duckdb')}")
        elif isinstance(node, exp.DataType) and node.this not in _TYPES:
            found.append(f"type {node.sql('duckdb')}")
    return found


def _whole_numbers(node: exp.Binary) -> bool:
    """Parts of days and plain numbers; a column might be a day, and days are not subtracted."""
    whole = (exp.Extract, exp.Literal, exp.Paren, exp.Case, exp.Binary)
    return all(isinstance(side, whole) for side in (node.this, node.expression))


def tree(sql: str) -> exp.Expr:
    """SQL in DuckDB's words as a tree."""
    return parse_one(sql, dialect="duckdb")
