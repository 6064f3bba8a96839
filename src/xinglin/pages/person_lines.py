"""A person, and a person's records, as lines on pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from xinglin.codes.card_codes import IdentityType, Sex
from xinglin.codes.dates import local_day
from xinglin.codes.id_numbers import mask_id_number
from xinglin.codes.text import mask_name
from xinglin.language.fields import Code
from xinglin.language.registers import Register
from xinglin.pages.cells import learn_names, mask_phone
from xinglin.pages.details import title_of
from xinglin.pages.names import Names
from xinglin.store.models import Person, PersonIdentifier
from xinglin.store.registers import model_of

NEWEST = 100
"""Records of one register that a timeline shows."""
_TOLD = 3


@dataclass(frozen=True)
class Number:
    """One number of a person as shown: its kind, itself, by whom and how long."""

    kind: str
    text: str
    issuer: str = ""
    span: str = ""


@dataclass(frozen=True)
class LineOfPerson:
    """A person row as shown, masked unless a purpose was given."""

    id: int
    name: str
    sex: str
    birth: str
    phone: str
    numbers: tuple[Number, ...]
    reporter: str
    place: str


@dataclass(frozen=True)
class LineOfRecord:
    """One record of a person's timeline."""

    day: date
    register: type[Register]
    id: int
    title: str
    told: str
    state: str
    reporter: str
    place: str


def line_of_person(
    person: Person, names: Names, *, masked: bool = True, known_as: int | None = None
) -> LineOfPerson:
    """A person row in words; known_as: the row that stands for it."""
    row: Any = person
    numbers = [Number("证件号码", _number("01", row.id_number, masked))] if row.id_number else []
    for other in PersonIdentifier.objects.filter(person=row).order_by("kind", "pk"):
        span = f"{other.valid_from or ''} 至 {other.valid_to or ''}"
        has_span = other.valid_from or other.valid_to
        label = IdentityType.label_of(other.kind) if other.kind in IdentityType else other.kind
        numbers.append(
            Number(
                label,
                _number(other.kind, other.number, masked),
                other.issuer,
                span if has_span else "",
            )
        )
    return LineOfPerson(
        row.pk if known_as is None else known_as,
        mask_name(row.name) if masked else row.name,
        Sex.label_of(row.sex) if row.sex in Sex else "",
        row.birth_date.isoformat() if row.birth_date else "",
        mask_phone(row.phone) if masked and row.phone else row.phone,
        tuple(numbers),
        names.institution(row.reporter) if row.reporter else "",
        names.place_in_full(row.place) if row.place else "",
    )


def _number(kind: str, number: str, masked: bool) -> str:
    if not masked:
        return number
    if kind == "01" and len(number) in (15, 18):
        return mask_id_number(number)
    return "*" * max(len(number) - 4, 4) + number[-4:] if len(number) > 6 else "*" * len(number)


def records_of(
    persons: Sequence[int], registers: Sequence[type[Register]], names: Names
) -> tuple[list[LineOfRecord], int]:
    """The newest records of these person rows in the user's scope, and how many there are."""
    found: list[LineOfRecord] = []
    counted = 0
    for register in registers:
        rows = model_of(register)._default_manager.filter(person_id__in=list(persons))
        count = rows.count()
        if not count:
            continue
        counted += count
        newest = list(rows.order_by("-id")[:NEWEST])
        learn_names(register, ["reporter", "place"], newest, names)
        found += [_line(register, row, names) for row in newest]
    return sorted(found, key=lambda r: (r.day, r.id), reverse=True), counted


def _line(register: type[Register], row: Any, names: Names) -> LineOfRecord:
    return LineOfRecord(
        _day(register, row),
        register,
        row.pk,
        title_of(register, row).removeprefix(register.label).strip(),
        "；".join(_told(register, row)),
        register.lifecycle.states.get(row.state, row.state),
        names.institution(row.reporter) if row.reporter else "",
        names.place_in_full(row.place) if row.place else "",
    )


def _told(register: type[Register], row: Any) -> list[str]:
    """The first coded items of its list, in words: what the record is about, naming nobody."""
    about = register.person
    own = {about.sex.name} if about is not None and about.sex is not None else set()
    codes = [
        c.name for c in register.list_columns
        if isinstance(register.fields.get(c.name), Code) and c.name not in own
        and getattr(row, c.name)
    ]  # fmt: skip
    return [register.value_label(c, getattr(row, c)) for c in codes[:_TOLD]]


def _day(register: type[Register], row: Any) -> date:
    """The day it counts on, else the day it was recorded."""
    for counting in register.counting_dates.values():
        name = counting.column.name
        value = getattr(row, name, None) or getattr(row, name.removesuffix("_date"), None)
        if value is not None:
            return local_day(value) if hasattr(value, "tzinfo") else value
    return local_day(row.recorded_at)
