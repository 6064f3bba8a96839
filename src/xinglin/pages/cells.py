"""What stands in a cell: a value in the office's words, masked where it names a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xinglin.codes.dates import shanghai
from xinglin.codes.id_numbers import mask_id_number
from xinglin.codes.measures import decimals
from xinglin.codes.money import yuan_in_groups
from xinglin.codes.text import mask_name
from xinglin.language.fields import Field
from xinglin.language.registers import Register
from xinglin.pages.names import Names

HIDDEN = "已隐藏"
NUMERIC = frozenset({"integer", "fen", "milli"})
LONG = 10
"""Characters from which a text gives way to the other columns of a list."""


@dataclass(frozen=True)
class Cell:
    """A value as text. `gap` names the kind of nothing: "", "blank", "asked", "not_collected"."""

    column: str
    label: str
    text: str
    kind: str = "text"
    gap: str = ""
    is_masked: bool = False
    unit: str = ""
    href: str = ""

    @property
    def is_number(self) -> bool:
        """Whether it stands on the right."""
        return self.kind in NUMERIC

    @property
    def is_long(self) -> bool:
        """Whether a list shortens it, with the whole text under the pointer."""
        is_prose = self.kind in ("text", "division", "institution") and not self.text.isascii()
        return is_prose and len(self.text) > LONG  # a code cut short would be another code


def kind_of(register: type[Register], column: str) -> str:
    """The kind of value of a column."""
    return register.stored_columns().get(column, "text")


def cell(
    register: type[Register], column: str, row: Any, names: Names, *, masked: bool = True
) -> Cell:
    """The cell of one column of one record (a model instance)."""
    kind, label = kind_of(register, column), register.column_label(column)
    value = getattr(row, column)
    if value is None or value == "":
        gap = gap_of(column, row)
        return Cell(column, label, GAPS[gap], kind, gap)
    field = register.fields.get(column)
    if field is not None and field.identifying and masked:
        return Cell(column, label, mask(field, str(value)), kind, is_masked=True)
    unit = getattr(field, "unit", "")
    return Cell(column, label, in_words(register, column, value, names), kind, unit=unit)


GAPS = {"blank": "—", "asked": "不详", "not_collected": "未采集"}
"""Kinds of nothing: left blank; asked and not known; history that never had it."""


def gap_of(column: str, row: Any) -> str:
    """Which kind of nothing an empty column is."""
    asked = {entry.split(":")[0] for entry in getattr(row, "unknowns", None) or ()}
    if column in asked:
        return "asked"
    return "not_collected" if getattr(row, "channel", "") == "historical" else "blank"


def in_words(register: type[Register], column: str, value: Any, names: Names) -> str:
    """A value of a column as the office writes it, unmasked."""
    kind = kind_of(register, column)
    if value is None:
        return ""
    if kind == "division":
        return names.place_in_full(str(value))
    if kind == "institution":
        return names.institution(str(value))
    if isinstance(value, datetime):
        return f"{shanghai(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if kind == "integer" and column not in ("id", "version", "person_id"):
        return f"{value:,}"
    if kind == "fen":
        return yuan_in_groups(value)
    if kind == "milli":
        return decimals(value)
    if kind == "texts":
        return "、".join(register.column_label(v.split(":")[0]) for v in value)
    return register.value_label(column, value)


def mask(field: Field, text: str) -> str:
    """What a screen shows of an identifying value until it is opened."""
    if field.kind == "person_name":
        return mask_name(text)
    if field.kind == "id_number":
        return mask_id_number(text)
    if field.kind == "phone":
        return mask_phone(text)
    return mask_name(text) if field.kind == "text" and len(text) <= 4 else HIDDEN


def mask_phone(phone: str) -> str:
    """A telephone number with its middle hidden; a short one whole."""
    return phone[:3] + "*" * max(len(phone) - 7, 4) + phone[-4:] if len(phone) > 7 else HIDDEN


def learn_names(
    register: type[Register], columns: list[str], rows: list[Any], names: Names
) -> None:
    """Look up at once every place and institution that these cells show."""
    kinds = {column: kind_of(register, column) for column in columns}
    for column, kind in kinds.items():
        if kind == "division":
            names.learn_places(getattr(row, column) for row in rows)
        elif kind == "institution":
            names.learn_institutions(getattr(row, column) for row in rows)
