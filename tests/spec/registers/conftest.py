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
from xinglin.store.server import Urls

__all__ = ["migrated", "test_installation", "urls"]

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=SHANGHAI)
"""The moment at which the examples are filed."""

Judge = Callable[[type[Register], Form, str], list[Any]]


@pytest.fixture(scope="session")
def problems_of(migrated: Urls) -> Judge:
    """Everything the program says of a record, from its form and the channel it comes by."""
    from xinglin.actions.checking import RecordChecker, code_tables
    from xinglin.actions.references import References
    from xinglin.actions.values import ValueReader

    divisions = sample_divisions()
    townships = frozenset(d.parent for d in divisions if d.level == "township")
    known = References(
        divisions={d.code: d.level for d in divisions}, parents_with_townships=townships
    )
    reader = ValueReader(known, NOW.date())

    def judge(register: type[Register], form: Form, channel: str) -> list[Any]:
        labels = {f.label: f for f in register.fields.values()}
        values: dict[str, Any] = {}
        for label, text in form.items():
            values[labels[label].name], problem = reader.read(labels[label], text)
            assert problem is None, problem
        checker = RecordChecker(register, channel, code_tables(catalogue.load()), known)
        return checker.check(values, now=NOW)

    return judge
