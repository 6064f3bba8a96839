"""Expressions as data: how they are built, what they read, and that JSON keeps them whole."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from tests.unit.language.expression_strategies import CODES, conditions, records

from xinglin.language import expressions as e
from xinglin.language.evaluation import compile_expression

PAGES, GENRE = e.Column("pages", "页数"), e.Column("genre", "类别")


@given(conditions)
def test_json_gives_back_the_same_expression(condition: e.Expression) -> None:
    written = json.dumps(condition.to_json(), ensure_ascii=False, sort_keys=True)
    read = e.from_json(json.loads(written))
    assert json.dumps(read.to_json(), ensure_ascii=False, sort_keys=True) == written
    assert read.columns() == condition.columns()


@given(conditions, records)
def test_an_expression_read_back_evaluates_alike(
    condition: e.Expression, record: dict[str, Any]
) -> None:
    read = e.from_json(json.loads(json.dumps(condition.to_json())))
    assert compile_expression(read, CODES)(record) is compile_expression(condition, CODES)(record)


@pytest.mark.parametrize(
    ("built", "op"),
    [
        (PAGES == 3, "eq"),
        (PAGES != 3, "ne"),
        (PAGES < 3, "lt"),
        (PAGES <= 3, "le"),
        (PAGES > 3, "gt"),
        (PAGES >= 3, "ge"),
    ],
)
def test_python_s_signs_build_comparisons(built: e.Expression, op: str) -> None:
    assert built.to_json() == {
        "op": op,
        "left": {"op": "column", "name": "pages", "label": "页数"},
        "right": {"op": "literal", "value": 3},
    }


def test_a_condition_lists_every_column_it_reads() -> None:
    lent, back = e.Column("lent_date"), e.Column("back_date")
    too_late = e.days_between(lent, back) > e.Attribute(GENRE, "Genre", "loan_days", lent)
    sheets = e.first_known(PAGES, e.Column("sheets"))
    condition = too_late & ~GENRE.in_("map") | sheets.is_unknown()
    assert condition.columns() == {"lent_date", "back_date", "genre", "pages", "sheets"}


def test_the_local_day_of_a_moment_is_a_column_of_its_own() -> None:
    day = e.LocalDate(e.Column("lent_at", "借出时间"))
    assert (day.name, day.label) == ("lent_at_date", "借出时间")
    assert (day <= date(2013, 6, 30)).columns() == {"lent_at_date"}


@pytest.mark.parametrize("use", [bool, lambda x: x and True, lambda x: 1 if x else 2])
def test_an_expression_has_no_truth_value_of_its_own(use: Any) -> None:
    with pytest.raises(TypeError, match=r"use & \| ~"):
        use(PAGES == 3)


def test_chained_comparison_is_refused_too() -> None:
    with pytest.raises(TypeError):
        _ = 1 < PAGES < 3


@pytest.mark.parametrize("value", [datetime(2013, 5, 1, tzinfo=UTC), 1.5, b"x", [1]])
def test_what_is_no_value_of_the_language_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="no literal"):
        e.literal(value)


@pytest.mark.parametrize("values", [(), (None,), ("map", None)])
def test_membership_wants_known_values(values: tuple[Any, ...]) -> None:
    with pytest.raises(TypeError, match="at least one value and no None"):
        GENRE.in_(*values)


def test_every_flattens_and_leaves_one_condition_alone() -> None:
    one, two, three = PAGES > 1, PAGES < 9, GENRE == "map"
    assert e.every(one) is one
    joined = e.every(e.every(one, two), three)
    assert isinstance(joined, e.All)
    assert joined.items == (one, two, three)


def test_yes_one_and_text_one_stay_apart_in_json() -> None:
    written = json.loads(json.dumps(e.In(PAGES, (True, 1, "1")).to_json()))
    values = e.from_json(written).values  # type: ignore[attr-defined]
    assert [type(v) for v in values] == [bool, int, str]


def test_a_word_from_a_later_version_is_named() -> None:
    with pytest.raises(ValueError, match="'median'"):
        e.from_json({"op": "median"})
