"""Filters of a list: read from the address, applied to the rows, drawn as inputs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from xinglin.codes.dates import SHANGHAI, read_date
from xinglin.language.fields import Code
from xinglin.language.registers import Register
from xinglin.pages.cells import kind_of
from xinglin.pages.names import Names
from xinglin.store.models import DivisionClosure

DAYS = frozenset({"date", "moment"})
_FLAGS = {"1": True, "0": False}
_YES_NO = (("1", "是"), ("0", "否"))


@dataclass(frozen=True)
class Filter:
    """One filter as it is drawn: its input's kind, its choices and what is chosen now."""

    column: str
    label: str
    kind: str
    value: str = ""
    until: str = ""
    shown: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    fault: str = ""

    @property
    def is_set(self) -> bool:
        """Whether it narrows the list."""
        return bool(self.value or self.until)


def filters_of(
    register: type[Register], asked: Mapping[str, str], names: Names, today: date
) -> list[Filter]:
    """The register's filters with what the address asks of them."""
    return [_filter(register, c.name, asked, names, today) for c in register.filters]


def _filter(
    register: type[Register], column: str, asked: Mapping[str, str], names: Names, today: date
) -> Filter:
    kind, label = kind_of(register, column), register.column_label(column)
    value = asked.get(column, "").strip()
    if kind in DAYS:
        since, until = asked.get(f"{column}_from", ""), asked.get(f"{column}_until", "")
        fault = _day_fault(label, since) or _day_fault(label, until)
        return Filter(column, label, "days", since.strip(), until.strip(), fault=fault)
    if column == "state":
        choices = tuple(register.lifecycle.states.items())
        if "," in value:  # several at once, as the workbench asks for what waits
            labels = [register.lifecycle.states.get(one, one) for one in value.split(",")]
            choices = ((value, "、".join(labels)), *choices)
        return Filter(column, label, "code", value, choices=choices)
    if kind == "code":
        return Filter(column, label, "code", value, choices=_choices(register, column, today))
    if kind == "flag":
        return Filter(column, label, "code", value if value in _FLAGS else "", choices=_YES_NO)
    if kind == "division":
        return Filter(column, label, kind, value, shown=names.place_in_full(value) if value else "")
    if kind == "institution":
        return Filter(column, label, kind, value, shown=names.institution(value) if value else "")
    return Filter(column, label, "text", value)


def _choices(register: type[Register], column: str, today: date) -> tuple[tuple[str, str], ...]:
    field = register.fields.get(column)
    if not isinstance(field, Code) or field.codes is None:
        return ()
    # Past codes too: a list holds records of every year.
    return tuple((code, field.codes.label_of(code, today)) for code in field.codes.codes)


def _day_fault(label: str, text: str) -> str:
    if not text.strip():
        return ""
    reason = read_date(text).reason
    return f"{label}：{reason}" if reason else ""


def narrowed(rows: QuerySet[Any], register: type[Register], found: list[Filter]) -> QuerySet[Any]:
    """The rows that pass every filter that is set and readable."""
    for item in found:
        if item.is_set and not item.fault:
            rows = rows.filter(_condition(register, item))
    return rows


def _condition(register: type[Register], item: Filter) -> Q:
    if item.kind == "days":
        return _between(kind_of(register, item.column), item)
    if item.kind == "division":
        below = DivisionClosure.objects.filter(ancestor=item.value).values("descendant")
        return Q(**{f"{item.column}__in": below})
    if kind_of(register, item.column) == "flag":
        return Q(**{item.column: _FLAGS[item.value]})
    if item.kind == "code" and item.column in register.fields:
        return Q(**{f"{item.column}__in": _with_subtypes(register, item)})
    if item.column == "state":
        return Q(state__in=item.value.split(","))
    return Q(**{item.column: item.value})


def _with_subtypes(register: type[Register], item: Filter) -> list[str]:
    """A code and those below it on any day: 病毒性肝炎 finds 甲肝, 乙肝 …"""
    codes = getattr(register.fields[item.column], "codes", None)
    wanted = {item.value}
    if codes is not None and item.value in codes:
        grown = True
        while grown:
            more = {r.code for r in codes.rows if r.attributes.get("parent") in wanted} - wanted
            wanted, grown = wanted | more, bool(more)
    return sorted(wanted)


def _between(kind: str, item: Filter) -> Q:
    since, until = read_date(item.value).value, read_date(item.until).value
    condition = Q()
    if kind == "date":
        condition &= Q(**{f"{item.column}__gte": since}) if since else Q()
        return condition & (Q(**{f"{item.column}__lte": until}) if until else Q())
    condition &= Q(**{f"{item.column}__gte": _midnight(since)}) if since else Q()
    if until:
        condition &= Q(**{f"{item.column}__lt": _midnight(until + timedelta(days=1))})
    return condition


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), SHANGHAI)
