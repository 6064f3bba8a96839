"""Judges what is written on a form by the program's own reading and checking."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from tests.spec.registers.examples import Form

from postgres import migrated, test_installation, urls
from xinglin.codes.dates import SHANGHAI
from xinglin.codes.divisions import sample_divisions
from xinglin.language import catalogue
from xinglin.language.registers import Register
from xinglin.language.relations import value_from
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""The moment at which the examples are filed."""

Judge = Callable[..., list[Any]]


def _live(register: type[Register]) -> dict[str, Any]:
    """A record of which nothing is known but that it is there."""
    return dict.fromkeys(register.stored_columns()) | {"state": register.lifecycle.initial}


def _numbered(records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [record | {"id": number} for number, record in enumerate(records, start=1)]


@pytest.fixture(scope="session")
def problems_of(migrated: Urls) -> Judge:
    """Everything the program says of a record, from its form and the channel it comes by."""
    from xinglin.actions.checking import RecordChecker, code_tables, with_local_dates
    from xinglin.actions.naming import relations_asked
    from xinglin.actions.references import References
    from xinglin.actions.values import ValueReader

    divisions = sample_divisions()
    townships = frozenset(d.parent for d in divisions if d.level == "township")
    known = References(
        divisions={d.code: d.level for d in divisions}, parents_with_townships=townships,
        institutions={"990001": "998801001"},
    )  # fmt: skip
    reader = ValueReader(known, NOW.date())

    codes = code_tables(catalogue.load())

    def read(register: type[Register], form: Form) -> dict[str, Any]:
        labels = {f.label: f for f in register.fields.values()}
        values: dict[str, Any] = {}
        for label, text in form.items():
            values[labels[label].name], problem = reader.read(labels[label], text)
            assert problem is None, problem
        return values

    def judge(register: type[Register], form: Form, channel: str, named: Any = ()) -> list[Any]:
        values = read(register, form)
        checker = RecordChecker(register, channel, codes, known)
        found = checker.check(values, now=NOW)
        record = checker.ready(values, NOW)
        for relation in relations_asked(register):
            others = [
                with_local_dates(there, _live(there) | read(there, form))
                for there, form in named
                if there.name == relation.register
            ]
            record[relation.slot] = value_from(relation, _numbered(others), codes)(record)
        return found + checker.check_across(record)

    return judge
