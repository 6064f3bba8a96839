"""The filters of a list of records, from the declared filters of its register."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Annotated, Any, Literal

from django.db.models import Q
from ninja import Schema
from pydantic import Field, create_model

from xinglin.codes.dates import SHANGHAI
from xinglin.language.fields import Code
from xinglin.language.registers import Register, once_per_register
from xinglin.rest.models import LARGEST_ID, Day
from xinglin.store.models import DivisionClosure

LARGEST_PAGE = 200
DEFAULT_PAGE = 50
_DAYS = frozenset({"date", "moment"})
_Word = Annotated[str, Field(max_length=200, pattern=r"^[^\x00]*$")]


@once_per_register
def query_model(register: type[Register]) -> type[Schema]:
    """The parameters of a register's list: declared filters, limit, cursor."""
    items: dict[str, Any] = {}
    for column in register.filters:
        name, label = column.name, register.column_label(column.name)
        if register.stored_columns()[name] in _DAYS:
            items[f"{name}_from"] = (Day | None, Field(None, description=f"{label}，自（含）"))
            items[f"{name}_until"] = (Day | None, Field(None, description=f"{label}，至（含）"))
        else:
            items[name] = (_asked(register, name) | None, Field(None, description=label))
    limit = Annotated[int, Field(ge=1, le=LARGEST_PAGE)]
    cursor = Annotated[int, Field(ge=0, le=LARGEST_ID)]
    items["limit"] = (limit, Field(DEFAULT_PAGE, description="一页多少条"))
    items["cursor"] = (cursor, Field(0, description="上一页答复中的 next_cursor"))
    return create_model(
        f"{register.__name__}Query",
        __base__=Schema,
        **items,
    )


def _asked(register: type[Register], name: str) -> Any:
    field = register.fields.get(name)
    if name == "state":
        return Literal[tuple(register.lifecycle.states)]
    if isinstance(field, Code) and field.codes is not None:
        return Literal[tuple(field.codes.codes)]
    if register.stored_columns()[name] in ("integer", "fen", "milli"):
        return Annotated[int, Field(ge=-LARGEST_ID, le=LARGEST_ID)]
    return bool if register.stored_columns()[name] == "flag" else _Word


def condition(register: type[Register], asked: Schema) -> Q:
    """The rows that pass every filter that is set."""
    found = Q()
    for column in register.filters:
        name = column.name
        kind = register.stored_columns()[name]
        if kind in _DAYS:
            since, until = getattr(asked, f"{name}_from"), getattr(asked, f"{name}_until")
            found &= _between(name, since, until, _midnight if kind == "moment" else None)
        elif (value := getattr(asked, name)) is not None:
            found &= _is(register, name, kind, value)
    return found


def _is(register: type[Register], name: str, kind: str, value: Any) -> Q:
    if kind == "division":  # a place and all below it
        below = DivisionClosure.objects.filter(ancestor=value).values("descendant")
        return Q(**{f"{name}__in": below})
    field = register.fields.get(name)
    if isinstance(field, Code) and field.codes is not None:
        return Q(**{f"{name}__in": _with_subtypes(field, value)})
    return Q(**{name: value})


def _with_subtypes(field: Code, code: str) -> list[str]:
    """A code and those below it on any day: 病毒性肝炎 finds 甲肝, 乙肝 …"""
    rows = field.codes.rows if field.codes is not None else ()
    wanted, more = {code}, {code}
    while more:
        more = {r.code for r in rows if r.attributes.get("parent") in wanted} - wanted
        wanted |= more
    return sorted(wanted)


def _between(
    name: str, since: date | None, until: date | None, at: Callable[[date], datetime] | None
) -> Q:
    found = Q()
    if since is not None:
        found &= Q(**{f"{name}__gte": at(since) if at else since})
    if until is not None:
        after = until + timedelta(days=1)
        found &= Q(**{f"{name}__lt": at(after) if at else after})
    return found


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
