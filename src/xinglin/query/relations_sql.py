"""What other records say, as a list of values to be joined: one row for each record asked about."""

from __future__ import annotations

from sqlglot import exp

from xinglin.language.relations import AnyRelation, Referred, Related
from xinglin.query.expressions_sql import ExpressionCompiler, column, name, relation_table
from xinglin.query.records_sql import Knowledge, current_records

_OTHER = "o"


def with_relation(select: exp.Select, x: AnyRelation, knowledge: Knowledge) -> exp.Select:
    """Add the lists a relation needs: the other register's current records, and the values."""
    compiler = ExpressionCompiler(_OTHER)
    apart = [column(_OTHER, c) for c in knowledge.apart]
    made = _related(x, compiler, apart) if isinstance(x, Related) else _referred(x, compiler, apart)
    values = made.select(*(c.copy() for c in apart))
    columns = {"id", x.there, *knowledge.apart} | {
        c for inner in x.across() for c in inner.columns()
    }
    values = values.from_(exp.Table(this=name(_others(x))).as_(_OTHER), copy=False)
    for code in compiler.joins.values():
        rows = exp.Table(this=name(code.table)).as_(code.alias)
        values = values.join(rows, on=code.condition(), join_type="left", copy=False)
    others = current_records(x.table, columns, knowledge)
    return select.with_(_others(x), as_=others, copy=False).with_(
        relation_table(x), as_=values, copy=False
    )


def join_relation(
    select: exp.Select, x: AnyRelation, alias: str, knowledge: Knowledge
) -> exp.Select:
    """Join a relation's values to the records asked about."""
    table = relation_table(x)
    same = exp.EQ(this=column(table, "named"), expression=column(alias, x.here.name))
    own = [exp.EQ(this=column(table, c), expression=column(alias, c)) for c in knowledge.apart]
    on = exp.and_(same, *own)
    return select.join(exp.Table(this=name(table)), on=on, join_type="left", copy=False)


def _others(x: AnyRelation) -> str:
    return f"{relation_table(x)}_records"


def _referred(x: Referred, compiler: ExpressionCompiler, apart: list[exp.Column]) -> exp.Select:
    """The named record's value; of two of one number (there are none) the younger's."""
    select = exp.select(
        column(_OTHER, x.key).as_("named"), compiler.compile(x.value).as_("value")
    ).where(_known(column(_OTHER, x.key)))
    return select.qualify(_first(x.key, [exp.Ordered(this=column(_OTHER, "id"), desc=True)], apart))


def _related(x: Related, compiler: ExpressionCompiler, apart: list[exp.Column]) -> exp.Select:
    link = column(_OTHER, x.link)
    conditions = [_known(link)] + ([compiler.compile(x.where)] if x.where is not None else [])
    if x.aggregate != "last":
        value = _aggregate(x, compiler)
        select = exp.select(link.as_("named"), value.as_("value")).where(*conditions)
        return select.group_by(link, *(c.copy() for c in apart))
    order = [
        exp.Ordered(this=column(_OTHER, x.day), desc=True),
        exp.Ordered(this=column(_OTHER, "id"), desc=True),
    ]
    select = exp.select(link.as_("named"), compiler.compile(x.amount).as_("value"))
    select = select.where(*conditions, _known(column(_OTHER, x.day)))
    return select.qualify(_first(x.link, order, apart))


def _aggregate(x: Related, compiler: ExpressionCompiler) -> exp.Expr:
    if x.aggregate in ("count", "exists"):
        return exp.Count(this=exp.Star())
    function = {"total": exp.Sum, "least": exp.Min, "greatest": exp.Max}[x.aggregate]
    return function(this=compiler.compile(x.amount))


def _first(by: str, order: list[exp.Ordered], apart: list[exp.Column]) -> exp.Expr:
    number = exp.Window(
        this=exp.RowNumber(),
        partition_by=[column(_OTHER, by), *(c.copy() for c in apart)],
        order=exp.Order(expressions=order),
    )
    return exp.EQ(this=number, expression=exp.Literal.number(1))


def _known(expression: exp.Expr) -> exp.Expr:
    return exp.not_(exp.Is(this=expression.copy(), expression=exp.null()))
