"""Records in answers: identifying items masked unless they were opened, and the history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

from django.db import connection

from xinglin.codes.id_numbers import mask_id_number
from xinglin.codes.text import mask_name
from xinglin.language.fields import Field
from xinglin.language.registers import Register
from xinglin.rest.models import shown_columns

HIDDEN = "已隐藏"
_NOT_TOLD = frozenset({"id", "version", "recorded_at", "recorded_by", "effective_on"})


def mask(field: Field, text: str) -> str:
    """What is shown of an identifying value until it is opened."""
    if field.kind == "person_name":
        return mask_name(text)
    if field.kind == "id_number":
        return mask_id_number(text)
    if field.kind == "phone" and len(text) > 7:
        return text[:3] + "*" * max(len(text) - 7, 4) + text[-4:]
    return HIDDEN


def shown(register: type[Register], row: Any, *, opened: bool) -> dict[str, Any]:
    """A record (a model instance) as an answer gives it."""
    values = {column: getattr(row, column) for column in shown_columns(register)}
    masked = []
    for name, field in register.fields.items():
        if field.identifying and not opened and values[name] is not None:
            values[name] = mask(field, str(values[name]))
            masked.append(name)
    return values | {"masked": masked}


def versions(register: type[Register], record_id: int, *, opened: bool) -> list[dict[str, Any]]:
    """The versions of a record, newest first, each with what it changed."""
    found = []
    before: Mapping[str, Any] | None = None
    for row in _history(register, record_id):
        told = ("version", "recorded_at", "effective_on", "actor", "action", "reason")
        version = {name: row[name] for name in told}
        changes = _changes(register, before, row, opened) if before is not None else []
        found.append(version | {"changes": changes})
        before = row
    return found[::-1]


def _history(register: type[Register], record_id: int) -> Iterator[dict[str, Any]]:
    table = connection.ops.quote_name(f"{register.table()}_history")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE id = %s ORDER BY version", [record_id])  # noqa: S608
        columns = [c.name for c in cursor.description or ()]
        for row in cursor.fetchall():
            yield dict(zip(columns, row, strict=True))


def _changes(
    register: type[Register], before: Mapping[str, Any], after: Mapping[str, Any], opened: bool
) -> list[dict[str, Any]]:
    told = [c for c in shown_columns(register) if c not in _NOT_TOLD]
    return [
        {
            "column": column,
            "label": register.column_label(column),
            "before": _plain(register, column, before[column], opened),
            "after": _plain(register, column, after[column], opened),
        }
        for column in told
        if before[column] != after[column]
    ]


def _plain(register: type[Register], column: str, value: Any, opened: bool) -> Any:
    field = register.fields.get(column)
    if value is None:
        return None
    if field is not None and field.identifying and not opened:
        return mask(field, str(value))
    return value.isoformat() if isinstance(value, date | datetime) else value
