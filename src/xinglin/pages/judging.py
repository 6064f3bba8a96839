"""Judge a form before it is sent: all problems, the deadline's clock, what a number tells."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from xinglin.actions.checking import RecordChecker, code_tables
from xinglin.actions.due import reckon
from xinglin.actions.naming import Naming, add_relations
from xinglin.actions.problems import Problem
from xinglin.actions.references import References, load_references
from xinglin.codes.id_numbers import CITIZEN, read_id_number
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.pages.clocks import Clock, clock_of
from xinglin.pages.form_fields import Reading


def problems_of(
    register: type[Register],
    reading: Reading,
    channel: str,
    at: datetime,
    before: Mapping[str, Any] | None = None,
) -> list[Problem]:
    """Everything wrong with a form, what could not be read first, each thing once."""
    record = {**(before or {}), **reading.values}
    codes = code_tables(catalogue.load())
    checker = RecordChecker(register, channel, codes, load_references())
    # `check` completes what it is given; the form keeps what was typed.
    found = checker.check(dict(record), now=at)
    naming = Naming(register)
    naming.learn([record])
    found += naming.problems(record, is_new=before is None)
    if checker.asks_others:
        asked = checker.ready(record, at)
        add_relations(register, [asked], codes)
        found += checker.check_across(asked)
    answered = {p.field for p in reading.unreadable} | _numbered(register)
    return reading.unreadable + [p for p in found if not (p.code == "REQ" and p.field in answered)]


def _numbered(register: type[Register]) -> set[str]:
    """Numbers on paper that the system gives where they are left blank."""
    return {f.name for f in register.fields.values() if f.kind == "document_number"}


def still_open(problems: list[Problem], reasons: Mapping[str, str]) -> bool:
    """Whether an error remains, or a warning without its reason."""
    return any(p.level == "error" or not reasons.get(p.code, "").strip() for p in problems)


def clocks_for(register: type[Register], record: Mapping[str, Any], at: datetime) -> list[Clock]:
    """The deadlines that a form starts, as far as it is filled in."""
    return [
        clock_of(
            register.deadlines[name].label,
            due.at,
            record.get(register.deadlines[name].done.name),
            due.limit.clause,
            at,
        )
        for name, due in reckon(register, record).items()
        if due.at is not None  # a suspended clock has no end yet
    ]


def told_by_number(
    register: type[Register], record: Mapping[str, Any], today: date, references: References
) -> dict[str, str]:
    """Birth date and sex as a valid identity number tells them: input → text."""
    person = register.person
    if person is None or person.id_number is None:
        return {}
    item = person.id_number
    type_field = getattr(item, "type_field", "")
    kind = record.get(type_field) if type_field else None
    number = record.get(item.name)
    if not number or kind not in (None, CITIZEN):
        return {}
    read = read_id_number(number, today=today, divisions=references.divisions)
    if read.errors:
        return {}
    told = {}
    if person.birth_date is not None and read.birth_date:
        told[person.birth_date.name] = read.birth_date.isoformat()
    if person.sex is not None and read.sex:
        told[person.sex.name] = read.sex
    return told
