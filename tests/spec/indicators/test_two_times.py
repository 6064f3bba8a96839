"""当时知道的与当时真实的。"""

from __future__ import annotations

from datetime import date, datetime

from tests.spec.indicators.library import BookLoan

from xinglin.language.indicators import Count

title = "两种时间：当时知道什么，当时是什么"
text = (
    "一册书 6 月 28 日在东馆借出；7 月 3 日订正为在西馆借出；7 月 10 日查明误登，删除。"
    "订正沿用被订正事项的日期（6 月 28 日），删除自 7 月 10 日起生效。"
)
records = {
    BookLoan: """
      | version | recorded_at               | effective_on | lent_date  | branch | state
    --+---------+---------------------------+--------------+------------+--------+--------
    1 | 1       | 2013-06-28T10:00:00+08:00 | 2013-06-28   | 2013-06-28 | 11     | lent
    1 | 2       | 2013-07-03T10:00:00+08:00 | 2013-06-28   | 2013-06-28 | 12     | lent
    1 | 3       | 2013-07-10T10:00:00+08:00 | 2013-07-10   | 2013-06-28 | 12     | removed
    2 | 1       | 2013-06-01T10:00:00+08:00 | 2013-06-01   | 2013-06-01 | 11     | lent
    3 | 1       | 2013-06-01T10:00:00+08:00 | 2013-06-01   | 2013-06-01 | 12     | lent
    """
}


def at(day: str) -> datetime:
    """The end of a day in Shanghai."""
    return datetime.fromisoformat(f"{day}T23:59:59.999999+08:00")


class StillLent(Count):
    """借出件数（不含已删除）"""

    name, of = "借出件数", BookLoan.where(BookLoan.state == "lent")


def test_known_then(spec) -> None:
    """6 月 30 日知道它在东馆；7 月 5 日知道它在西馆；7 月 10 日以后知道没有这回事。"""
    east, west = {"place": "11"}, {"place": "12"}
    spec(
        records,
        StillLent,
        {"numerator": {1: 1, 2: 1}},
        value="2",
        known_at=at("2013-06-30"),
        **east,
    )
    spec(records, StillLent, {"numerator": {3: 1}}, value="1", known_at=at("2013-06-30"), **west)
    spec(records, StillLent, {"numerator": {2: 1}}, value="1", known_at=at("2013-07-05"), **east)
    spec(
        records,
        StillLent,
        {"numerator": {1: 1, 3: 1}},
        value="2",
        known_at=at("2013-07-05"),
        **west,
    )
    spec(records, StillLent, {"numerator": {3: 1}}, value="1", **west)


def test_true_then(spec) -> None:
    """按现在所知，6 月 30 日它在西馆（订正溯及 6 月 28 日），还没有删除。"""
    spec(
        records,
        StillLent,
        {"numerator": {1: 1, 3: 1}},
        place="12",
        value="2",
        true_on=date(2013, 6, 30),
    )


def test_both_times(spec) -> None:
    """6 月 30 日所知的 6 月 30 日：还在东馆。"""
    spec(
        records,
        StillLent,
        {"numerator": {1: 1, 2: 1}},
        place="11",
        value="2",
        known_at=at("2013-06-30"),
        true_on=date(2013, 6, 30),
    )
