"""What other records say of a record: of the one it names, and of those that name it.

    booklet.of(PregnancyRecord.last_period_date)          # a value of the record that is named
    AntenatalVisit.booklet.those(AntenatalVisit.week <= 12).count()    # the records that name it

Engines work relations out once for all records of a pass, as of the same knowledge.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinglin.language.evaluation import CodeTable, Evaluator, Record, compile_expression
from xinglin.language.expressions import (
    READERS,
    Column,
    Expression,
    Literal,
    Relation,
    from_json,
)

AGGREGATES = {
    "count": "条数",
    "exists": "有无",
    "total": "合计",
    "least": "最小（早）值",
    "greatest": "最大（晚）值",
    "last": "最近一条的值",
}
"""What may be asked of the records that name this one."""

_ONE = Literal(1)


@dataclass(frozen=True, eq=False)
class Referred(Relation):
    """A value of the record that a reference names; unknown where it names none.

    link: the reference here; register, table, key: where the named record stands.
    """

    link: Column
    register: str
    label: str
    table: str
    key: str
    value: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.link,)

    def across(self) -> tuple[Expression, ...]:
        """The value that is asked of the named record."""
        return (self.value,)

    @property
    def there(self) -> str:
        """The column there by which the record is found."""
        return self.key

    @property
    def here(self) -> Column:
        """The column here that says which."""
        return self.link

    def to_json(self) -> dict[str, Any]:
        return {
            "op": "referred",
            "link": self.link.to_json(),
            "register": self.register,
            "label": self.label,
            "table": self.table,
            "key": self.key,
            "value": self.value.to_json(),
        }


@dataclass(frozen=True, eq=False)
class Related(Relation):
    """What the records that name this one come to.

    key: the column here by which they name it; link: their reference. where: which of them count
    (unknown is not true); amount: what is added, compared or given; day: for `last`, the date
    column that says which is the most recent (then the greater record number).
    """

    key: Column
    register: str
    label: str
    table: str
    link: str
    aggregate: str
    where: Expression | None = None
    amount: Expression = _ONE
    day: str = ""

    def parts(self) -> tuple[Expression, ...]:
        return (self.key,)

    def across(self) -> tuple[Expression, ...]:
        """What is asked of each record that names this one."""
        day = (Column(self.day),) if self.day else ()
        return (*(() if self.where is None else (self.where,)), self.amount, *day)

    @property
    def there(self) -> str:
        """The column there by which the records are found."""
        return self.link

    @property
    def here(self) -> Column:
        """The column here that says which."""
        return self.key

    def to_json(self) -> dict[str, Any]:
        return {
            "op": "related",
            "key": self.key.to_json(),
            "register": self.register,
            "label": self.label,
            "table": self.table,
            "link": self.link,
            "aggregate": self.aggregate,
            "where": None if self.where is None else self.where.to_json(),
            "amount": self.amount.to_json(),
            "day": self.day,
        }


AnyRelation = Referred | Related


@dataclass(frozen=True, eq=False)
class Those:
    """The records of a register that name this one, of which something may be asked."""

    key: Column
    register: str
    label: str
    table: str
    link: str
    where: Expression | None
    day: str

    def count(self) -> Related:
        """How many there are."""
        return self._asked("count")

    def exist(self) -> Related:
        """Whether there is any."""
        return self._asked("exists")

    def total(self, amount: Expression) -> Related:
        """The sum of an amount; unknown amounts add nothing."""
        return self._asked("total", amount)

    def least(self, value: Expression) -> Related:
        """The smallest (earliest) known value."""
        return self._asked("least", value)

    def greatest(self, value: Expression) -> Related:
        """The greatest (latest) known value."""
        return self._asked("greatest", value)

    def last(self, value: Expression) -> Related:
        """The value of the most recent one, by its register's first counting date."""
        return self._asked("last", value, self.day)

    def _asked(self, aggregate: str, amount: Expression = _ONE, day: str = "") -> Related:
        return Related(
            self.key, self.register, self.label, self.table, self.link, aggregate, self.where,
            amount, day,
        )  # fmt: skip


def _read_referred(data: Mapping[str, Any]) -> Referred:
    link, value = from_json(data["link"]), from_json(data["value"])
    assert isinstance(link, Column)  # noqa: S101 - as it was written
    return Referred(link, data["register"], data["label"], data["table"], data["key"], value)


def _read_related(data: Mapping[str, Any]) -> Related:
    key = from_json(data["key"])
    assert isinstance(key, Column)  # noqa: S101 - as it was written
    where = None if data["where"] is None else from_json(data["where"])
    return Related(
        key, data["register"], data["label"], data["table"], data["link"], data["aggregate"], where,
        from_json(data["amount"]), data["day"],
    )  # fmt: skip


READERS["referred"] = _read_referred
READERS["related"] = _read_related


def relations_of(*expressions: Expression | None) -> list[AnyRelation]:
    """The different relations that expressions ask for, in the order they are met."""
    found: dict[str, AnyRelation] = {}
    for x in expressions:
        for part in x.walk() if x is not None else ():
            if isinstance(part, Referred | Related):
                found.setdefault(part.slot, part)
    return list(found.values())


def value_from(
    relation: AnyRelation, others: Iterable[Record], codes: Mapping[str, CodeTable]
) -> Evaluator:
    """A function from a record to the relation's value. others: the current records there."""
    if isinstance(relation, Referred):
        return _referred(relation, others, codes)
    return _related(relation, others, codes)


def _referred(x: Referred, others: Iterable[Record], codes: Mapping[str, CodeTable]) -> Evaluator:
    value = compile_expression(x.value, codes)
    named = {o[x.key]: o for o in sorted(others, key=lambda o: int(o["id"]))}

    def evaluate(record: Record) -> Any:
        other = named.get(record[x.link.name])
        return None if other is None or record[x.link.name] is None else value(other)

    return evaluate


def _related(x: Related, others: Iterable[Record], codes: Mapping[str, CodeTable]) -> Evaluator:
    where = compile_expression(x.where, codes) if x.where is not None else None
    those: dict[Any, list[Record]] = defaultdict(list)
    for other in others:
        if other[x.link] is not None and (where is None or where(other) is True):
            those[other[x.link]].append(other)
    aggregate = _AGGREGATES[x.aggregate](x, compile_expression(x.amount, codes))
    return lambda record: aggregate(those.get(record[x.key.name], []))


Aggregate = Callable[[list[Record]], Any]


def _count(_: Related, __: Evaluator) -> Aggregate:
    return len


def _exists(_: Related, __: Evaluator) -> Aggregate:
    return bool


def _total(_: Related, amount: Evaluator) -> Aggregate:
    return lambda those: sum(v for o in those if (v := amount(o)) is not None)


def _extreme(choose: Callable[..., Any]) -> Callable[[Related, Evaluator], Aggregate]:
    def of(_: Related, amount: Evaluator) -> Aggregate:
        return lambda those: choose(
            (v for o in those if (v := amount(o)) is not None), default=None
        )

    return of


def _last(x: Related, amount: Evaluator) -> Aggregate:
    def last(those: list[Record]) -> Any:
        dated = [o for o in those if o[x.day] is not None]
        rank: Callable[[Record], tuple[date, int]] = lambda o: (o[x.day], o["id"])  # noqa: E731
        return amount(max(dated, key=rank)) if dated else None

    return last


_AGGREGATES: dict[str, Callable[[Related, Evaluator], Aggregate]] = {
    "count": _count,
    "exists": _exists,
    "total": _total,
    "least": _extreme(min),
    "greatest": _extreme(max),
    "last": _last,
}
