"""Random expressions of the language, well typed, with records to evaluate them on."""

from __future__ import annotations

from datetime import date

from hypothesis import strategies as st

from xinglin.codes.dated import CodeSet
from xinglin.codes.rows import CodeRow
from xinglin.language import expressions as e

GENRE = CodeSet(
    "Genre",
    "图书类别",
    "馆务会议",
    (
        CodeRow("poem", "诗", None, None, {"loan_days": 14}, "馆务会议"),
        CodeRow("map", "图", date(2010, 1, 1), date(2013, 1, 1), {"loan_days": 7}, "馆务会议"),
        CodeRow("map", "图", date(2013, 1, 1), None, {"loan_days": 3}, "馆务会议"),
    ),
)
CODES = {"Genre": GENRE}

DATES = ("lent_date", "back_date")
NUMBERS = ("pages", "fine_fen")
TEXTS = ("genre", "state")
FLAGS = ("is_new", "is_lost")

days = st.dates(date(2008, 1, 1), date(2016, 12, 31))
numbers = st.integers(-5, 400)
texts = st.sampled_from(["poem", "map", "lent", "back", ""])


def _columns(names: tuple[str, ...], label: str) -> st.SearchStrategy[e.Expression]:
    return st.sampled_from(names).map(lambda name: e.Column(name, label))


date_values = _columns(DATES, "日期") | days.map(e.Literal)
text_values = _columns(TEXTS, "文字") | texts.map(e.Literal)
number_values = st.one_of(
    _columns(NUMBERS, "数"),
    numbers.map(e.Literal),
    st.builds(e.DaysBetween, date_values, date_values),
    st.builds(e.YearsBetween, date_values, date_values),
    st.builds(
        e.Plus,
        st.lists(_columns(NUMBERS, "数") | numbers.map(e.Literal), min_size=1, max_size=3).map(
            tuple
        ),
    ),
    st.builds(
        e.Attribute, _columns(("genre",), "类别"), st.just("Genre"), st.just("loan_days"),
        date_values,
    ),
)  # fmt: skip
_SIGNS = st.sampled_from(["eq", "ne", "lt", "le", "gt", "ge"])
_comparisons = st.one_of(
    *(
        st.builds(e.Compare, _SIGNS, side, side)
        for side in (date_values, text_values, number_values)
    )
)
_leaves = st.one_of(
    _comparisons,
    _columns(FLAGS, "是否"),
    st.builds(e.IsUnknown, date_values | text_values | number_values),
    st.builds(e.In, text_values, st.lists(texts, min_size=1, max_size=3).map(tuple)),
)


def _several(
    inner: st.SearchStrategy[e.Expression],
) -> st.SearchStrategy[tuple[e.Expression, ...]]:
    return st.lists(inner, min_size=1, max_size=3).map(tuple)


conditions = st.recursive(
    _leaves,
    lambda inner: st.one_of(
        st.builds(e.All, _several(inner)),
        st.builds(e.Any_, _several(inner)),
        st.builds(e.Not, inner),
        st.builds(e.When, inner, inner, inner),
        st.builds(e.FirstKnown, _several(inner)),
    ),
    max_leaves=8,
)

records = st.fixed_dictionaries(
    {name: st.none() | days for name in DATES}
    | {name: st.none() | numbers for name in NUMBERS}
    | {name: st.none() | texts for name in TEXTS}
    | {name: st.none() | st.booleans() for name in FLAGS}
)
