"""Dated parameters: each day is judged by the value of its day."""

from __future__ import annotations

from datetime import date

import pytest

from xinglin.language.evaluation import compile_expression
from xinglin.language.expressions import Column
from xinglin.language.rules import Parameter, RulePack


class LoanRules(RulePack):
    """How long a book may be kept (借期)."""

    label, source = "借期", "馆规"
    # Written out of order on purpose: the day decides, not the place in the file.
    loan_days = (
        Parameter("借期", "天")
        .since("2013-01-01", 14, source="馆规（2013）")
        .since("2010-01-01", 30, source="馆规（2010）", status="unverified")
    )
    renewable = Parameter("可续借").since("2010-01-01", True, source="馆规（2010）")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2009, 12, 31), None),  # before the first order there is no rule
        (date(2010, 1, 1), 30),
        (date(2012, 12, 31), 30),
        (date(2013, 1, 1), 14),
        (date(2030, 1, 1), 14),
        (None, None),
    ],
)
def test_the_value_of_the_day(day: date | None, expected: int | None) -> None:
    asked = LoanRules.loan_days.on(Column("lent_date"))
    codes = {"LoanRules": LoanRules.as_code_set()}
    assert compile_expression(asked, codes)({"lent_date": day}) == expected


def test_a_pack_is_read_like_a_code_set_with_source_and_status() -> None:
    rows = LoanRules.as_code_set().history("loan_days")
    assert [(r.attributes["value"], r.source, r.status) for r in rows] == [
        (30, "馆规（2010）", "unverified"),
        (14, "馆规（2013）", "verified"),
    ]
    assert rows[0].valid_to == rows[1].valid_from == date(2013, 1, 1)


def test_parameters_know_their_name_and_pack() -> None:
    assert list(LoanRules.parameters) == ["loan_days", "renewable"]
    assert (LoanRules.loan_days.name, LoanRules.loan_days.pack) == ("loan_days", "LoanRules")


def test_a_day_that_is_no_day_is_refused_where_it_is_written() -> None:
    with pytest.raises(ValueError, match="month must be in 1"):
        Parameter("借期").since("2013-13-01", 1, source="馆规")
