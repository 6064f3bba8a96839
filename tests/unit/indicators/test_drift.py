"""Definition drift, on the toy code set and on the disease list of 2025-09-01."""

from __future__ import annotations

from datetime import date

from tests.spec.indicators.library import CODES, BookLoan

from xinglin.codes import NotifiableDisease
from xinglin.indicators.drift import drift, drift_in_words
from xinglin.language.expressions import Attribute, Column, Expression
from xinglin.language.indicators import Change, Count
from xinglin.language.periods import parse_period
from xinglin.language.plans import Plan, Side


class OpenLoans(Count):
    """Loans of books that stood on open shelves."""

    name = "开架借出"
    of = BookLoan.where(BookLoan.genre.attribute("shelf", BookLoan.lent_date) == "open")


class OpenLoansChange(Change):
    """Change of open loans."""

    name, of_indicator = "开架借出同比", OpenLoans


def test_codes_that_came_in_and_went_out_are_named() -> None:
    found = drift(OpenLoansChange.plan(), parse_period("2013H1"), CODES)
    assert [(d.day, d.added, d.removed) for d in found] == [
        (date(2013, 1, 1), ("漫画",), ()),
        (date(2013, 3, 1), (), ("图册",)),
    ]
    assert drift_in_words(OpenLoansChange.plan(), parse_period("2013H1"), CODES) == (
        "两期口径不同：2013-01-01起图书类别，新列入漫画；2013-03-01起图书类别，不再列入图册"
    )


def test_no_change_between_the_periods_is_silent() -> None:
    assert drift_in_words(OpenLoansChange.plan(), parse_period("2015"), CODES) == ""
    assert drift_in_words(OpenLoans.plan(), parse_period("2013H1"), CODES) == ""


def test_revisions_between_the_periods_are_told() -> None:
    revisions = ((date(2012, 1, 1), "早已如此"), (date(2014, 7, 1), "改按读者统计"))
    found = drift(OpenLoansChange.plan(), parse_period("2015"), CODES, revisions)
    assert [(d.day, d.what) for d in found] == [(date(2014, 7, 1), "改按读者统计")]


def _class_bc() -> Expression:
    asked = Attribute(Column("disease"), "NotifiableDisease", "class", Column("reported_at_date"))
    return asked.in_("乙", "丙")


def test_the_disease_list_of_september_2025() -> None:
    """《传染病防治法》2025 修订, art. 3, in force 2025-09-01, lists 人感染新亚型流感."""
    now = Side("numerator", "card", "card", "reported_at_date", "place", where=_class_bc())
    before = Side(
        "denominator", "card", "card", "reported_at_date", "place", where=_class_bc(), years_back=1
    )
    plan = Plan("change", "", "%", 2, "change", (now, before), per=100)
    words = drift_in_words(plan, parse_period("2026H1"), {"NotifiableDisease": NotifiableDisease})
    assert words.startswith("两期口径不同：2025-09-01起")
    assert "新列入人感染新亚型流感" in words
