"""The items of a form, in the order and with the numbers of the paper form."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from xinglin.actions.problems import Problem
from xinglin.actions.references import load_references
from xinglin.actions.values import ASKED_UNKNOWN, ValueReader
from xinglin.codes.dates import shanghai
from xinglin.codes.measures import decimals
from xinglin.codes.money import yuan
from xinglin.codes.pinyin import initials
from xinglin.language import fields as f
from xinglin.language.registers import COMMON_COLUMNS, Register
from xinglin.pages.cells import mask
from xinglin.pages.names import Names
from xinglin.store.models import User

FEW, MANY = 6, 24
_WIDGETS = {
    "division": "place",
    "institution": "institution",
    "date": "date",
    "moment": "moment",
    "integer": "number",
    "fen": "number",
    "milli": "number",
    "flag": "flag",
}


@dataclass
class Item:
    """One item as it is drawn. typed: the text in it; shown: what a code says in words."""

    field: f.Field
    widget: str
    typed: str = ""
    shown: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_required: bool = False
    locked: str = ""
    problems: list[Problem] = dataclasses.field(default_factory=list)

    @property
    def unit(self) -> str:
        """What stands behind the number."""
        return str(getattr(self.field, "unit", ""))

    @property
    def has_errors(self) -> bool:
        """Whether something in it blocks."""
        return any(p.level == "error" for p in self.problems)


def reporter_item(register: type[Register]) -> f.Field:
    """The common column 报告单位 as an item, for users who report for several institutions."""
    item = f.Institution(COMMON_COLUMNS["reporter"][1], required=register.asks_reporter())
    item.name = "reporter"
    return item


def form_fields(register: type[Register], user: User) -> list[f.Field]:
    """The declared items a person fills in; moments that steps record are left out."""
    recorded = {s.sets.name for s in register.steps.values() if s.sets is not None}
    found = [i for i in register.fields.values() if i.name not in recorded]
    if register.reporter_field is None and not user.unit:
        found.append(reporter_item(register))
    return found


def items_of(
    register: type[Register],
    user: User,
    typed: Mapping[str, str],
    names: Names,
    today: date,
    *,
    hidden: Mapping[str, str] | None = None,
) -> list[Item]:
    """The form's items with what is typed in them; `hidden` items show a mask and stay as is."""
    made = []
    for item in form_fields(register, user):
        text = typed.get(item.name, "")
        made.append(
            Item(
                item,
                _widget(item, today),
                text,
                _shown(item, text, names),
                _choices(item, text, today),
                item.required_for("direct") and not isinstance(item, f.DocumentNumber),
                (hidden or {}).get(item.name, ""),
            )
        )
    return made


def _widget(item: f.Field, today: date) -> str:
    if isinstance(item, f.Code) and item.codes is not None:
        count = len(item.codes.choices(today))
        return "radio" if count <= FEW else "select" if count <= MANY else "typed_code"
    if isinstance(item, f.Text) and item.long:
        return "long"
    return _WIDGETS.get(item.kind, "text")


def _choices(item: f.Field, text: str, today: date) -> tuple[tuple[str, str], ...]:
    if not isinstance(item, f.Code) or item.codes is None:
        return ()
    choices = item.codes.choices(today)
    if len(choices) > MANY:
        return tuple((label, initials(label)) for _, label in choices)
    if text and text not in dict(choices) and text in item.codes:
        choices = (*choices, (text, item.codes.label_of(text)))
    return choices


def _shown(item: f.Field, text: str, names: Names) -> str:
    if not text:
        return ""
    if item.kind == "division":
        return names.place_in_full(text)
    return names.institution(text) if item.kind == "institution" else ""


def typed_from(register: type[Register], row: Any, today: date) -> dict[str, str]:
    """What an existing record would have in its form."""
    found = {n: as_typed(i, getattr(row, n), today) for n, i in register.fields.items()}
    asked = {entry.split(":")[0] for entry in row.unknowns or ()}
    found |= {n: "不详" for n in asked if not found.get(n)}
    return found | {"reporter": row.reporter or ""}


def as_typed(item: f.Field, value: Any, today: date) -> str:
    """A stored value as somebody would have typed it."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{shanghai(value):%Y-%m-%d %H:%M}"
    if isinstance(value, bool):
        return "1" if value else "0"
    if item.kind == "fen":
        return yuan(value)
    if item.kind == "milli":
        return decimals(value)
    if isinstance(item, f.Code) and item.codes is not None and _widget(item, today) == "typed_code":
        return item.codes.label_of(value) if value in item.codes else str(value)
    return str(value)


def masked_items(register: type[Register], row: Any) -> dict[str, str]:
    """Identifying items as masks, for users who may not open them."""
    return {
        n: mask(i, str(getattr(row, n))) if getattr(row, n) else "—"
        for n, i in register.fields.items()
        if i.identifying
    }


@dataclass(frozen=True)
class Reading:
    """A form's values, and what could not be read."""

    values: dict[str, Any]
    unreadable: list[Problem]


def read_form(
    register: type[Register],
    user: User,
    data: Mapping[str, str],
    today: date,
    *,
    without: frozenset[str] = frozenset(),
) -> Reading:
    """The values of a posted form. 不详 is an answer too: asked, and not known."""
    reader = ValueReader(load_references(), today)
    values: dict[str, Any] = {}
    unreadable, asked = [], []
    for item in form_fields(register, user):
        if item.name in without or (item.name not in data and not isinstance(item, f.Code)):
            continue
        text = data.get(item.name, "")
        if text.strip() in ASKED_UNKNOWN and not isinstance(item, f.Code):
            asked.append(f"{item.name}:asked")
            values[item.name] = None
            continue
        value, problem = reader.read(item, text)
        values[item.name] = value
        if problem is not None:
            unreadable.append(problem)
    values["unknowns"] = asked or None
    return Reading(values, unreadable)
