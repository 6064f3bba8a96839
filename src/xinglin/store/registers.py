"""Django models made from register declarations: real columns, one table a register."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from xinglin.language import catalogue
from xinglin.language.fields import Field
from xinglin.language.registers import COMMON_COLUMNS, Register, key_column, once_per_register

# Unknown is NULL in every declared column, text included: '' would be a second nothing.
_KINDS: dict[str, Callable[[str], models.Field[Any, Any]]] = {
    "integer": lambda label: models.BigIntegerField(label, null=True, blank=True),
    "fen": lambda label: models.BigIntegerField(label, null=True, blank=True),
    "milli": lambda label: models.BigIntegerField(label, null=True, blank=True),
    "flag": lambda label: models.BooleanField(label, null=True, blank=True),
    "date": lambda label: models.DateField(label, null=True, blank=True),
    "moment": lambda label: models.DateTimeField(label, null=True, blank=True),
}

ONCE = "_once"
"""How the name of the constraint ends that holds `once_at_a_time`."""


def _text(label: str) -> models.Field[Any, Any]:
    return models.TextField(label, null=True, blank=True)


def _required_text(label: str) -> models.Field[Any, Any]:
    return models.TextField(label, blank=True, default="", db_default="")


_COMMON: dict[str, Callable[[str], models.Field[Any, Any]]] = {
    "id": lambda label: models.BigAutoField(label, primary_key=True),
    "version": lambda label: models.IntegerField(label, default=1, db_default=1),
    "recorded_at": lambda label: models.DateTimeField(label, db_default=Now()),
    "unknowns": lambda label: ArrayField(
        models.TextField(), verbose_name=label, null=True, blank=True
    ),
    "person_id": lambda label: models.BigIntegerField(label, null=True, blank=True),
    "effective_on": lambda label: models.DateField(label, null=True, blank=True),
    "source_ref": _text,
}


def column_field(kind: str, label: str) -> models.Field[Any, Any]:
    """The Django field of a column of a kind."""
    return _KINDS.get(kind, _text)(label)


def _fields(register: type[Register]) -> dict[str, models.Field[Any, Any]]:
    made: dict[str, models.Field[Any, Any]] = {}
    for name, (_, label) in COMMON_COLUMNS.items():
        made[name] = _COMMON.get(name, _required_text)(label)
    for field in register.fields.values():
        made[field.name] = column_field(field.kind, field.label)
    for field in register.names():
        made[key_column(field)] = _text(f"{field.label}拼音")
    for deadline in register.deadlines.values():
        made[deadline.due_column] = column_field("moment", f"{deadline.label}到期时间")
    return made


def _index(register: type[Register], *columns: str) -> models.Index:
    name = f"{register.name[:14]}_{'_'.join(columns)[:12]}"
    return models.Index(fields=list(columns), name=name[:30])


def _constraints(register: type[Register]) -> list[models.UniqueConstraint]:
    key = [f.name for f in register.key]
    made = [models.UniqueConstraint(fields=key, name=f"{register.table()}_key")]
    if register.once_at_a_time:
        made.append(
            models.UniqueConstraint(
                fields=[f.name for f in register.once_at_a_time],
                name=f"{register.table()}{ONCE}",
                condition=~models.Q(state__in=list(register.lifecycle.ended)),
            )
        )
    return made


def _searched(register: type[Register]) -> list[str]:
    columns = [f.name for f in register.fields.values() if f.kind == "id_number"]
    columns += [key_column(f) for f in register.names()]
    columns += [c.name for c in register.filters if c.name in register.fields]
    columns += ["place", "reporter", "person_id"]
    return list(dict.fromkeys(columns))


def build_model(register: type[Register]) -> type[models.Model]:
    """The model of one register."""
    meta = type(
        "Meta",
        (),
        {
            "app_label": register.line,
            "db_table": register.table(),
            "verbose_name": register.label,
            "constraints": _constraints(register),
            "indexes": [_index(register, c) for c in _searched(register)],
        },
    )
    attributes = {
        "__module__": register.__module__,
        "__doc__": register.__doc__,
        "__str__": lambda self: f"{register.label} {self.pk}",  # never a name: it ends in logs
        "Meta": meta,
        "register": register,
        **_fields(register),
    }
    return type(register.__name__, (models.Model,), attributes)


def build_models(line: str) -> None:
    """Make the models of a line; Django registers each as it is made."""
    for register in catalogue.load().registers_of(line):
        build_model(register)


@once_per_register
def model_of(register: type[Register]) -> type[models.Model]:
    """The model of a register. Raises LookupError before Django is set up."""
    from django.apps import apps  # the registry is ready only after setup

    return apps.get_model(register.line, register.__name__)


def renamed_fields(register: type[Register]) -> dict[str, Field]:
    """Old name → field, for fields declared with `formerly`."""
    return {f.formerly: f for f in register.fields.values() if f.formerly}
