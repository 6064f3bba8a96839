"""From a request's items to a record's values: the same reading as forms and files use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection

from xinglin.actions.problems import Problem, RefusedError
from xinglin.actions.references import load_references
from xinglin.actions.values import ValueReader
from xinglin.language.registers import Register

ASKED = "asked_unknown"
_TYPED = frozenset({"integer", "fen", "milli", "flag", "date", "moment"})
"""Kinds that JSON's own types already say exactly; money comes in whole fen, measures
in whole thousandths."""


def read_values(register: type[Register], given: Mapping[str, Any]) -> dict[str, Any]:
    """Column → value, texts normalised, places and institutions as codes.

    Needs an actor. Raises RefusedError with every item that cannot be read.
    """
    references = load_references()
    reader = ValueReader(references, today())
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, raw in given.items():
        field = register.fields.get(name)
        if field is None:
            continue
        if field.kind in _TYPED or raw is None:
            values[name] = raw
            continue
        values[name], problem = reader.read(field, raw)
        problems += [problem] if problem else []
    if given.get("reporter") and "reporter" not in register.fields:
        values["reporter"] = references.find_institution(given["reporter"])
        if values["reporter"] is None:
            message = "报告单位：不在机构名录中，请先登记该机构或核对代码。"
            problems.append(Problem("V-institution", "reporter", message))
    if problems:
        raise RefusedError(problems)
    if "unknowns" in given:
        asked = [f"{name}:{ASKED}" for name in given["unknowns"] if values.get(name) is None]
        values["unknowns"] = asked or None
    return values


def today() -> date:
    """The database's day, which is the simulated one in a demo."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT xinglin.today()")
        day: date = cursor.fetchone()[0]
    return day
