"""Conditions in Chinese, as an officer would say them, and why a record does not satisfy one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from tests.unit.language.expression_strategies import CODES, GENRE, conditions

from xinglin.language import expressions as e
from xinglin.language.evaluation import compile_expression
from xinglin.language.words import PlainLabels, failing_conditions, plain, say

PAGES, BOOK = e.Column("pages", "页数"), e.Column("genre", "类别")
lent, back = e.Column("lent_date", "借出日期"), e.Column("back_date", "归还日期")
NEW = e.Column("is_new", "新书")


class GenreLabels:
    """The words of the toy code set."""

    def value_label(self, column: str, value: object) -> str:
        known = column == "genre" and value in GENRE
        return GENRE.label_of(str(value)) if known else plain(value)


@pytest.mark.parametrize(
    ("expression", "words"),
    [
        (BOOK == "map", "“类别”是“图”"),
        (BOOK != "map", "“类别”不是“图”"),
        (PAGES >= 100, "“页数”不小于“100”"),
        (PAGES < 100, "“页数”小于“100”"),
        (lent <= back, "“借出日期”不晚于“归还日期”"),
        (lent > date(2013, 6, 30), "“借出日期”晚于“2013-06-30”"),
        (NEW == True, "“新书”为是"),  # noqa: E712
        (NEW != True, "“新书”为否"),  # noqa: E712
        (BOOK.in_("map", "poem"), "“类别”属于“图、诗”"),
        (~BOOK.in_("map"), "“类别”不属于“图”"),
        (~(PAGES < 100), "“页数”不小于“100”"),
        (back.is_unknown(), "“归还日期”未填或不详"),
        (back.is_known(), "“归还日期”已填"),
        ((BOOK == "map") & (PAGES > 9), "“类别”是“图”，且“页数”大于“9”"),
        (((BOOK == "map") | (PAGES > 9)) & NEW, "（“类别”是“图”，或“页数”大于“9”），且“新书”"),
        (~((BOOK == "map") & NEW), "并非（“类别”是“图”，且“新书”）"),
        (e.days_between(lent, back) <= 14, "“借出日期”至“归还日期”的天数不大于“14”"),
        (e.years_between(lent, back) > 1, "“借出日期”至“归还日期”的周岁数大于“1”"),
        (e.first_known(back, lent).is_known(), "“归还日期”、“借出日期”中第一个已知的值已填"),
        (e.when(NEW, 3, 14), "（“新书”时取3，否则取14）"),
        (
            e.Attribute(BOOK, "Disease", "class", lent) == "乙",
            "“类别”按“借出日期”当日规定的传染病类别是“乙”",
        ),
    ],
)
def test_sentences(expression: e.Expression, words: str) -> None:
    assert say(expression, GenreLabels()) == words


@given(conditions)
def test_every_expression_can_be_said(condition: e.Expression) -> None:
    said = say(condition, PlainLabels())
    assert said
    assert "Expression" not in said


def test_only_what_fails_is_told_with_what_the_record_says() -> None:
    condition = (BOOK == "map") & (PAGES >= 100) & (back <= date(2013, 6, 30))
    record: dict[str, Any] = {"genre": "map", "pages": 12, "back_date": None}
    found = failing_conditions(
        condition, lambda x: compile_expression(x, CODES)(record), GenreLabels(), record
    )
    assert found == [
        "不满足：“页数”不小于“100”（本记录 页数：12）",
        "无法判断：“归还日期”不晚于“2013-06-30”（本记录 归还日期：不详）",
    ]


def test_a_record_that_satisfies_everything_has_no_failing_part() -> None:
    record: dict[str, Any] = {"genre": "map", "pages": 120}
    condition = (BOOK == "map") & (PAGES >= 100)
    found = failing_conditions(
        condition, lambda x: compile_expression(x, CODES)(record), GenreLabels(), record
    )
    assert found == []


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "不详"), (True, "是"), (False, "否"), (0, "0"), (date(2013, 5, 1), "2013-05-01")],
)
def test_plain_values(value: object, words: str) -> None:
    assert plain(value) == words
