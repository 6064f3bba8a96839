"""Expressions over the columns of one record, with SQL's three-valued logic.

An expression is data: it prints itself as JSON (to be frozen with a report), explains itself in
Chinese, is evaluated row by row (`language.evaluation`) and compiled to SQL (`query.sql`).
Unknown (None) travels as in SQL: a comparison with unknown is unknown, `and`/`or` are Kleene's.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Scalar = str | int | bool | date | None

_NEGATED = {"eq": "ne", "ne": "eq", "lt": "ge", "ge": "lt", "gt": "le", "le": "gt"}
WORDS = {
    "eq": "等于",
    "ne": "不等于",
    "lt": "早于或小于",
    "le": "不晚于或不大于",
    "gt": "晚于或大于",
    "ge": "不早于或不小于",
}


def literal(value: object) -> Expression:
    """Wrap a plain Python value; an expression is returned as it is."""
    if isinstance(value, Expression):
        return value
    if isinstance(value, datetime):
        raise TypeError("a moment is no literal of the language: compare dates or columns")
    if value is None or isinstance(value, str | int | bool | date):
        return Literal(value)
    raise TypeError(f"{type(value).__name__} is no literal of the language")


class Expression:
    """What a condition or a contribution is made of. Comparison operators build new ones."""

    __hash__ = object.__hash__

    def __eq__(self, other: object) -> Expression:  # type: ignore[override]
        return Compare("eq", self, literal(other))

    def __ne__(self, other: object) -> Expression:  # type: ignore[override]
        return Compare("ne", self, literal(other))

    def __lt__(self, other: object) -> Expression:
        return Compare("lt", self, literal(other))

    def __le__(self, other: object) -> Expression:
        return Compare("le", self, literal(other))

    def __gt__(self, other: object) -> Expression:
        return Compare("gt", self, literal(other))

    def __ge__(self, other: object) -> Expression:
        return Compare("ge", self, literal(other))

    def __add__(self, other: object) -> Expression:
        return Plus((*(self.items if isinstance(self, Plus) else (self,)), literal(other)))

    def __and__(self, other: Expression) -> Expression:
        return All((self, literal(other)))

    def __or__(self, other: Expression) -> Expression:
        return Any_((self, literal(other)))

    def __invert__(self) -> Expression:
        return Not(self)

    def __bool__(self) -> bool:
        raise TypeError("an expression has no truth value of its own: use & | ~, not and/or/not")

    def in_(self, *values: Scalar) -> Expression:
        """True where the value is one of `values`; unknown where it is unknown."""
        return In(self, values)

    def is_known(self) -> Expression:
        """True where a value was given; never unknown itself."""
        return Not(IsUnknown(self))

    def is_unknown(self) -> Expression:
        """True where no value is there; never unknown itself."""
        return IsUnknown(self)

    def to_json(self) -> dict[str, Any]:
        """A JSON form that `from_json` reads back."""
        raise NotImplementedError

    def parts(self) -> tuple[Expression, ...]:
        """The expressions this one is made of."""
        return ()

    def walk(self) -> Iterator[Expression]:
        """This expression and everything below it, over this record's columns."""
        yield self
        for part in self.parts():
            yield from part.walk()

    def walk_across(self) -> Iterator[Expression]:
        """The same, and what is asked of the records of other registers."""
        for part in self.walk():
            yield part
            for inner in part.across():
                yield from inner.walk_across()

    def across(self) -> tuple[Expression, ...]:
        """The expressions over another register's records that this one asks for."""
        return ()

    def columns(self) -> frozenset[str]:
        """Names of the columns read."""
        return frozenset(e.name for e in self.walk() if isinstance(e, Column))


class Column(Expression):
    """The value of one column of the record; `label` is what the office calls it.

    A register's field is a column too, and gets its name when its class is complete.
    """

    name: str
    label: str

    def __init__(self, name: str, label: str = "") -> None:
        self.name, self.label = name, label

    def to_json(self) -> dict[str, Any]:
        return {"op": "column", "name": self.name, "label": self.label}


class LocalDate(Column):
    """The local day (Asia/Shanghai) of a moment column, computed once, at extraction."""

    def __init__(self, moment: Column) -> None:
        self.moment = moment

    @property
    def name(self) -> str:  # type: ignore[override]
        """The moment's column with `_date` behind it."""
        return f"{self.moment.name}_date"

    @property
    def label(self) -> str:  # type: ignore[override]
        """The moment's label: an office calls the day by the same word."""
        return self.moment.label


class Relation(Expression):
    """A value that other records give (`language.relations`).

    It is worked out for all records of a pass before any condition is asked, and then stands in
    the record under `slot`.
    """

    @property
    def slot(self) -> str:
        """The name under which it stands: the same for the same question."""
        asked = json.dumps(self.to_json(), sort_keys=True, ensure_ascii=False)
        return f"~{hashlib.sha256(asked.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, eq=False)
class Literal(Expression):
    """A fixed value."""

    value: Scalar

    def to_json(self) -> dict[str, Any]:
        if isinstance(self.value, date):
            return {"op": "literal", "date": self.value.isoformat()}
        return {"op": "literal", "value": self.value}


@dataclass(frozen=True, eq=False)
class Compare(Expression):
    """eq, ne, lt, le, gt or ge of two expressions of one type."""

    op: str
    left: Expression
    right: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.left, self.right)

    def to_json(self) -> dict[str, Any]:
        return {"op": self.op, "left": self.left.to_json(), "right": self.right.to_json()}

    def negated(self) -> Compare:
        """The comparison that is true exactly where this one is false."""
        return Compare(_NEGATED[self.op], self.left, self.right)


@dataclass(frozen=True, eq=False)
class In(Expression):
    """Membership in a fixed list of values (none of them unknown)."""

    item: Expression
    values: tuple[Scalar, ...]

    def __post_init__(self) -> None:
        if not self.values or None in self.values:
            raise TypeError("in_ takes at least one value and no None")

    def parts(self) -> tuple[Expression, ...]:
        return (self.item,)

    def to_json(self) -> dict[str, Any]:
        return {
            "op": "in",
            "item": self.item.to_json(),
            "values": [Literal(v).to_json() for v in self.values],
        }


@dataclass(frozen=True, eq=False)
class IsUnknown(Expression):
    """Whether no value is there."""

    item: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.item,)

    def to_json(self) -> dict[str, Any]:
        return {"op": "is_unknown", "item": self.item.to_json()}


@dataclass(frozen=True, eq=False)
class All(Expression):
    """Kleene's `and`."""

    items: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        return self.items

    def to_json(self) -> dict[str, Any]:
        return {"op": "all", "items": [i.to_json() for i in self.items]}


@dataclass(frozen=True, eq=False)
class Any_(Expression):  # noqa: N801  `Any` is typing's word
    """Kleene's `or`."""

    items: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        return self.items

    def to_json(self) -> dict[str, Any]:
        return {"op": "any", "items": [i.to_json() for i in self.items]}


@dataclass(frozen=True, eq=False)
class Not(Expression):
    """Kleene's `not`."""

    item: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.item,)

    def to_json(self) -> dict[str, Any]:
        return {"op": "not", "item": self.item.to_json()}


@dataclass(frozen=True, eq=False)
class Attribute(Expression):
    """An attribute of a code, by the code set's row in force on a day (its rule of the day).

    Unknown where the code or the day is unknown, or no row was in force.
    """

    code: Expression
    code_set: str
    attribute: str
    on: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.code, self.on)

    def to_json(self) -> dict[str, Any]:
        return {
            "op": "attribute",
            "code": self.code.to_json(),
            "code_set": self.code_set,
            "attribute": self.attribute,
            "on": self.on.to_json(),
        }


@dataclass(frozen=True, eq=False)
class FirstKnown(Expression):
    """The first of several values that is known (SQL coalesce)."""

    items: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        return self.items

    def to_json(self) -> dict[str, Any]:
        return {"op": "first_known", "items": [i.to_json() for i in self.items]}


@dataclass(frozen=True, eq=False)
class Plus(Expression):
    """Several numbers added up (合计); unknown where one of them is."""

    items: tuple[Expression, ...]

    def parts(self) -> tuple[Expression, ...]:
        return self.items

    def to_json(self) -> dict[str, Any]:
        return {"op": "plus", "items": [i.to_json() for i in self.items]}


@dataclass(frozen=True, eq=False)
class DaysBetween(Expression):
    """Whole days from `start` to `end`, both dates; negative when `end` is earlier."""

    start: Expression
    end: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.start, self.end)

    def to_json(self) -> dict[str, Any]:
        return {"op": "days_between", "start": self.start.to_json(), "end": self.end.to_json()}


@dataclass(frozen=True, eq=False)
class YearsBetween(Expression):
    """Completed years from one date to another (实足年龄); both are dates."""

    start: Expression
    end: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.start, self.end)

    def to_json(self) -> dict[str, Any]:
        return {"op": "years_between", "start": self.start.to_json(), "end": self.end.to_json()}


@dataclass(frozen=True, eq=False)
class When(Expression):
    """`then` where the condition is true, else `otherwise` (SQL case; unknown is not true)."""

    condition: Expression
    then: Expression
    otherwise: Expression

    def parts(self) -> tuple[Expression, ...]:
        return (self.condition, self.then, self.otherwise)

    def to_json(self) -> dict[str, Any]:
        return {
            "op": "when",
            "condition": self.condition.to_json(),
            "then": self.then.to_json(),
            "otherwise": self.otherwise.to_json(),
        }


def when(condition: Expression, then: object, otherwise: object = None) -> Expression:
    """One value where a condition is true, another elsewhere (unknown, if none is given)."""
    return When(condition, literal(then), literal(otherwise))


def years_between(start: Expression, end: Expression) -> Expression:
    """Completed years from one date to another."""
    return YearsBetween(literal(start), literal(end))


def first_known(*items: Expression) -> Expression:
    """The first of several values that is known."""
    return FirstKnown(tuple(items))


def days_between(start: Expression, end: Expression) -> Expression:
    """Whole days from one date to another."""
    return DaysBetween(literal(start), literal(end))


def every(*items: Expression) -> Expression:
    """All conditions at once; one condition is returned as it is."""
    flat = tuple(part for i in items for part in (i.items if isinstance(i, All) else (i,)))
    return flat[0] if len(flat) == 1 else All(flat)


def from_json(data: Mapping[str, Any]) -> Expression:
    """Read back what `to_json` wrote. Raises ValueError on an unknown word."""
    op = data["op"]
    if op == "column":
        return Column(data["name"], data.get("label", ""))
    if op == "literal":
        return Literal(date.fromisoformat(data["date"]) if "date" in data else data["value"])
    if op in WORDS:
        return Compare(op, from_json(data["left"]), from_json(data["right"]))
    if op in ("all", "any", "first_known"):
        items = tuple(from_json(i) for i in data["items"])
        return {"all": All, "any": Any_, "first_known": FirstKnown}[op](items)
    return _from_json_rest(op, data)


def _from_json_rest(op: str, data: Mapping[str, Any]) -> Expression:
    if op == "in":
        values = tuple(v.value for v in map(from_json, data["values"]) if isinstance(v, Literal))
        return In(from_json(data["item"]), values)
    if op == "not":
        return Not(from_json(data["item"]))
    if op == "is_unknown":
        return IsUnknown(from_json(data["item"]))
    if op == "attribute":
        return Attribute(
            from_json(data["code"]), data["code_set"], data["attribute"], from_json(data["on"])
        )
    if op == "plus":
        return Plus(tuple(from_json(item) for item in data["items"]))
    if op in ("days_between", "years_between"):
        span = DaysBetween if op == "days_between" else YearsBetween
        return span(from_json(data["start"]), from_json(data["end"]))
    if op == "when":
        return When(
            from_json(data["condition"]), from_json(data["then"]), from_json(data["otherwise"])
        )
    if op in READERS:
        return READERS[op](data)
    raise ValueError(f"unknown word in a frozen definition: {op!r}")


READERS: dict[str, Callable[[Mapping[str, Any]], Expression]] = {}
"""Words that are declared in other modules of the language, each with its reader."""
