"""The files of a table as SQL: one installation's as they are, several made one."""

from __future__ import annotations

from collections.abc import Mapping

from sqlglot import exp

from xinglin.query.expressions_sql import name
from xinglin.query.kinds import INSTALLATION, is_local_number
from xinglin.query.snapshots import Part
from xinglin.query.unions import RANGE

_TYPES = {
    "integer": "bigint",
    "fen": "bigint",
    "milli": "bigint",
    "flag": "boolean",
    "date": "date",
    "moment": "timestamptz",
}


def sql_type(kind: str) -> str:
    """The SQL type of a kind, as the files hold it."""
    return _TYPES.get(kind, "text")


def part_columns(part: Part, columns: Mapping[str, str]) -> list[exp.Expr]:
    """What to select from a part's files so that it can stand under the other parts."""
    return [_value(part, column, kind).as_(name(column)) for column, kind in columns.items()]


def _value(part: Part, column: str, kind: str) -> exp.Expr:
    if column == INSTALLATION:
        return exp.Literal.string(part.installation)
    if column not in part.columns:
        return exp.cast(exp.null(), sql_type(kind))
    there = exp.Column(this=name(column))
    if not is_local_number(column, kind):
        return there
    return exp.Add(this=exp.Literal.number(part.number * RANGE), expression=there)
